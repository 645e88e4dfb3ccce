import { describe, expect, test } from 'vitest';
import { describeReach } from '../../src/result/search-reach.ts';
import { searchIn, type SearchMatch } from '../../src/result/search.ts';
import { cpuMs } from '../support/cpu.ts';

const found = (value: unknown, wanted: string): readonly SearchMatch[] => searchIn(value, wanted).matches;
const offsets = (matches: readonly SearchMatch[]): unknown[] =>
  matches.map((match) => ('offset' in match ? match.offset : match.key));

describe('in a text', () => {
  test.each([
    [
      'one\ntwo\nthree two\n',
      'two',
      [
        { offset: 4, text: 'two' },
        { offset: 8, text: 'three two' },
      ],
    ],
    ['One ONE', 'oNe', [{ offset: 0, text: 'One ONE' }]],
    ['a\n\nb', 'b', [{ offset: 3, text: 'b' }]],
    ['\nb\n', 'b', [{ offset: 1, text: 'b' }]],
    ['İstanbul x', 'x', [{ offset: 0, text: 'İstanbul x' }]],
    ['one\ntwo\nthree', 'e\nt', [{ offset: 0, text: 'one\ntwo' }]],
    ['one\ntwo\nthree', 'two\n', [{ offset: 4, text: 'two' }]],
    ['ΟΔΟΣ οδοσα', 'οδος', [{ offset: 0, text: 'ΟΔΟΣ οδοσα' }]],
    ['x\nοδοσα', 'ΟΔΟΣ', [{ offset: 2, text: 'οδοσα' }]],
    ['nothing', 'x', []],
    ['', 'x', []],
  ])('%j, %j', (text, wanted, matches) => {
    expect(found(text, wanted)).toEqual(matches);
  });

  test('a long line is shown around each match', () => {
    const text = `${'a'.repeat(200)}x${'b'.repeat(400)}x${'c'.repeat(10)}\nx`;
    expect(found(text, 'x')).toEqual([
      { offset: 50, text: `…${'a'.repeat(150)}x${'b'.repeat(150)}…` },
      { offset: 451, text: `…${'b'.repeat(150)}x${'c'.repeat(10)}` },
      { offset: 613, text: 'x' },
    ]);
  });

  test('how often it is in a line that is given in pieces is told', () => {
    expect(searchIn('word '.repeat(200), 'word')).toMatchObject({ matches: { length: 7 }, times: 200 });
    expect(searchIn(`${'-'.repeat(300)}x`.repeat(3), 'x').times).toBeUndefined();
    expect(searchIn('x x\n'.repeat(3), 'x').times).toBeUndefined();
    expect(searchIn({ text: 'word '.repeat(300) }, 'word').times).toBe(300);
  });

  test('every line that has it is found, and no other', () => {
    const lines = Array.from({ length: 500 }, (_, i) => (i % 7 === 0 ? `line ${i} has it` : `line ${i}`));
    expect(found(lines.join('\n'), 'HAS')).toHaveLength(lines.filter((line) => line.includes('has')).length);
  });
});

