import { describe, expect, test } from 'vitest';
import { readCsv, type CsvOptions } from '../../../src/result/decode/csv.ts';
import { cpuMs } from '../../support/cpu.ts';

test.each([
  [
    'a header, numbers',
    'name,age\nAnn,41\nBob,7.5\n',
    [
      { name: 'Ann', age: 41 },
      { name: 'Bob', age: 7.5 },
    ],
  ],
  ['quotes and CRLF', 'a,b\r\n"x, ""y""","1\n2"\r\n', [{ a: 'x, "y"', b: '1\n2' }]],
  [
    'spaces around quotes and numbers',
    '"a", "1958" , "c, d"\n"x, ""y"", z",  340, "p, q"\n\'s,  -1.5 ,"1, ""2"""\n t,  , "u\n v" \n',
    [
      { a: 'x, "y", z', 1958: 340, 'c, d': 'p, q' },
      { a: "'s", 1958: -1.5, 'c, d': '1, "2"' },
      { a: ' t', 1958: null, 'c, d': 'u\n v' },
    ],
  ],
  ['a quote in a text behind a space', 'a,b\nsay "x", 5" or 6"\n', [{ a: 'say "x"', b: ' 5" or 6"' }]],
  [
    'spaces before the first quotes of rows only',
    'a,b\n "x, y","z"\n  "u",v\n',
    [
      { a: 'x, y', b: 'z' },
      { a: 'u', b: 'v' },
    ],
  ],
  ['spaces around quotes, other delimiters', 'a| b\n1| "x| y"\n', [{ a: 1, b: 'x| y' }]],
  ['semicolons', 'a;b\n1,5;2\n', [{ a: '1,5', b: 2 }]],
  ['tabs', 'a\tb\n1\t2\n', [{ a: 1, b: 2 }]],
  ['a byte order mark, blank lines', '\ufeffa,b\n\nx,y\n\n', [{ a: 'x', b: 'y' }]],
  [
    'no header',
    '1,x\n2,y\n',
    [
      { column_1: 1, column_2: 'x' },
      { column_1: 2, column_2: 'y' },
    ],
  ],
  ['a name that is missing', ',a\n0,x\n', [{ column_1: 0, a: 'x' }]],
  [
    'leading zeros in a column',
    'z,n\n01234,1\n90210,\n',
    [
      { z: '01234', n: 1 },
      { z: '90210', n: null },
    ],
  ],
  [
    'an empty cell of text',
    'a,b\nx,\n,y\n',
    [
      { a: 'x', b: '' },
      { a: '', b: 'y' },
    ],
  ],
  ['too many digits', 'a,b\n1234567890123456,+1\n', [{ a: '1234567890123456', b: '+1' }]],
  ['ragged rows', 'a,b\n1\n1,2,3\n', [{ a: 1 }, { a: 1, b: 2, column_3: 3 }]],
  ['one column', 'name\nAnn\nBob\n', [{ name: 'Ann' }, { name: 'Bob' }]],
  ['only a header', 'a,b', []],
  ['nothing', '', []],
  [
    'years as names',
    'country,2019,2020\nA,1,2\nB,3,4\n',
    [
      { country: 'A', 2019: 1, 2020: 2 },
      { country: 'B', 2019: 3, 2020: 4 },
    ],
  ],
  ['only years as names', '2019,2020\n1,2\n', [{ 2019: 1, 2020: 2 }]],
  ['numbers from 0 as names', '0,1,2\n5,6,7\n', [{ 0: 5, 1: 6, 2: 7 }]],
  ['any number as a name where others are clear', 'id,100,250\n1,5,6\n', [{ id: 1, 100: 5, 250: 6 }]],
  ['a number over text', 'name,7\nAnn,yes\n', [{ name: 'Ann', 7: 'yes' }]],
  [
    'a row of numbers',
    '1,2\n3,4\n',
    [
      { column_1: 1, column_2: 2 },
      { column_1: 3, column_2: 4 },
    ],
  ],
  [
    'years in the rows',
    '2019,5\n2020,6\n',
    [
      { column_1: 2019, column_2: 5 },
      { column_1: 2020, column_2: 6 },
    ],
  ],
  ['doubled names', 'a,a,a_2,a\n1,2,3,4\n', [{ a: 1, a_2: 2, a_2_2: 3, a_3: 4 }]],
  ['a name with spaces', ' a , b\n1,2\n', [{ a: 1, b: 2 }]],
  ['the delimiter named', 'sep=;\na;b\n1,5;2\n', [{ a: '1,5', b: 2 }]],
  ['the delimiter named in quotes', '\ufeff"sep=|"\r\na|b,c\r\n1|2', [{ a: 1, 'b,c': 2 }]],
  ['a header behind a #', '# x\n#id,name\n1,Ann\n', [{ id: 1, name: 'Ann' }]],
  ['a header whose first name is #', '#,name,pts\n1,Ann,3\n', [{ '#': 1, name: 'Ann', pts: 3 }]],
  ['a header whose first name is #, between tabs', '#\tname\tpts\n1\tAnn\t3\n', [{ '#': 1, name: 'Ann', pts: 3 }]],
  ['a header whose first name is #, over text', '#;name\na;Ann\n', [{ '#': 'a', name: 'Ann' }]],
  ['a header behind a #, over text', '#name,city\nAnn,Rome\n', [{ name: 'Ann', city: 'Rome' }]],
  [
    'colours',
    'colour,name\n#fff,white\n#000,black\n',
    [
      { colour: '#fff', name: 'white' },
      { colour: '#000', name: 'black' },
    ],
  ],
  ['tags', 'tag\n#one\n#two\n', [{ tag: '#one' }, { tag: '#two' }]],
])('%s', (_, csv, rows) => {
  expect(readCsv(csv)?.rows).toEqual(rows);
});

