import { describe, expect, test } from 'vitest';
import { sayProblem } from '../../../src/batch/args/problem.ts';
import type { VarsArg } from '../../../src/batch/args/schema.ts';
import { isRows, readVars, type ReadVars } from '../../../src/batch/plan/read-vars.ts';
import { productRows, type Rows } from '../../../src/batch/plan/rows.ts';
import type { Row } from '../../../src/batch/plan/variable-value.ts';

function read(vars: VarsArg, ids: readonly string[] = [], maxRows = 1_001): ReadVars {
  return readVars(vars, { at: 'requests[0]', ids: new Set(ids), uses: new Set(['from', 'to']), maxRows });
}

function rowsOf(vars: VarsArg): Rows {
  return productRows(read(vars).factors.filter(isRows));
}

function all(vars: VarsArg): Row[] {
  const rows = rowsOf(vars);
  return Array.from({ length: rows.length }, (_, index) => rows.at(index));
}

function problemsOf(vars: VarsArg, ids?: readonly string[]): string[] {
  return read(vars, ids).problems.map(sayProblem);
}

describe('rows', () => {
  test.each<[string, VarsArg, Row[]]>([
    ['of a list', { id: [1, 'b', true, null] }, [{ id: 1 }, { id: 'b' }, { id: true }, { id: null }]],
    ['of a list as JSON text', { id: '[1, 2]' }, [{ id: 1 }, { id: 2 }]],
    ['of one value', { id: 'x' }, [{ id: 'x' }]],
    ['of objects and lists, which stay whole', { id: [{ a: 1 }, [2, 3]] }, [{ id: { a: 1 } }, { id: [2, 3] }]],
    ['of a range', { id: '1..3' }, [{ id: 1 }, { id: 2 }, { id: 3 }]],
    ['of a range of one', { id: '7..7' }, [{ id: 7 }]],
    ['of a range with a step', { at: '0..90:40' }, [{ at: 0 }, { at: 40 }, { at: 80 }]],
    ['of a range downwards', { id: '3..1' }, [{ id: 3 }, { id: 2 }, { id: 1 }]],
    ['of a range below zero', { id: '-1..1' }, [{ id: -1 }, { id: 0 }, { id: 1 }]],
    ['of a range with leading zeros', { id: '08..10' }, [{ id: '08' }, { id: '09' }, { id: '10' }]],
    ['of a range with leading zeros downwards', { id: '10..08' }, [{ id: '10' }, { id: '09' }, { id: '08' }]],
    ['of a range with leading zeros below zero', { id: '-01..1' }, [{ id: '-01' }, { id: '00' }, { id: '01' }]],
    ['of a range with spaces', { id: '1 .. 3' }, [{ id: 1 }, { id: 2 }, { id: 3 }]],
    ['of ranges in a list', { id: ['1..3', '5', 7] }, [{ id: 1 }, { id: 2 }, { id: 3 }, { id: '5' }, { id: 7 }]],
    ['of what is no range of numbers in a list', { id: ['a..e', 'main...dev'] }, [{ id: 'a..e' }, { id: 'main...dev' }]],
    [
      'of a product, the last fastest',
      { a: [1, 2], b: 'x', c: '0..1' },
      [
        { a: 1, b: 'x', c: 0 },
        { a: 1, b: 'x', c: 1 },
        { a: 2, b: 'x', c: 0 },
        { a: 2, b: 'x', c: 1 },
      ],
    ],
    [
      'as they are',
      [
        { o: 'a', r: 'x' },
        { o: 'b', r: 'y', more: '1..3' },
      ],
      [
        { o: 'a', r: 'x' },
        { o: 'b', r: 'y', more: '1..3' },
      ],
    ],
    ['of what only looks like a range', { path: '../up' }, [{ path: '../up' }]],
    ['of two branches that are compared', { range: 'main...dev' }, [{ range: 'main...dev' }]],
  ])('%s', (_, vars, rows) => {
    expect(all(vars)).toEqual(rows);
    expect(problemsOf(vars)).toEqual([]);
  });

  test('of a billion are counted without being made', () => {
    const rows = rowsOf({ id: '1..1000000000', page: '1..1000' });
    expect(rows.length).toBe(1e12);
    expect(rows.at(1e12 - 1)).toEqual({ id: 1e9, page: 1_000 });
    expect(rowsOf({ id: ['1..1000000000', '1..5'] }).length).toBe(1_000_000_005);
    expect(rowsOf(Array.from({ length: 100_000 }, () => ({ id: 1 }))).length).toBe(100_000);
  });
});

