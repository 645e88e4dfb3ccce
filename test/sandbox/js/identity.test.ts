import { expect, test } from 'vitest';
import { answered } from './support/records.ts';
import { errorOf, notesOf, valueOf } from './support/run.ts';

const ROWS = [
  answered(0, [
    { id: 1, zip: '1', day: '2024-03-05' },
    { id: 2, zip: '2', day: '2024-03-05' },
    { id: 3, zip: '1', day: '2024-03-06' },
  ]),
];
const LIST = 'ok[0].body';

test.each([
  ['[JSON.stringify(new Map([[1, 2]]))]', 'JSON.stringify makes {} of a Map: Object.fromEntries(map) first'],
  ['`all: ${JSON.stringify({ n: 1, of: new Set([1]) })}`', 'JSON.stringify makes {} of a Set: [...set] first'],
  [`[Object.keys(new Map(${LIST}.map(x => [x.id, x]))).length]`, 'Object.keys finds nothing in a Map: [...map.keys()]'],
  [`[1, Object.values(new Set(${LIST}.map(x => x.id))).length]`, 'Object.values finds nothing in a Set: [...set]'],
  [`new Set(${LIST}.map(x => [x.zip])).size`, 'a Set has equal lists as different ones: make text of them first'],
  [
    `[...new Set(${LIST}.map(x => ({ zip: x.zip })))].length`,
    'a Set has equal objects as different ones: make text of them first',
  ],
  [`new Set(${LIST}.map(x => new Date(x.day))).size`, 'a Set has equal dates as different ones: make text of them first'],
  [`Map.groupBy(${LIST}, x => new Date(x.day)).size`, 'Map.groupBy has equal dates as different ones: make text of them first'],
])('what has another identity than it looks like is told: %s', async (program, note) => {
  expect(await notesOf(program, ROWS)).toEqual([note]);
});

test.each([
  'Map.prototype.toJSON = function () { return [...this] }; [JSON.stringify(new Map([[1, 2]]))]',
  '[JSON.stringify(Object.fromEntries(new Map([[1, 2]])))]',
  '[JSON.stringify({ all: [...new Set([1])] }), JSON.stringify(new Map()), JSON.stringify(null), JSON.stringify([1])]',
  `[...new Map(${LIST}.map(x => [x.id, x])).keys()]`,
  `Object.keys(${LIST}[0])`,
  `new Set(${LIST}.map(x => x.zip)).size`,
  `new Set(${LIST}.map(x => JSON.stringify([x.zip]))).size`,
  `new Set(${LIST}).size`,
  `new Set([${LIST}[0], ${LIST}[0]]).size`,
  `new Set(${LIST}.map(x => new Date(x.day).getTime())).size`,
  `Map.groupBy(${LIST}, x => x.day).size`,
  `const seen = new Set(); for (const x of ${LIST}) seen.add(x); seen.size`,
  'new Set(records).size',
  'class Box { m = new Map([[1, 2]]); toJSON() { return [...this.m] } } JSON.stringify(new Box())',
  'const m = new Map([[1, 2]]); m.toJSON = () => [...m]; JSON.stringify({ m })',
  'const m = new Map([[1, 2]]); m.of = 1; Object.keys(m)',
  'JSON.stringify({ by: new Map([[1, 2]]) }, (_, value) => value instanceof Map ? [...value] : value)',
  `const all = ${LIST}.map(x => ({ zip: x.zip })), some = new Set(all.filter(x => x.zip === "1")); all.filter(x => !some.has(x)).length`,
])('nothing is said of %s', async (program) => {
  expect(await notesOf(program, ROWS)).toEqual([]);
});

test.each([
  ['ok.filter(r => new Date(r.body[0].day) === new Date("2024-03-05"))', 'is never a new object: compare by numbers or texts'],
  ['ok.filter(r => r.body !== [])', 'is always other than a new object'],
  ['ok.filter(r => r.body.n === NaN)', 'is never NaN: compare by Number.isNaN(...)'],
])('a comparison that never holds is refused: %s', async (program, words) => {
  expect(await errorOf(program, ROWS)).toContain(words);
});

test('of many Sets only the first are looked at', async () => {
  const program = `
    let looks = 0;
    const item = new Proxy({ a: 1 }, { getPrototypeOf: (of) => (looks++, Reflect.getPrototypeOf(of)) });
    for (let i = 0; i < 300; i++) new Set(Array(20).fill(item));
    looks > 0 && looks <= 5000`;
  expect(await valueOf(program)).toBe(true);
});

test('what is replaced is what it is everywhere', async () => {
  const program = `
    class Bag extends Set { two() { return this.size * 2; } }
    const bag = new Bag([1, 1, 2]);
    [bag.two(), bag instanceof Bag, bag instanceof Set, new Set("aab").size, new Set().size, Set.name, Set.length, JSON.stringify.length,
     JSON.stringify({ a: [1, 2] }, null, 1), JSON.stringify({ a: 1, b: 2 }, ["b"]), Object.keys.name, Object.entries("ab"),
     Set[Symbol.species] === Set, new Set([1]).constructor === Set, JSON.stringify(undefined) ?? 7, Map.groupBy([1, 2], x => x % 2).get(1)]`;
  const written = [JSON.stringify({ a: [1, 2] }, null, 1), '{"b":2}'];
  const entries = Object.entries('ab');
  expect(await valueOf(program)).toEqual([4, true, true, 2, 0, 'Set', 0, 3, ...written, 'keys', entries, true, true, 7, [1]]);
  expect(await errorOf('Set([1])')).toContain('new');
});
