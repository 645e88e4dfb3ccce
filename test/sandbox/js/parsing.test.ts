import { expect, test } from 'vitest';
import { notesOf, valueOf } from './support/run.ts';

test('numbers are read as they are everywhere', async () => {
  const program =
    '["1,234.50", "0x1f", " 12px", "abc", "", "1e3", "-5"].flatMap(x => [parseFloat(x), parseInt(x), parseInt(x, 16)])';
  const same = ['1,234.50', '0x1f', ' 12px', 'abc', '', '1e3', '-5'].flatMap((x) => [
    Number.parseFloat(x),
    Number.parseInt(x),
    Number.parseInt(x, 16),
  ]);
  expect(await valueOf(program)).toEqual(same.map((number) => (Number.isNaN(number) ? 'NaN' : number)));
  expect(await valueOf('[parseFloat === Number.parseFloat, parseInt.name, parseFloat(12.5), typeof parseFloat()]')).toEqual([
    true,
    'parseInt',
    12.5,
    'number',
  ]);
});

test.each([
  ['parseFloat("1,234.50")', 'parseFloat stopped at "," in "1,234.50", and gave 1'],
  ['parseInt("12,345")', 'parseInt stopped at "," in "12,345", and gave 12'],
  ['Number.parseInt("-1,234,567 people", 10)', 'parseInt stopped at "," in "-1,234,567 people", and gave -1'],
  ['parseFloat("1.234,50")', 'parseFloat stopped at "," in "1.234,50", and gave 1.234'],
  ['parseFloat("899,00")', 'parseFloat stopped at "," in "899,00", and gave 899'],
  ['parseInt("1.234.567")', 'parseInt stopped at "." in "1.234.567", and gave 1'],
  ['parseInt("10 000")', 'parseInt stopped at " " in "10 000", and gave 10'],
  ['parseFloat("1.2k stars")', 'parseFloat stopped at "k" in "1.2k stars", and gave 1.2'],
  ['parseFloat("3M")', 'parseFloat stopped at "M" in "3M", and gave 3'],
])('%s stops inside of a number, and says so', async (program, note) => {
  expect(await notesOf(`${program} + ${program} * 2`)).toEqual([note]);
});

test.each([
  '"12.5%"',
  '"12 items"',
  '"3 of 10"',
  '"2024-03-05"',
  '"10:30"',
  '"1.234"',
  '"52.5,13.4"',
  '"1,2,3"',
  '"12, 345"',
  '"500MB"',
  '"5 kg"',
  '"12km"',
  '"1234,5678"',
  '"10.0.0.1"',
  '"1.10.2"',
  '""',
  '"k"',
  '"$1,234"',
  '"192.168.100.1"',
  '"255,128,0"',
  '"100,200,3000"',
  '"555 123 4567"',
  '1234.5',
  'null',
])('nothing is said of %s', async (text) => {
  expect(await notesOf(`[parseFloat(${text}) || 0, parseInt(${text}) || 0]`)).toEqual([]);
});

test('letters that are digits to its base are no end of a number', async () => {
  expect(await notesOf('[parseInt("1k", 36), parseInt("5M", 36), ["7", "1k"].map((text) => Number.parseInt(text, 30))]')).toEqual(
    [],
  );
});

test('what reads thousands itself is told nothing of their k', async () => {
  const program = 'const n = (s) => parseFloat(s) * (s.endsWith("k") ? 1000 : s.endsWith("M") ? 1e6 : 1); ["1.2k", "3M"].map(n)';
  expect(await valueOf(program)).toEqual([1200, 3e6]);
  expect(await notesOf(program)).toEqual([]);
  expect(await notesOf('[parseFloat("1.2k") * 1_000, parseFloat("1,200")]')).toEqual([
    'parseFloat stopped at "," in "1,200", and gave 1',
  ]);
});

test('a program may replace what it is read with', async () => {
  const program = 'String.prototype.includes = () => { throw 1 }; parseFloat("1,234")';
  expect(await valueOf(program)).toBe(1);
  expect(await notesOf(program)).toHaveLength(1);
});
