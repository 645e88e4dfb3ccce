import { expect, test } from 'vitest';
import { answered } from './support/records.ts';
import { notesOf } from './support/run.ts';

const ROWS = [
  answered(0, [
    { score: '36', name: 'b', year: '2024', mixed: '9', n: 9, at: '2026-01-10T00:00:00Z', size: '10', like: '1,200' },
    { score: '9', name: 'a', year: '1999', mixed: 10, n: 10, at: '2026-02-10T00:00:00Z', size: '20', like: '9' },
    { score: '100', name: '7', year: '2001', mixed: '8', n: 1, at: '2025-02-10T00:00:00Z', size: null, like: '10' },
  ]),
];

test('numbers as text that are ordered as texts are noted, with what orders numbers', async () => {
  expect(await notesOf('ok[0].body.reduce((m, x) => x.score > m.score ? x : m).name', ROWS)).toEqual([
    'line 1 (ok[0].body.reduce((m, x) => x.score > m.score ? x : m).name): score is text, and > has "9" after "36": Number(x.score) > Number(m.score)',
  ]);
});

test.each([
  ['ok[0].body.sort((a, b) => (a.score < b.score ? 1 : -1))', 'Number(a.score) < Number(b.score)'],
  ['ok[0].body.sort((a, b) => b["score"]?.localeCompare(a.score))', 'Number(b["score"]) - Number(a.score)'],
  ['let m = ok[0].body[0]; for (const x of ok[0].body) if (x?.score >= m.score) m = x; m', 'Number(x?.score) >= Number(m.score)'],
])('%s: %s', async (program, instead) => {
  expect(await notesOf(program, ROWS)).toEqual([expect.stringMatching(/: score is text, and .* has "9" after "36": /)]);
  expect((await notesOf(program, ROWS))[0]?.endsWith(`: ${instead}`)).toBe(true);
});

test.each([
  'ok[0].body.sort((a, b) => b.score - a.score)',
  'ok[0].body.sort((a, b) => a.score.localeCompare(b.score, undefined, { numeric: true }))',
  ...['name', 'year', 'mixed', 'n', 'at', 'size', 'like'].map(
    (key) => `ok[0].body.reduce((m, x) => x.${key} > m.${key} ? x : m).name`,
  ),
  'ok[0].body.map(x => ({ score: +x.score })).sort((a, b) => (a.score > b.score ? 1 : -1))',
  'ok[0].body.sort((a, b) => a.name.localeCompare(b.name))',
])('%s is what it says', async (program) => {
  expect(await notesOf(program, ROWS)).toEqual([]);
});
