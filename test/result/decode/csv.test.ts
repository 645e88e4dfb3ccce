import { expect, test } from 'vitest';
import { parseCsv } from '../../../src/result/decode/csv.ts';
import { cpuMs } from './support.ts';

test.each([
  [
    'a header, numbers',
    'name,age\nAnn,41\nBob,7.5\n',
    {
      columns: ['name', 'age'],
      rows: [
        ['Ann', 41],
        ['Bob', 7.5],
      ],
    },
  ],
  ['quotes and CRLF', 'a,b\r\n"x, ""y""","1\n2"\r\n', { columns: ['a', 'b'], rows: [['x, "y"', '1\n2']] }],
  ['semicolons', 'a;b\n1,5;2\n', { columns: ['a', 'b'], rows: [['1,5', 2]] }],
  ['tabs', 'a\tb\n1\t2\n', { columns: ['a', 'b'], rows: [[1, 2]] }],
  ['a byte order mark, blank lines', '\ufeffa,b\n\nx,y\n\n', { columns: ['a', 'b'], rows: [['x', 'y']] }],
  [
    'no header',
    '1,x\n2,y\n',
    {
      columns: ['column_1', 'column_2'],
      rows: [
        [1, 'x'],
        [2, 'y'],
      ],
    },
  ],
  ['a name that is missing', ',a\n0,x\n', { columns: ['column_1', 'a'], rows: [[0, 'x']] }],
  [
    'leading zeros in a column',
    'z,n\n01234,1\n90210,\n',
    {
      columns: ['z', 'n'],
      rows: [
        ['01234', 1],
        ['90210', ''],
      ],
    },
  ],
  ['too many digits', 'a,b\n1234567890123456,+1\n', { columns: ['a', 'b'], rows: [['1234567890123456', '+1']] }],
  ['ragged rows', 'a,b\n1\n1,2,3\n', { columns: ['a', 'b', 'column_3'], rows: [[1], [1, 2, 3]] }],
  ['one column', 'name\nAnn\nBob\n', { columns: ['name'], rows: [['Ann'], ['Bob']] }],
  ['only a header', 'a,b', { columns: ['a', 'b'], rows: [] }],
  ['nothing', '', { columns: [], rows: [] }],
])('%s', async (_, csv, table) => {
  expect(await parseCsv(csv)).toEqual(table);
});

test('a delimiter that is known is not guessed', async () => {
  expect(await parseCsv('a,b\tc\n', '\t')).toEqual({ columns: ['a,b', 'c'], rows: [] });
});

test.each([
  ['quotes', '"'.repeat(1e6)],
  ['quotes in the wrong place', '"a"b'.repeat(25e4)],
  ['quoted spaces', '" '.repeat(5e5)],
  ['quotes before long spaces', `"x"${' '.repeat(1e6)}y`],
  ['quotes that do not end', '"a,\n'.repeat(25e4)],
  ['commas', ','.repeat(1e6)],
  ['newlines', '\n'.repeat(1e6)],
  ['one wide row and many short ones', `${'a,'.repeat(5e4)}\n${'1\n'.repeat(25e4)}`],
])('1 MB of %s take time in proportion', async (_, csv) => {
  expect(await cpuMs(() => parseCsv(csv))).toBeLessThan(3_000);
});
