import { expect, test } from 'vitest';
import { answered } from './support/records.ts';
import { notesOf, valueOf } from './support/run.ts';

const RECORDS = [
  answered(0, [
    { id: 10, name: 'Ann' },
    { id: 11, name: 'Bob' },
  ]),
  answered(1, [{ user: '10' }, { user: '11' }, { user: '12' }]),
];
const USERS = 'const users = ok[0].body, orders = ok[1].body';

test.each([
  [
    'const by = new Map(users.map(u => [u.id, u])); orders.map(o => by.get(o.user)?.name ?? "?")',
    'Map.get("10") found nothing, and 10 is there: text is no number; String(...) makes both text',
  ],
  [
    'const by = new Map(users.map(u => [u.id, u])); [1, orders.filter(o => by.has(o.user)).length]',
    'Map.has("10") found nothing',
  ],
  ['const ids = new Set(users.map(u => u.id)); orders.filter(o => !ids.has(o.user)).length', 'Set.has("10") found nothing'],
  ['const ids = users.map(u => u.id); orders.filter(o => !ids.includes(o.user)).length', 'includes("10") found nothing'],
  [
    'const ids = orders.map(o => o.user); users.filter(u => ids.indexOf(u.id) < 0).length',
    'indexOf(10) found nothing, and "10" is',
  ],
  [
    'const by = Object.groupBy(orders, o => o.user); [1, Object.keys(by).includes(10)]',
    'includes(10) found nothing, and "10" is',
  ],
  ['[...new Set(orders.map(o => o.user)).difference(new Set(users.map(u => u.id)))]', 'Set.difference("10") found nothing'],
  ['[1, new Set(users.map(u => u.id)).isSubsetOf(new Set(orders.map(o => o.user)))]', 'Set.isSubsetOf(10) found nothing'],
  ['new Set(users.map(u => u.id)).union(new Set(orders.map(o => o.user))).size', 'Set.union(10) found nothing'],
])('what is there in another type is told: %s', async (program, words) => {
  expect(await notesOf(`${USERS}; ${program}`, RECORDS)).toEqual([expect.stringContaining(words)]);
});

test.each([
  'const by = new Map(users.map(u => [String(u.id), u])); orders.map(o => by.get(o.user)?.name ?? "?")',
  'const by = new Map(users.map(u => [u.id, u])); orders.map(o => by.get(Number(o.user))?.name ?? "?")',
  'const by = new Map(users.map(u => [u.id, u])); orders.map(o => (by.get(o.user) ?? by.get(+o.user))?.name ?? "?")',
  'const ids = users.map(u => u.id); orders.filter(o => ids.includes(o.user) || ids.includes(Number(o.user))).length',
  'const all = new Map(); for (const o of orders) all.set(o.user, (all.get(o.user) ?? 0) + 1); all',
  'const seen = new Set(); orders.filter(o => !seen.has(o.user) && seen.add(o.user)).length',
  'users.map(u => u.id).filter((id, at, all) => all.indexOf(id) === at)',
  'const ids = new Set(users.map(u => u.id)); [12, "x", null, undefined, "1e1", "010", NaN, {}].map(each => ids.has(each))',
  '["10", "11"].map(text => text.includes(10) || text.indexOf(10))',
  'new Set(users.map(u => String(u.id))).difference(new Set(orders.map(o => o.user))).size + 1',
  'new Set(users.map(u => u.id)).union(new Set([1, 2, "a"])).size',
  '[10, 11].indexOf("10", 1) + [10, 11].lastIndexOf("10")',
])('nothing is said of %s', async (program) => {
  expect(await notesOf(`${USERS}; ${program}`, RECORDS)).toEqual([]);
});

test('the methods are what they are everywhere, also after many calls', async () => {
  const program = `
    const before = Map.prototype.get, many = new Map([[1, 2]]);
    let sum = 0;
    for (let i = 0; i < 60000; i++) sum += many.get(1);
    Set.prototype.has = () => 7;
    for (let i = 0; i < 10; i++) many.get(1);
    [sum, before === Map.prototype.get, many.get(1), new Set().has(1), [NaN].includes(NaN), [1, , 3].includes(undefined),
     [1, 2, 1].indexOf(1, 1), Map.prototype.get.length, Map.prototype.get.name, [].includes.call("ab", "b")]`;
  expect(await valueOf(program)).toEqual([120_000, false, 2, 7, true, true, 2, 1, 'get', true]);
  expect(await valueOf('try { Map.prototype.get.call({}, 1) } catch (error) { error.name }')).toBe('TypeError');
});
