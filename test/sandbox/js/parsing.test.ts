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
  ['parseFloat("1.234.50")', 'parseFloat stopped at "." in "1.234.50", and gave 1.234'],
  ['parseInt("1\u2009043")', 'parseInt stopped at "\u2009" in "1\u2009043", and gave 1'],
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

test.each([
  ['Number("1,234.50")', 'Number gave NaN for "1,234.50"'],
  ['Number("€1.234,50")', 'Number gave NaN for "€1.234,50"'],
  ['Number("45%")', 'Number gave NaN for "45%"'],
  ['Number("1.2k")', 'Number gave NaN for "1.2k"'],
  ['Number("2873[3]")', 'Number gave NaN for "2873[3]"'],
  ['Number("1 234")', 'Number gave NaN for "1 234"'],
  ['Number("1.234.50")', 'Number gave NaN for "1.234.50"'],
  ['Number("12,5")', 'Number gave NaN for "12,5"'],
  ['Number("EUR 12.50")', 'Number gave NaN for "EUR 12.50"'],
  ['Number("(1,234)")', 'Number gave NaN for "(1,234)"'],
  ['Number("\u22125")', 'Number gave NaN for "\u22125", in which "\u2212" is no "-"'],
  ['parseFloat("$1,234")', 'parseFloat gave NaN for "$1,234"'],
  ['parseInt("\u22121.5%")', 'parseInt gave NaN for "\u22121.5%", in which "\u2212" is no "-"'],
])('%s is NaN, which || hides', async (program, note) => {
  expect(await notesOf(`1 + (${program} || 0) + (${program} || 0)`)).toEqual([note]);
});

test.each([
  '2024-03-05',
  '10:30',
  '5 kg',
  '12px',
  'abc',
  '',
  '-',
  'N/A',
  '1,2,3',
  '1.2.3',
  '10.0.0.1',
  '1234,5678',
  '3 of 10',
  '12 items',
])('nothing is said of "%s", which is no number alone', async (text) => {
  expect(await notesOf(`1 + (Number("${text}") || 0)`)).toEqual([]);
});

test('nothing is said where the program reads the same digits then', async () => {
  const read = 'v => { const n = Number(v); return isNaN(n) ? parseFloat(v.replace(/[^\\d.]/g, "")) : n }';
  expect(await notesOf(`["1,234.50", "7", "€3"].map(${read})`)).toEqual([]);
  expect(await notesOf('["1,234.50", "1,000"].map(v => Number(v.replaceAll(",", "")))')).toEqual([]);
});

test.each([
  'map(v => Number(v) || v)',
  'map(v => isNaN(Number(v)) ? v : Number(v))',
  'map(v => { const n = Number(v); return v !== "" && !Number.isNaN(n) ? n : v })',
  'map(v => { const n = parseFloat(v); if (isNaN(n)) return v; return n })',
])('nothing is said of %s, which keeps the text', async (program) => {
  expect(await notesOf(`["€1,234.50", "7"].${program}`)).toEqual([]);
});

test.each([
  'map(v => isNaN(Number(v)) ? 0 : Number(v))',
  'filter(v => !isNaN(Number(v)))',
  'map(v => { const n = Number(v); return n || 0 })',
])('%s, which loses the text, is told', async (program) => {
  expect(await notesOf(`["€1,234.50", "7"].${program}`)).toEqual(['Number gave NaN for "€1,234.50"']);
});

test('parseInt that map gives places as bases is noted', async () => {
  const note = 'map(parseInt) gives it the place in the list as its base: map(x => parseInt(x))';
  expect(await notesOf('["10", "20", "30"].map(parseInt).filter(Boolean)')).toEqual([note]);
  expect(
    await notesOf(
      '["10", "10"].map(x => parseInt(x)).concat(["7"].map(parseInt), parseInt("11", 2), ["5", "6"].map(parseFloat))',
    ),
  ).toEqual([]);
});

test('Number is what it is everywhere', async () => {
  const program = `
    class Money extends Number { two() { return this * 2; } }
    [new Number(5) + 1, Number(), Number.name, Number.length, Number.MAX_SAFE_INTEGER, (5).constructor === Number,
     new Number(5) instanceof Number, new Money(4).two(), new Money(4) instanceof Money, ["1", "2"].map(Number), Number(5n),
     ["1", "x", "3"].filter(Number), Number("1e3"), typeof Number, Number.isInteger(5), Object.keys(Number)]`;
  const expected = [6, 0, 'Number', 1, 2 ** 53 - 1, true, true, 8, true, [1, 2], 5, ['1', '3'], 1000, 'function', true, []];
  expect(await valueOf(program)).toEqual(expected);
});

test('a program may replace what it is read with', async () => {
  const program = 'String.prototype.includes = () => { throw 1 }; parseFloat("1,234")';
  expect(await valueOf(program)).toBe(1);
  expect(await notesOf(program)).toHaveLength(1);
});
