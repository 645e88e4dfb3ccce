import { expect, test } from 'vitest';
import { answered } from './support/records.ts';
import { notesOf } from './support/run.ts';

const ROWS = [
  answered(
    0,
    [
      { id: '10', qty: '5', paid: 'false', time: 1_700_000_000, n: 1 },
      { id: '11', qty: '7', paid: 'true', time: 1_700_090_000, n: 2 },
    ],
    { vars: { time: 1_700_000_000 } },
  ),
];
const LIST = 'ok[0].body';

test.each([
  [`${LIST}.reduce((s, { qty }) => s + qty, 0) / 2`, 'qty is text, such as "5", which + joins: Number(qty)'],
  [
    `let s = 0; for (const { qty: many = 0 } of ${LIST}) s += many; [s / 1]`,
    'qty is text, such as "5", which + joins: Number(many)',
  ],
  [
    `let s = 0; for (const x of ${LIST}) { const q = x.qty; s += q } [s / 1]`,
    'qty is text, such as "5", which + joins: Number(q)',
  ],
  [`${LIST}.map(({ qty }) => qty).reduce((s, q) => s + q, 0) / 2`, 'qty is text, such as "5", which + joins: Number(qty)'],
  [
    `${LIST}.map(({ id, qty }) => ({ id, qty })).reduce((s, x) => s + x.qty, 0) / 2`,
    'qty is text, such as "5", which + joins: Number(x.qty)',
  ],
  [`[${LIST}.filter(({ paid }) => paid).length]`, 'paid is text, such as "false", which counts as true: paid === "true"'],
  [
    `${LIST}.map(x => { const { paid } = x; if (!paid) return 1; return 2 })`,
    'paid is text, such as "false", which counts as true',
  ],
  [`${LIST}.map(({ time }) => new Date(time).getFullYear())`, 'time is in seconds, such as 1700000000'],
  [`[1, ${LIST}.filter(({ id }) => id === 10).length]`, 'id is text, such as "10", so that === never holds'],
  [
    `[1, ${LIST}.filter(function ({ id: key }) { return key !== 10 }).length]`,
    'id is text, such as "10", so that !== always holds',
  ],
])('what a name stands for is seen: %s', async (program, words) => {
  expect(await notesOf(program, ROWS)).toEqual([expect.stringContaining(words)]);
});

test.each([
  `${LIST}.reduce((s, { qty }) => s + Number(qty), 0)`,
  `${LIST}.reduce((s, { n }) => s + n, 0)`,
  `let s = 0; for (const x of ${LIST}) { let qty = x.qty; qty = Number(qty); s += qty } s`,
  `let s = 0; for (const x of ${LIST}) { const qty = Number(x.qty); s += qty } s`,
  `${LIST}.map(({ qty }) => Number(qty)).reduce((s, qty) => s + qty, 0)`,
  `${LIST}.map(({ qty }) => ({ qty: +qty })).reduce((s, { qty }) => s + qty, 0)`,
  `${LIST}.map(x => { const qty = parseInt(x.qty); return { qty } }).reduce((s, { qty }) => s + qty, 0)`,
  `const f = ({ id, qty }) => id + qty; ${LIST}.map(f)`,
  `${LIST}.filter(({ paid }) => paid === "true").length`,
  `${LIST}.filter(({ paid }) => paid && paid !== "false").length`,
  `${LIST}.filter(({ id }) => typeof id === "string" ? id === "10" : id === 10).length`,
  `${LIST}.map(({ time }) => new Date(time * 1000).getFullYear())`,
  `const time = Date.now(); [${LIST}.map(({ time: at }) => at * 1000), new Date(time).getFullYear() > 2000]`,
  `${LIST}.filter(({ id }) => id === "10").length`,
  `ok.map(({ vars: { time } }) => new Date(time * 1000).getFullYear())`,
  `${LIST}.reduce((s, { qty }) => s + qty, "")`,
  `const paid = ${LIST}.filter(x => x.n > 1); [paid.length > 0 ? paid : 0]`,
])('nothing is said of %s', async (program) => {
  expect(await notesOf(program, ROWS)).toEqual([]);
});