test('the columns are in order, also where a row has more or numbers for names', () => {
  expect(readCsv('b,2020,a\nx,1,2\nx,1,2,3\n')?.columns).toEqual(['b', '2020', 'a', 'column_4']);
  expect(readCsv('a,b')?.columns).toEqual(['a', 'b']);
  expect(readCsv('')?.columns).toEqual([]);
});

test('names that objects have are names like others', () => {
  const row = readCsv('__proto__,constructor,toString\n1,2,3\n')?.rows[0];
  expect(Object.entries(row ?? {})).toEqual([
    ['__proto__', 1],
    ['constructor', 2],
    ['toString', 3],
  ]);
});

describe('what is known is not guessed', () => {
  test.each<[CsvOptions, string, unknown[]]>([
    [{ delimiter: '\t' }, 'a,b\tc\nx\ty\n', [{ 'a,b': 'x', c: 'y' }]],
    [
      { hasHeader: false },
      'Ann,Rome\nBob,Oslo\n',
      [
        { column_1: 'Ann', column_2: 'Rome' },
        { column_1: 'Bob', column_2: 'Oslo' },
      ],
    ],
    [{ hasHeader: true }, '1,2\n3,4\n', [{ 1: 3, 2: 4 }]],
  ])('%j', (options, csv, rows) => {
    expect(readCsv(csv, options)?.rows).toEqual(rows);
  });
});

describe('a note', () => {
  test.each([
    ['says how many comments are left out', '# one\n\n# two, 2\na,b\n1,2\n# three\n3,4\n', 2, 'comment lines left out: 3'],
    ['tells of a comment between rows', 'a,b\n1,2\n# three\n3,4\n', 2, 'comment lines left out: 1'],
    ['says that a quote is not closed', 'a,b\n1,2\n3,"x\n4,5\n6,7', 2, 'a quote that opens in the row of line 3 is not closed'],
    ['says that quotes are malformed', 'a,b\n1,"x"y"\n3,4', 2, 'the quotes in the row of line 2 are malformed'],
    ['says that numbers were taken for names', '2019,2020\n1,2\n', 1, 'the first row is taken for the names of the columns'],
  ])('%s', (_, csv, rows, note) => {
    const read = readCsv(csv);
    expect(read?.note).toContain(note);
    expect(read?.rows.length).toBe(rows);
  });

  test('is not there where all is well', () => {
    expect(readCsv('a,b\n1,"x ""y"""\n')).not.toHaveProperty('note');
  });
});

test('rows are the same in texts of any length, and quotes may hold them together', () => {
  const looked = [0, 1, 54_321, 139_999];
  const lines = Array.from({ length: 140_000 }, () => '0,text');
  for (const i of looked) lines[i] = `${i},"text, with\n""quotes"" ${i}"`;
  const read = readCsv(`id,text\r\n${lines.join('\r\n')}\r\n7,"not closed\r\n`);
  expect(read?.rows).toHaveLength(140_001);
  for (const i of looked) expect(read?.rows[i]).toEqual({ id: i, text: `text, with\n"quotes" ${i}` });
  expect(read?.note).toContain('in the row of line 140006 is not closed');
});

test('a row of more than 16,384 cells is no table', () => {
  expect(readCsv(`${','.repeat(16_383)}\n`)?.columns).toHaveLength(16_384);
  expect(readCsv(`a\n${','.repeat(16_384)}\n`)).toBeUndefined();
});