describe('what cannot be read says so', () => {
  test.each<[string, VarsArg, RegExp]>([
    ['letters', { id: 'a..e' }, /^requests\[0\]\.vars\.id: "a\.\.e" is not a range of whole numbers.*write a list/],
    ['fractions', { id: '0.5..2' }, /not a range/],
    ['a step of nothing', { id: '1..5:0' }, /never ends/],
    ['a step the wrong way', { id: '1..5:-1' }, /never ends/],
    ['one in a list', { id: [7, '1..5:-1'] }, /never ends/],
    ['an empty list', { id: [] }, /^requests\[0\]\.vars\.id: the list is empty/],
    ['a list that was cut off', { id: '[1, 2, 3' }, /vars\.id: JSON text that is cut off: it ends after 8 characters at \[2\]/],
    ['an object', { id: { form: 5 } }, /^requests\[0\]\.vars\.id\.form: unknown argument; did you mean "from"\?/],
    ['a row that is none', [5] as never, /^requests\[0\]\.vars\[0\]: expected an object/],
    ['a select for a header', { id: { from: 'a', header: 'etag', select: 'x' } }, /vars\.id\.header: a header is taken whole/],
    [
      'a header that is never shown',
      { id: { from: 'a', header: 'Set-Cookie' } },
      /vars\.id\.header: "Set-Cookie" is never shown/,
    ],
  ])('%s', (_, vars, message) => {
    expect(problemsOf(vars)).toEqual([expect.stringMatching(message)]);
  });

  test('values of another request in a row', () => {
    expect(problemsOf([{ id: { from: 'a' } }], ['a'])).toEqual([
      'requests[0].vars[0].id: values of another request stand in an object of vars, not in a row',
    ]);
  });

  test('values of another request among those of a list', () => {
    expect(problemsOf({ id: [7, { from: 'a', select: 'x' }] }, ['a'])).toEqual([
      'requests[0].vars.id: the values of another request stand in the place of the list, not in it: {"from": ..., "select": ...}',
    ]);
    expect(problemsOf({ id: [7, { from: 'b', select: 'x' }] }, ['a'])).toEqual([]);
  });

  test('a header without the name of its variable', () => {
    expect(problemsOf({ from: 'a', header: 'ETag' }, ['a'])).toEqual([
      'requests[0].vars: say which variable the header is for: {"vars": {"etag": {"from":"a","header":"ETag"}}}',
    ]);
  });
});

describe('values of other requests', () => {
  test('may stand alone in a list', () => {
    const source = { from: 'a', select: 'x' };
    expect(read({ id: [source] }, ['a'])).toEqual(read({ id: source }, ['a']));
    const context = { at: 'requests[0]', ids: new Set(['a']), uses: new Set(['x']), maxRows: 10 };
    expect(readVars([source], context)).toEqual(readVars(source, context));
    expect(rowsOf([source]).at(0)).toEqual(source);
  });

  test('of one and the same request go together, where the first of them stands', () => {
    const { factors } = read({
      id: { from: 'a', select: '[].id' },
      n: '1..2',
      b: '{"from": "b"}',
      etag: { from: 'a', header: 'ETag' },
    });
    expect(factors.map((factor) => ('from' in factor ? factor.sources : factor.length))).toEqual([
      [
        { variable: 'id', from: 'a', select: '[].id', header: undefined },
        { variable: 'etag', from: 'a', select: undefined, header: 'etag' },
      ],
      2,
      [{ variable: 'b', from: 'b', select: undefined, header: undefined }],
    ]);
  });

  test('are rows where "from" is an id and nothing else stands beside it', () => {
    expect(read({ from: 'a', select: 'items' }, ['a']).factors).toEqual([
      { from: 'a', sources: [{ variable: undefined, from: 'a', select: 'items', header: undefined }] },
    ]);
    for (const [vars, ids] of [
      [{ from: 'ZRH', select: 'x' }, ['a']],
      [{ from: 'a', to: 'b' }, ['a']],
      [{ from: ['a'] }, ['a']],
    ] as const) {
      expect(all(vars)).toHaveLength(1);
      expect(read(vars, ids).factors.every(isRows)).toBe(true);
    }
  });
});
