import { expect, test } from 'vitest';
import { answered } from './support/records.ts';
import { notesOf } from './support/run.ts';

const ROWS = [
  answered(
    0,
    [
      { customerId: 7, qty: 2, created_at: '2024-03-05', Status: 'open', 'Full Name': 'Ann', done: true, gone: null },
      { customerId: 8, qty: 3, created_at: '2024-04-05', Status: 'closed', 'Full Name': 'Bob', done: false, gone: null },
    ],
    { vars: { customer_id: 3 } },
  ),
];
const LIST = 'ok[0].body';

test.each([
  ['map(x => x.customer_id ?? "none")', 'customer_id is in no body, and customerId is'],
  ['reduce((s, x) => s + (x.Qty || 0), 1)', 'Qty is in no body, and qty is'],
  ['filter(x => x.createdAt > "2024").length + 1', 'createdAt is in no body, and created_at is'],
  ['map(({ createdAt = "?" }) => createdAt)', 'createdAt is in no body, and created_at is'],
  ['map(x => x["full_name"]?.length ?? 0).join()', 'full_name is in no body, and Full Name is'],
  ['map(x => x.customer_id?.toFixed(2) ?? "none")', 'customer_id is in no body, and customerId is'],
])('a key that is written another way is told: %s', async (program, words) => {
  expect(await notesOf(`${LIST}.${program}`, ROWS)).toEqual([expect.stringContaining(words)]);
});

test('a key that only records have is told from one of bodies', async () => {
  expect(await notesOf(`[1, ${LIST}.filter(x => x.status === "open").length]`, ROWS)).toEqual([
    expect.stringMatching(/: status is a number, such as 200 \(bodies have Status\), so that === never holds$/),
  ]);
});

test.each([
  'map(x => x.customerId)',
  'map(x => (x.discount ?? 0) + 1)',
  'map(x => x.customer?.id ?? "none")',
  'map(x => x.created_at ?? x.createdAt)',
  'map(({ createdAt, created_at: at = createdAt }) => at)',
  'map(x => ({ customer_id: x.customerId })).map(x => x.customer_id)',
  'reduce((all, x) => { all.Qty = (all.Qty ?? 0) + x.qty; return all }, {})',
  'filter(x => x.gone).length + 1',
  'map(x => x["Full Name"].toUpperCase())',
  'map(x => x.Status.length)',
  'map(x => x.createdAt ?? x[["created_at"].find(key => key in x)])',
  'map(x => { const all = {}; for (const [k, v] of Object.entries(x)) all[k.toLowerCase()] = v; return all }).map(x => x.customerid)',
  'map(x => Object.entries(x).reduce((all, [k, v]) => ({ ...all, [k.replace(/_/g, "")]: v }), {})).map(x => x.createdat)',
])('nothing is said of %s', async (program) => {
  expect(await notesOf(`${LIST}.${program}`, ROWS)).toEqual([]);
});

test.each([
  `[${LIST}.length, ok.map(r => r.vars.customer_id)]`,
  `[${LIST}.length, ok.map(({ vars: { customer_id } }) => customer_id)]`,
  `[${LIST}.length, ok.map(r => r.headers["created-at"] ?? 1)]`,
  `[${LIST}.length, ok.map(r => (r.vars ?? {}).customer_id)]`,
  `[${LIST}.length, ok.map(r => { const v = r.vars || {}, h = r.headers; return [v.customer_id, h.createdAt ?? 0] })]`,
  `[${LIST}.length, ok.map(({ vars: v, headers: h = {} }) => [v.customer_id, h["created-at"] ?? 0])]`,
  `[${LIST}.length, ok.filter(r => r.status === 200).length]`,
  `[${LIST}.length, ok.map(r => r.status)]`,
])('nothing is said of %s, which is of the record', async (program) => {
  expect(await notesOf(program, ROWS)).toEqual([]);
});

test('a key that is id but for a line before it is told unless id is taken, too', async () => {
  const rows = [answered(0, [{ id: 7 }])];
  expect(await notesOf(`${LIST}.map(x => x._id ?? "none")`, rows)).toEqual([
    expect.stringContaining('_id is in no body, and id is'),
  ]);
  expect(await notesOf(`${LIST}.map(x => x._id ?? x.id)`, rows)).toEqual([]);
});

test('what errors and addresses have is none of bodies', async () => {
  const rows = [answered(0, [{ Message: 1, search_params: 2 }])];
  expect(await notesOf(`try { ${LIST}[5].b } catch (error) { [error.message] }`, rows)).toEqual([]);
  expect(await notesOf(`const at = () => new URL("http://a/"); [${LIST}.length, at().searchParams.get("q")]`, rows)).toEqual([]);
});

test('a key that is nowhere is told where nothing came of it, or of what stands in its place', async () => {
  expect(await notesOf(`${LIST}.map(x => x.discount ?? 0)`, ROWS)).toEqual([
    'line 1 (ok[0].body.map(x => x.discount ?? 0)): discount is in no body',
  ]);
  for (const program of ['every(x => x.paid)', 'map(x => x.tags?.length ?? "")', 'map(({ state }) => state === "on")'])
    expect(await notesOf(`${LIST}.${program}`, ROWS)).toEqual([expect.stringMatching(/: (?:paid|tags|state) is in no body$/)]);
});

test.each([
  `${LIST}.map(x => x.gone ?? 0)`,
  `${LIST}.map(x => x.none ?? x.gone ?? 0)`,
  `${LIST}.every(x => x.paid === undefined)`,
  `[${LIST}[0].customerId, ${LIST}[1].discount ?? 0]`,
  'records.map(r => r.body.length - 2 + (r.error_body?.message?.text ?? 0))',
  'records.map(() => 0)',
  // Where it may be or not.
  'ok.map(r => (Array.isArray(r.body) ? r.body : (r.body.rows ?? [])).length - 2)',
  'const listOf = x => { if (Array.isArray(x)) return x; return x?.rows ?? [] }; ok.map(r => listOf(r.body).length - 2)',
  `${LIST}.map(x => ("paid" in x && x.paid))`,
  // Of the language, and of what a program makes.
  `${LIST}.some(x => x.length > Number.MAX_SAFE_INTEGER || x.length > Math.PI)`,
  `const { MAX_VALUE } = Number; ${LIST}.some(x => x.length > MAX_VALUE)`,
  `${LIST}.every(x => Object.prototype.hasOwnProperty.call(x, "paid"))`,
  `${LIST}.every(Number.isInteger)`,
  `[${LIST}.keys()[Symbol.iterator]().next().done]`,
  `(await Promise.allSettled(${LIST})).some(x => x.reason)`,
  `let n = 0; for (const m of ${LIST}.join().matchAll(/(?<year>\\d{4})/g)) n += m.groups.year; [n]`,
  `class Sum { all = 0; get isMore() { return this.all > ${LIST}.length } } [new Sum()].map(x => x.isMore)`,
  `const cut = (x, { digits = 1 } = {}) => x.slice(digits); [cut(${LIST}).length - 1]`,
  `const failure = records[0].error_body; [${LIST}.length - 2, failure?.code?.text ?? 0]`,
])('nothing is said of %s, which may be so', async (program) => {
  expect(await notesOf(program, ROWS)).toEqual([]);
});
