import { expect, test } from 'vitest';
import { answered } from './support/records.ts';
import { notesOf } from './support/run.ts';

const ROWS = [
  answered(0, [
    {
      time: 1_700_000_000,
      ms: 1_700_000_000_000,
      at: '2024-03-05',
      done: 'false',
      paid: 'yes',
      ok: 'no',
      error: '0',
      n: 3,
      lasts: 500_000_000,
      up_ms: 600_000_000,
      year: '2024',
      on: '1',
    },
    {
      time: 1_700_090_000,
      ms: 1_700_090_000_000,
      at: '2024-11-05',
      done: 'True',
      paid: 'no',
      ok: 'yes',
      n: null,
      year: '2023',
      on: '0',
    },
    { time: null, ms: 0, at: null, done: null, paid: 'no', ok: 'no', n: 1, year: '2022', on: '1' },
  ]),
];
const LIST = 'ok[0].body';

test.each([
  ['map(x => new Date(x.time).getFullYear())', 'x.time'],
  ['filter(x => x.time > Date.now() - 864e5).length + 1', 'x.time'],
  ['filter(x => Date.parse("2023-01-01") <= x?.time).length + 1', 'x?.time'],
  ['map(x => Date.now() - x.time).length', 'x.time'],
  ['map(x => { const now = +new Date(), then = now - 6e4; return then < x["time"] ? 1 : 2 })', 'x["time"]'],
])('seconds that are taken for milliseconds are noted: %s', async (program, member) => {
  expect(await notesOf(`${LIST}.${program}`, ROWS)).toEqual([
    expect.stringMatching(/^line 1 .*: time is in seconds, such as 1700000000, and milliseconds are wanted: /),
  ]);
  expect((await notesOf(`${LIST}.${program}`, ROWS))[0]?.endsWith(`: ${member} * 1000`)).toBe(true);
});

test('text beside a moment is noted', async () => {
  expect(await notesOf(`const from = new Date("2024-06-01"); ${LIST}.filter(x => x.at > from).length + 1`, ROWS)).toEqual([
    'line 1 (…st from = new Date("2024-06-01"); ok[0].body.filter(x => x.at > from).length + 1): ' +
      'at is text, such as "2024-03-05", so that > with a date never holds: new Date(x.at)',
  ]);
});

test('text that says no, and counts as true, is noted', async () => {
  expect(await notesOf(`${LIST}.filter(x => x.done).length`, ROWS)).toEqual([
    'line 1 (ok[0].body.filter(x => x.done).length): done is text, such as "false", which counts as true: x.done === "True"',
  ]);
  for (const program of [
    'filter(x => !x.paid).map(x => ({ n: x.n, paid: x.paid })).length + 1',
    'filter(x => x.n && !x.paid).length + 1',
    'map(x => x.paid ? 1 : 0)',
    'filter(x => x.on).length',
  ]) {
    expect(await notesOf(`${LIST}.${program}`, ROWS), program).toHaveLength(1);
  }
});

test('what a body has under a name that records have, too, is its own', async () => {
  const records = [answered(0, { ok: 'false' }), answered(1, { ok: 'true' })];
  expect(await notesOf('ok.filter(r => r.body.ok).length', records)).toEqual([
    'line 1 (ok.filter(r => r.body.ok).length): ok is text, such as "false", which counts as true: r.body.ok === "true"',
  ]);
});

