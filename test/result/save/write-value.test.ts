import papa from 'papaparse';
import { expect, test } from 'vitest';
import { formOf, takesJson } from '../../../src/result/save/forms.ts';
import { writeValue } from '../../../src/result/save/write-value.ts';

test.each([
  ['a.json', 'json'],
  ['a/b.NDJSON', 'lines'],
  ['b.jsonl', 'lines'],
  ['c.d.csv', 'csv'],
  ['csv', 'text'],
  ['x.json/y', 'text'],
  ['x.tsv', 'text'],
])('the form of %s is %s', (path, form) => {
  expect(formOf(path)).toBe(form);
});

test.each([
  ['a.json', true],
  ['a.csv', true],
  ['map.geojson', true],
  ['notes.txt', true],
  ['noending', true],
  ['a.tsv', false],
  ['a.xlsx', false],
  ['a.md', false],
])('JSON may stand in %s: %s', (path, may) => {
  expect(takesJson(path)).toBe(may);
});

test.each<[unknown, Parameters<typeof writeValue>[1], string, number | undefined]>([
  [[1, { a: 2 }], 'json', '[\n1,\n{"a":2}\n]\n', 2],
  [[], 'json', '[]\n', 0],
  [{ a: 1 }, 'json', '{"a":1}\n', undefined],
  ['text', 'json', '"text"\n', undefined],
  ['{"a":\n1}', 'json', '{"a":\n1}', undefined],
  ['5', 'json', '"5"\n', undefined],
  [['a\nb', null], 'lines', '"a\\nb"\nnull\n', 2],
  [{ a: 1 }, 'lines', '{"a":1}\n', 1],
  ['{"a":1}\n{"a":2}\n', 'lines', '{"a":1}\n{"a":2}\n', undefined],
  ['', 'lines', '""\n', 1],
  [[], 'lines', '', 0],
  ['text', 'text', 'text', undefined],
  [5, 'text', '5\n', undefined],
  [null, 'text', 'null\n', undefined],
  ['a,b\n1,2\n', 'csv', 'a,b\n1,2\n', undefined],
  [[{ a: 1 }, { b: 'x,y' }], 'csv', 'a,b\r\n1,\r\n,"x,y"\r\n', 2],
  [{ a: true, b: [1], c: { d: 2 } }, 'csv', 'a,b,c\r\ntrue,[1],"{""d"":2}"\r\n', 1],
  [[1, null, ['x']], 'csv', '"body"\r\n"1"\r\n""\r\n"[""x""]"\r\n', 3],
  [[], 'csv', '', 0],
])('%j as %s', (value, form, text, rows) => {
  expect(writeValue(value, form)).toEqual({ text, rows });
});

test('a list of lists is rows of cells as CSV, with a note of the heading', () => {
  expect(writeValue([['Ann', 3], ['a,b', 1, null], [{ c: 1 }]], 'csv')).toEqual({
    text: 'Ann,3,\r\n"a,b",1,\r\n"{""c"":1}",,\r\n',
    rows: 3,
    notes: ['each list is a row of cells, of which readers take the first for the heading'],
  });
  for (const doubtful of [
    ['Ann', 'Rome'],
    ['Ann', 'Ann'],
    ['Ann', ''],
    ['1', 'n'],
  ]) {
    expect(writeValue([doubtful, ['Bob', 'Oslo']], 'csv').notes, String(doubtful)).toHaveLength(1);
  }
  expect(
    writeValue(
      [
        ['name', 'n'],
        ['Ann', 1],
      ],
      'csv',
    ),
  ).toEqual({ text: 'name,n\r\nAnn,1\r\n', rows: 2 });
  expect(writeValue([[]], 'csv').text).toBe('""\r\n');
});

test('a list of objects that is one cell of the only row is noted', () => {
  expect(writeValue({ total: 2, data: [{ a: 1 }, { a: 2 }], tags: ['x'] }, 'csv').notes).toEqual([
    'data: a list of objects in one cell, as JSON; pick the list itself to have a row for each',
  ]);
  expect(writeValue([{ data: [{ a: 1 }] }, { data: [{ a: 2 }] }], 'csv').notes).toBeUndefined();
});

test('whatever is in cells comes back from CSV as it was', () => {
  const odd = [
    '',
    ' ',
    ' x ',
    '"',
    '""',
    ',',
    ';',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '=1+1',
    "'",
    '#',
    '\uFEFF',
    '🎉',
    'a"b,c\nd',
    '0012',
    '\\',
  ];
  const rows = odd.map((cell, n) => ({ n: String(n), [`k${cell}`]: cell, 'a,b': cell }));
  const { text } = writeValue(rows, 'csv');
  const { data, errors } = papa.parse<Record<string, string>>(text.slice(0, -2), { header: true, newline: '\r\n' });
  expect(errors).toEqual([]);
  for (const [n, row] of rows.entries()) expect(data[n]).toMatchObject(row);
  expect(data).toHaveLength(rows.length);
});

test('more keys than columns that a spreadsheet has are refused', () => {
  const wide = Object.fromEntries(Array.from({ length: 16_385 }, (_, n) => [`k${n}`, n]));
  expect(() => writeValue([wide], 'csv')).toThrow('16385 different keys');
});
