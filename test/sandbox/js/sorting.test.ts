import { expect, test } from 'vitest';
import { notesOf, valueOf } from './support/run.ts';

const BY_TEXT = 'in the order of their text: sort((a, b) => a - b)';
const SHUFFLED = 'Array.from({ length: 30 }, (_, i) => (i * 7) % 30)';

test('numbers and dates that sort has put in the order of their text are noted, and only those', async () => {
  expect(await valueOf('[[10, 9, 1].sort(), [3, 20, 100].toSorted()]')).toEqual([
    [1, 10, 9],
    [100, 20, 3],
  ]);
  expect(await notesOf('[[10, 9, 1].sort(), [3, 20, 100].toSorted()]')).toEqual([
    `sort without a function has put numbers ${BY_TEXT}`,
  ]);
  expect(await notesOf('[10, null, 9].sort()')).toHaveLength(1);
  expect(await notesOf('[9, "10"].sort()')).toHaveLength(1);
  expect(await notesOf('[new Date("2024-01-05"), new Date("2024-02-01"), new Date("2023-06-05")].sort()')).toEqual([
    `sort without a function has put dates ${BY_TEXT}`,
  ]);
  for (const program of ['[3, 2, 1].sort()', '[10, 9].sort((a, b) => a - b)']) {
    expect(await notesOf(program), program).toEqual([]);
  }
});

test('so are texts that are numbers', async () => {
  const expected = [`sort without a function has put texts that are numbers ${BY_TEXT}`];
  for (const program of ['["10", "9"]', '["19.90", "5.50", null]', '["-3", "-20", "-1"]']) {
    expect(await notesOf(`${program}.sort()`), program).toEqual(expected);
  }
  for (const program of [
    '["2023", "2024"]',
    '["1.9", "1.10"]',
    '["10", "9", ""]',
    '["10a", "9"]',
    '["0x1f", "0x2"]',
    '["-", "."]',
  ]) {
    expect(await notesOf(`${program}.sort()`), program).toEqual([]);
  }
});

test('a function given to sort that cannot sort is noted', async () => {
  expect(await notesOf('["2024-03", "2024-01"].sort((a, b) => a - b)')).toEqual([
    'the function given to sort returned NaN, which sorts nothing: text and what is missing cannot be subtracted; ' +
      'a < b ? -1 : a > b ? 1 : 0 sorts text',
  ]);
  expect(await notesOf('[{ n: 1 }, {}, { n: 3 }].toSorted((a, b) => b.n - a.n)')).toHaveLength(1);
  expect((await notesOf('[2, 1].sort((a, b) => undefined)'))[0]).toMatch(/^the function given to sort returned undefined/);
  for (const comparison of ['a > b', 'a < b']) {
    expect((await notesOf(`${SHUFFLED}.sort((a, b) => ${comparison})`))[0]).toMatch(
      /returned true or false, which does not sort/,
    );
  }
  for (const program of [
    '[1, 1, 2].sort((a, b) => a >= b)',
    '[1, 2].sort(() => Math.random() - 0.5)',
    '[2, 1, 3].sort((a, b) => a - b)',
  ]) {
    expect(await notesOf(program), program).toEqual([]);
  }
});

test.each([
  // Infinities are equal to each other by NaN, and what is missing comes last.
  '[{ n: 1 }, {}, { n: 0 }, {}].sort((a, b) => (a.n ?? Infinity) - (b.n ?? Infinity))',
  '[{}, {}].sort((a, b) => (a.n ?? Infinity) - (b.n ?? Infinity))',
  'const rank = x => ["a", "b"].indexOf(x) + 1 || 1 / 0; ["z", "b", "y", "a"].sort((a, b) => rank(a) - rank(b))',
  // Nothing is returned of what is equal.
  '[{ n: 1 }, { n: 1 }, { n: 0 }].sort((a, b) => { if (a.n < b.n) return -1; if (a.n > b.n) return 1; })',
  '[{ n: 1 }, { n: 1 }].sort((a, b) => { if (a.n < b.n) return -1; if (a.n > b.n) return 1; })',
  // Short lists it does sort.
  '[3, 1, 2].sort((a, b) => a > b)',
  '["b", "a"].sort((a, b) => b < a)',
  // What is the same for the same numbers, in whatever order.
  'const key = list => [...list].sort().join(); [key([10, 9]) === key([9, 10])]',
  '[[10, 9], [9, 10]].map(a => a.toSorted().join("|") === "10|9")',
  'new Set([[10, 9], [9, 10]].map(a => JSON.stringify(a.toSorted()))).size',
  'const pairs = {}; for (const a of [["10", "9"], ["9", "10"]]) { pairs[a.sort().join("-")] = 1 } Object.keys(pairs).length',
  'const a = [10, 9].sort(), b = [9, 10].sort(); JSON.stringify(a) === JSON.stringify(b)',
  'const a = ["10", "9"].sort(), b = ["9", "10"].sort(); a.length === b.length && a.every((x, i) => x === b[i])',
])('%s is right', async (program) => {
  expect(await notesOf(program)).toEqual([]);
});

test('what is sorted by text and shown is noted', async () => {
  for (const program of [
    '[10, 9].sort().join()',
    '({ a: 1 == 2, ids: [10, 9].sort().join() })',
    '[[10, 9].sort()[0] === 9]',
    'const ids = [10, 9].sort(); [ids.length === 2, ids]',
    '[10, 9].filter(id => id !== 1).sort().join()',
    '([10, 9].filter(id => id !== 1).sort().join())',
    'JSON.stringify([10, 9].filter(id => id !== 1).sort())',
    'list => [10, 9].filter(id => id !== 1).sort().join()',
    'const ids = [10, 9].sort(); const by = { 9: 1, 10: 2 }; ids.map(id => by[id])',
    'let ids = [10, 9].sort(); if (ids.length === 2) ids = ids.concat(1); ids',
  ]) {
    expect(await notesOf(program), program).toHaveLength(1);
  }
});

test('a function given to sort is called no more often than it sorts', async () => {
  const program =
    'let calls = 0; const list = [3, 1, 2].sort((a, b) => { calls++; console.log(a, b); return a - b }); ({ calls })';
  const { calls } = (await valueOf(program)) as { calls: number };
  expect(await notesOf(program)).toHaveLength(calls);
});

test('of a list that is long some items are enough', async () => {
  const long = 'Array.from({ length: 11_000 }, (_, i) => ({ n: (i * 7) % 11_000 }))';
  expect(await notesOf(`${long}.sort((a, b) => b.n - a.n).length`)).toEqual([]);
  expect(await notesOf(`${long}.sort((a, b) => b.m - a.m).length`)).toHaveLength(1);
  expect(await notesOf(`${long}.sort((a, b) => a.n > b.n).length`)).toHaveLength(1);
});

test('sort is as it is in the language', async () => {
  const program = `
    const { value, ...rest } = Object.getOwnPropertyDescriptor(Array.prototype, 'sort');
    const list = [2, 1];
    let error;
    try { list.sort(5) } catch ({ name }) { error = name }
    ({ rest, names: [value.name, value.length, 'prototype' in value], same: list.sort() === list, copy: list.toSorted() !== list,
       like: Array.prototype.sort.call({ length: 2, 0: 'b', 1: 'a' }), error })`;
  expect(await valueOf(program)).toEqual({
    rest: { writable: true, enumerable: false, configurable: true },
    names: ['sort', 1, false],
    same: true,
    copy: true,
    like: { 0: 'a', 1: 'b', length: 2 },
    error: 'TypeError',
  });
});