test.each([
  ['quotes', '"'.repeat(15e4)],
  ['quotes in the wrong place', '"a"b'.repeat(375e2)],
  ['quoted spaces', '" '.repeat(75e3)],
  ['quotes before long spaces', `"x"${' '.repeat(15e4)}y`],
  ['quotes behind spaces', 'a, "'.repeat(375e2)],
  ['doubled quotes behind a space', `a, "${'x""'.repeat(5e4)}`],
  ['quotes that do not end', '"a,\n'.repeat(375e2)],
  ['commas', ','.repeat(15e4)],
  ['newlines', '\n'.repeat(15e4)],
  ['names that are equal', `${`${'a'.repeat(19)},`.repeat(75e2)}\n1\n`],
  ['one wide row and many short ones', `${'a,'.repeat(25e3)}\n${'1\n'.repeat(5e4)}`],
])('150 KB of %s take time in proportion', async (_, csv) => {
  expect(await cpuMs(() => readCsv(csv))).toBeLessThan(750);
});

test('one line alone may be no header', () => {
  expect(readCsv('Error: "slow" down\n')?.note).toBe(
    'the only row of it, "Error: \\"slow\\" down", is taken for the name of a column',
  );
  for (const csv of ['', 'a,b\n', 'a\n1\n', '5\n']) expect(readCsv(csv)).not.toHaveProperty('note');
});

describe('rows that are not as wide as the header', () => {
  const split = 'a separator in a cell that is not quoted moves all behind it';
  const broken = 'a line break in a cell that is not quoted makes two rows of one';

  test.each([
    ['id,name\n1,Smith, John\n2,Ann\n', `1 row has more cells than the header, the first is row 1 under it: ${split}`],
    [
      `id,name\n${'1,a\n'.repeat(150)}1,b,c\n2,d,e,f\n`,
      `2 rows have more cells than the header, the first is row 151 under it: ${split}`,
    ],
    ['Report of 2026\n\nid,name\n1,a\n', 'each row has more cells than the first one, which may be no header'],
    [
      'id,text,n\n1,a,2\n2,two\nlines,3\n4,b,5\n',
      `2 rows have fewer cells than the header, the first is row 2 under it: ${broken}`,
    ],
    [
      'id,name\n1\n2,Smith, John\n',
      `1 row has more cells than the header, the first is row 2 under it: ${split}; ` +
        `1 row has fewer cells than the header, the first is row 1 under it: ${broken}`,
    ],
    ['id,qty\n1,2\nid,qty\n3,4\n', '1 row is the header again, row 2 under it: it counts as a row, and makes text of numbers'],
    [
      'id,qty\n1,2\n2,3\nid,qty\n3,4\nid,qty\n5,6\n',
      '2 rows are the header again, the first is row 3 under it: they count as rows, and make text of numbers',
    ],
    [
      '# made by hand\nid,name\n1\n',
      `comment lines left out: 1; 1 row has fewer cells than the header, the first is row 1 under it: ${broken}`,
    ],
  ])('are told: %.30s', (text, note) => {
    expect(readCsv(text)?.note).toBe(note);
  });

  test.each([
    ['those that end in separators', 'id,name\n1,a,\n2,b,, \n'],
    ['those under a header that ends in separators', 'id,name,\n1,a\n2,b\n'],
    ['those without a header', '1,2\n3,4,5\n6\n'],
    ['none', 'id,name\n'],
    ['those that begin like the header', 'id,name\n1,a\nid,b\nid,\n'],
    ['those equal to one before', 'id,name\n1,a\n1,a\n'],
    ['those of one column', 'id\n1\nid\n'],
    ['those equal to the first where there is no header', '1,2\n3,4\n1,2\n'],
  ])('are not %s', (_, text) => {
    expect(readCsv(text)).toBeDefined();
    expect(readCsv(text)?.note ?? '').not.toMatch(/more cells|fewer cells|header again/);
  });
});

describe('numbers that are text because of a word for those that are not known', () => {
  test.each([
    ['id,v\n1,10\n2,n/a\n3,9\n', '"v" is text because of "n/a", so that + joins its numbers: Number(...) makes numbers'],
    ['a,b,c\n1,-,x\nNaN,2,y\n', '"b", "a" are text because of "-", so that + joins their numbers: Number(...) makes numbers'],
  ])('are told: %j', (text, note) => {
    expect(readCsv(text)?.note).toBe(note);
  });

  test.each(['zip\n00123\n12345\n', 'v\nn/a\nNA\n', 'v\n1\n\n2\n', 'v,w\n1,x\n12A,n/a\nn/a,y\n'])(
    'are not codes, nor columns without numbers, nor with other text: %j',
    (text) => {
      expect(readCsv(text)?.note ?? '').not.toContain('because of');
    },
  );
});