describe('in JSON', () => {
  const items = [
    { id: 1, name: 'Ann Lee', tags: ['x'] },
    { id: 21, name: 'Bob', ok: true },
    null,
    'ann',
    12,
    ['deep', { KEY: null }],
  ];

  test.each([
    ['ann', [0, 3]],
    ['LEE', [0]],
    ['1', [0, 1, 4]],
    ['true', [1]],
    ['null', [2, 5]],
    ['name', [0, 1]],
    ['key', [5]],
    ['"id":1', [0]],
    ['"id": 21,"name": "bob"', [1]],
    ['["x"]', [0]],
    ['ann:', []],
    ['nobody', []],
  ])('%s is in the items %j', (wanted, expected) => {
    expect(offsets(found(items, wanted))).toEqual(expected);
  });

  test('the members of an object are found by key and by value', () => {
    const value = { first: { a: 'one' }, second: 'FIRST', third: 3, 'a "b"': 0 };
    expect(offsets(found(value, 'first'))).toEqual(['first', 'second']);
    expect(offsets(found(value, '"third":3'))).toEqual(['third']);
    expect(offsets(found(value, 'a "b"'))).toEqual(['a "b"']);
    expect(found(3, '3')).toEqual([{ offset: 0, text: '3' }]);
    expect(found(null, '3')).toEqual([]);
  });

  test('a long text is shown where it has it: by its lines, in an item around the first', () => {
    const log = Array.from({ length: 200 }, (_, at) => `line ${at}.`).join('\n');
    expect(found({ id: 7, log }, 'line 19.')).toEqual([{ key: 'log', offset: 161, text: 'line 19.' }]);
    expect(found({ id: 7, log }, 'log')).toEqual([{ key: 'log', value: log }]);
    expect(found({ job: { id: 7, log } }, 'line 19.')).toEqual([{ key: 'job.log', offset: 161, text: 'line 19.' }]);
    expect(found({ job: { id: 7, log } }, 'line 1')).toHaveLength(111);
    const text = `${'a'.repeat(2_000)}x${'b'.repeat(2_000)}`;
    const shown = `[+1850 chars]…${'a'.repeat(150)}x${'b'.repeat(150)}…[+1850 chars]`;
    expect(found([{ id: 1 }, { id: 2, texts: [text, 'x'] }], 'X')).toEqual([{ offset: 1, item: { id: 2, texts: [shown, 'x'] } }]);
  });

  test('a list within objects is searched by its items, and the path says where it is', () => {
    const nodes = Array.from({ length: 100 }, (_, id) => ({ id, title: `item ${id}` }));
    expect(found({ total: 77, items: nodes }, 'item 77')).toEqual([{ key: 'items', offset: 77, item: nodes[77] }]);
    expect(found({ total: 77, items: nodes }, '77')).toEqual([
      { key: 'total', value: 77 },
      { key: 'items', offset: 77, item: nodes[77] },
    ]);
    const answer = { data: { 'x:repo': { nodes, name: 'item 5' }, owner: { name: 'item 5' } }, rest: { name: 'item 5' } };
    expect(found(answer, 'item 5"')).toEqual([
      { key: 'data."x:repo".nodes', offset: 5, item: nodes[5] },
      { key: 'data."x:repo".name', value: 'item 5' },
      { key: 'data.owner', value: { name: 'item 5' } },
      { key: 'rest', value: { name: 'item 5' } },
    ]);
    expect(found({ items: nodes, tags: ['a', 'b'] }, 'tags')).toEqual([{ key: 'tags', value: ['a', 'b'] }]);
    expect(found({ nodes, none: [] }, '"nodes":[')).toEqual([{ key: 'nodes', value: nodes }]);
  });
});

test('half a megabyte of anything takes time in proportion', async () => {
  const script = 'function(a){return a};'.repeat(25_000);
  const digits = Array.from({ length: 250_000 }, (_, i) => i % 10);
  const objects = Array.from({ length: 75_000 }, () => ({}));
  const deep = Array.from({ length: 1_000 }).reduce<object>((inner) => ({ a: inner, digits: 'x'.repeat(500) }), { list: ['b'] });
  for (const [value, wanted] of [
    [script, 'return'],
    ['a'.repeat(5e5), 'a'],
    ['a\n'.repeat(25e4), 'b'],
    [digits, '7'],
    [digits, '"7":'],
    [objects, 'x'],
    [{ data: { list: { of: objects } } }, 'x'],
    [deep, 'b'],
  ] as const) {
    expect(await cpuMs(() => found(value, wanted)), wanted).toBeLessThan(300);
  }
});

test('of a page only what is shown of it is searched, and its source is to be had', () => {
  const reading = {
    contentType: 'text/html',
    url: 'http://a.example/',
    as: 'auto',
    isLenient: false,
    select: undefined,
  } as const;
  const text = { kind: 'text', mimeType: 'text/plain', notes: [] } as const;
  const said = 'of the page was searched; "as": "html" searches its source';
  expect(describeReach(text, reading)).toBeUndefined();
  expect(describeReach({ ...text, mimeType: 'text/markdown' }, reading)).toBe(`only the Markdown ${said}`);
  expect(describeReach(text, { ...reading, plainBecause: 'it takes too long' })).toBe(`only the text ${said}`);
});
