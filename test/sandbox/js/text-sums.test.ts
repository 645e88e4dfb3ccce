import { expect, test } from 'vitest';
import { runProgram } from '../../../src/sandbox/js/run-program.ts';
import { answered } from './support/records.ts';
import { notesOf } from './support/run.ts';

const ORDERS = [
  answered(0, [
    { qty: '10', price: '9.50', n: 1, name: 'a', either: 1, of: { either: '1' } },
    { qty: '20', price: '1', n: 2, name: '7' },
  ]),
];

test('text that is added to a number is noted, with what makes a number of it', async () => {
  const mean = 'ok[0].body.reduce((s, x) => s + x.qty, 0) / 2';
  expect(await notesOf(mean, ORDERS)).toEqual([
    'line 1 (ok[0].body.reduce((s, x) => s + x.qty, 0) / 2): qty is text, such as "10", which + joins: Number(x.qty)',
  ]);
});

test.each([
  'let n = 0; for (const x of ok[0].body) n += x.price; n',
  'let n = 0; for (const x of ok[0].body) n = n + (x?.price ?? 0); n',
  'const all = {}; for (const x of ok[0].body) all[x.name] = (all[x.name] || 0) + x["price"]; all',
  'const all = {}; for (const x of ok[0].body) { all[x.name] ??= 0; all[x.name] += x.price } all',
  'ok[0].body.map(x => x.price).reduce((sum, price) => sum + price, 0)',
  'ok[0].body.reduce((all, x) => { all.total += x.price; return all }, { total: 0 })',
  'ok[0].body.reduce((s, x) => s + x.n + x.price, 0)',
])('%s: price is text', async (program) => {
  const notes = await notesOf(program, ORDERS);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toMatch(/price is text, such as "9\.50", which \+ joins: Number\(x(?:\.|\?\.|\[")price/);
});

test('it is told too where the text fails further on', async () => {
  const { notes } = await runProgram('ok[0].body.reduce((s, x) => s + x.price, 0).toFixed(2)', ORDERS);
  expect(notes).toHaveLength(1);
});

test.each([
  'ok[0].body.reduce((s, x) => s + x.n, 0)',
  'ok[0].body.reduce((s, x) => s + Number(x.price), 0)',
  'ok[0].body.reduce((s, x) => s + +x.price, 0)',
  'ok[0].body.map(x => x.name + ": " + x.price)',
  'ok[0].body.reduce((s, x) => s + x.price, "")',
  'let page = 1; ok[0].body.map(x => "p" + page + 1 + x.qty)',
  'let n = 0; for (const x of ok[0].body) n += x.price * x.qty; n',
  'let n = 0; n += records[0].body.length; n',
  'let s = 0; for (const x of ok[0].body) s += x.n; [s, ok[0].body.reduce((s, x) => s + x.qty, "")]',
  'ok[0].body.reduce((s, x) => s + (x.either ?? 0), 0)',
  'ok[0].body.map(x => ({ price: Number(x.price) })).reduce((s, x) => s + x.price, 0)',
  'for (const x of ok[0].body) for (const k of ["price"]) x[k] = Number(x[k]); ok[0].body.reduce((s, x) => s + x.price, 0)',
  'for (const x of ok[0].body) x.price = +x.price; ok[0].body.reduce((s, x) => s + x.price, 0)',
])('%s is what it says', async (program) => {
  expect(await notesOf(program, ORDERS)).toEqual([]);
});

test('text that is a number anywhere is not always text', async () => {
  const rows = [{ price: '9.50' }, { pad: 'x'.repeat(70_000) }];
  const sum = 'ok[0].body.reduce((s, x) => s + x.price, 0)';
  expect(await notesOf(sum, [answered(0, rows)])).toHaveLength(1);
  expect(await notesOf(sum, [answered(0, [...rows, { price: 1 }])])).toEqual([]);
});

const MIXED = [
  answered(0, {
    id: 7,
    rows: [
      { price: 9.5, of: { price: '1' }, id: '1' },
      { price: '3', of: { price: '2' }, id: '2' },
    ],
  }),
];

test('text in a list beside numbers is noted', async () => {
  const mean = 'ok[0].body.rows.reduce((s, x) => s + x.price, 0) / 2';
  expect(await notesOf(mean, MIXED)).toEqual([
    `line 1 (${mean}): price is text in places, such as "3", which + joins: Number(x.price)`,
  ]);
});

test('so is text that is no number', async () => {
  const rows = [{ price: 9.5 }, { price: '' }, { price: 3 }];
  const [note] = await notesOf('ok[0].body.reduce((s, x) => s + x.price, 0) / 3', [answered(0, rows)]);
  expect(note).toContain('price is text in places, such as "", which + joins');
});

test.each([
  'ok[0].body.rows.reduce((s, x) => s + Number(x.price), 0)',
  'ok[0].body.rows.filter(x => typeof x.price === "number").reduce((s, x) => s + x.price, 0)',
  'ok[0].body.rows.reduce((s, x) => s + (Number.isFinite(x.price) ? x.price : 0), 0)',
  '[ok[0].body].reduce((s, x) => s + x.id, 0)',
])('%s: what is mixed is seen to, or elsewhere', async (program) => {
  expect(await notesOf(program, MIXED)).toEqual([]);
});

const ATTRIBUTES = [
  { name: 'cpu', value: 5, rank: 1 },
  { name: 'os', value: 'linux', rank: 0 },
  { name: 'note', value: '', rank: 0 },
];

test.each([
  'ok[0].body.filter(a => a.name === "cpu").reduce((s, a) => s + a.value, 0)',
  'ok[0].body.filter(({ name }) => ["cpu"].includes(name)).reduce((s, { value }) => s + value, 0)',
  'let n = 0; for (const a of ok[0].body) { if (a.rank === 0) continue; n += a.value } n',
  'ok[0].body.filter(a => a.value > 0).reduce((s, a) => s + a.value, 0)',
  'ok[0].body.reduce((s, a) => (a.rank ? s + a.value : s), 0)',
])('%s: what is text is left out', async (program) => {
  expect(await notesOf(program, [answered(0, ATTRIBUTES)])).toEqual([]);
});

test('an empty text in whose place 0 stands is none', async () => {
  const rows = [{ price: 1 }, { price: '' }];
  expect(await notesOf('ok[0].body.reduce((s, x) => s + (x.price || 0), 0)', [answered(0, rows)])).toEqual([]);
});

test('text that reads as a number may be chosen by its value', async () => {
  const mean = 'ok.flatMap(r => r.body.rows).filter(x => x.price > 1).reduce((s, x) => s + x.price, 0) / 2';
  expect(await notesOf(mean, MIXED)).toEqual([expect.stringContaining('price is text in places, such as "3"')]);
});