test.each([
  `${LIST}.map(x => new Date(x.time * 1000).getFullYear())`,
  `${LIST}.map(x => new Date(x.ms).getFullYear())`,
  `${LIST}.filter(x => x.time > Date.now() / 1000 - 864e9).length`,
  `const now = Math.floor(Date.now() / 1000); ${LIST}.filter(x => x.time < now).length`,
  `${LIST}.filter(x => new Date(x.at) > new Date("2024-06-01")).length`,
  `${LIST}.filter(x => x.at > new Date("2024-06-01").toISOString()).length`,
  `${LIST}.filter(x => x.year > new Date("2000-01-01").getFullYear()).length`,
  `${LIST}.map(x => ({ time: x.time * 1000 })).map(x => new Date(x.time).getFullYear())`,
  `${LIST}.map(x => x.n > Date.now())`,
  `const now = Date.now(), ages = (list, now) => list.map(x => now - x.time); ages(${LIST}, now / 1000).length`,
  `const from = new Date(); ${LIST}.map((x, i, [first]) => { const from = first.time; return x.time - from }).length + from`,
  `let from = new Date("2024-06-01"); from = from.toISOString(); ${LIST}.filter(x => x.at > from).length`,
  `${LIST}.map(x => new Date(Date.now() - x.lasts).getFullYear() > 2000)`,
  `${LIST}.map(x => Date.now() - x.up_ms).length`,
  `${LIST}.map(x => (typeof x.time === "number" ? new Date(x.time * 1000) : new Date(x.time)).getFullYear())`,
  `${LIST}.map(x => { if (x.time > 1e11) return new Date(x.time).getFullYear(); return new Date(x.time * 1000).getFullYear() })`,
  `${LIST}.map(x => new Date(String(x.time).length < 11 ? x.time * 1000 : x.time).getFullYear())`,
  `${LIST}.map(x => (x.time?.toString().length === 13 ? new Date(x.time) : new Date(x.time * 1000)).getFullYear())`,
  `let now = Date.now(); now /= 1000; ${LIST}.filter(x => x.time < now).length`,
  'ok.filter(r => r.ok).length',
  'records.filter(r => !r.error).map(r => r.body.length)',
  `${LIST}.filter(x => x.done && x.done !== "false").length`,
  `${LIST}.filter(x => x.done && /true/i.test(x.done)).length`,
  `${LIST}.filter(x => x.done?.toLowerCase() === "true" || x.done).length`,
  `${LIST}.filter(x => x.at).length`,
  `${LIST}.map(x => x.done ?? "none")`,
  `${LIST}.map(x => x.paid ? { yes: 1, no: 0 }[x.paid] : null)`,
  `${LIST}.map(x => x.paid ? x.paid : "unknown")`,
  `for (const x of ${LIST}) for (const k of ["at"]) x[k] = new Date(x[k]); ${LIST}.filter(y => y.at > new Date(0)).length`,
  `for (const x of ${LIST}) for (const k in x) x[k] = k === "at" ? Date.parse(x[k]) : x[k]; ${LIST}.map(y => y.at > Date.now())`,
  `for (const x of ${LIST}) for (const k of ["done", "paid"]) x[k] = x[k] === "yes"; ${LIST}.filter(y => y.paid).length`,
  `${LIST}.map(x => ({ id: x.id, ...(x.paid ? { paid: x.paid } : {}) })).length`,
  `${LIST}.map(x => x.paid ? \`paid: \${x.paid}\` : "?")`,
  `const votes = {}; for (const x of ${LIST}) if (x.paid) votes[x.paid] = (votes[x.paid] ?? 0) + 1; votes`,
  `Object.groupBy(${LIST}.filter(x => x.paid), x => x.paid)`,
  `${LIST}.map(x => { if (!x.paid) return "none"; return x.paid })`,
  `const all = []; for (const x of ${LIST}) { const { paid } = x; if (!x.paid) continue; all.push(paid === "yes") } all`,
])('nothing is said of %s', async (program) => {
  expect(await notesOf(program, ROWS)).toEqual([]);
});

const MONEY = [
  answered(0, [
    { price: '1,234.50', n: '5', share: '45%', at: '2024-03-05' },
    { price: '20.00', n: '7', share: null, at: '10:30' },
  ]),
];

test.each([
  ['reduce((s, x) => s + (+x.price || 0), 0)', 'price is text, such as "1,234.50", of which + makes NaN'],
  ['filter(x => x.price > 100).length + 1', 'price is text, such as "1,234.50", of which > makes NaN'],
  ['filter(({ price }) => 10 <= price).length + 1', 'price is text, such as "1,234.50", of which <= makes NaN'],
  ['reduce((s, x) => s + (x.price * x.n || 0), 0) + 1', 'price is text, such as "1,234.50", of which * makes NaN'],
  ['map(x => x.share / 100 || 0)', 'share is text, such as "45%", of which / makes NaN'],
])('text that is no number for the language is noted: %s', async (program, words) => {
  expect(await notesOf(`${LIST}.${program}`, MONEY)).toEqual([expect.stringContaining(words)]);
});

test.each([
  'reduce((s, x) => s + +x.price.replace(",", ""), 0)',
  'reduce((s, x) => s + +x.n, 0)',
  'map(x => x.price.includes(",") ? +x.price.replace(",", "") : +x.price)',
  'map(x => /,/.test(x.price) ? +x.price.replace(",", "") : x.price * 1)',
  'map(x => isNaN(+x.share) ? x.share : +x.share)',
  'filter(x => x.n > 5).length',
  'map(x => typeof x.price === "number" ? x.price * 2 : x.price)',
  'map(x => ({ price: parseFloat(x.price.replace(",", "")) })).filter(x => x.price > 100).length',
  'filter(x => x.price > "100").length',
  'map(x => x.at > 5 ? 1 : 2)',
])('nothing is said of %s', async (program) => {
  expect(await notesOf(`${LIST}.${program}`, MONEY)).toEqual([]);
});
