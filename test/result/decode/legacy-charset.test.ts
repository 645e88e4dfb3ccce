import { describe, expect, test } from 'vitest';
import { decodeLegacy, encodingOf, isMultiByte } from '../../../src/result/decode/legacy-charset.ts';
import { ENCODINGS, sequencesOf } from '../../support/encoding-sequences.ts';

/** Big5 has four pointers that are two characters each, and so are in no index. */
const PAIRS: Readonly<Record<string, string>> = { 8862: 'Ê̄', 8864: 'Ê̌', '88a3': 'ê̄', '88a5': 'ê̌' };

describe('every sequence of every encoding of the WHATWG standard', () => {
  test.each(ENCODINGS)('%s', (encoding) => {
    const sequences = sequencesOf(encoding);
    const different = sequences.filter(({ bytes, text }) => decodeLegacy(Uint8Array.from(bytes), encoding) !== text);
    expect(different).toEqual([]);
    expect(sequences.length).toBeGreaterThan(isMultiByte(encoding) ? 6_000 : 60);
  });

  test('they are 34', () => {
    expect(ENCODINGS).toHaveLength(34);
  });

  test.each(ENCODINGS.filter((encoding) => !isMultiByte(encoding)))(
    '%s has ASCII, and U+FFFD for what is no character',
    (encoding) => {
      const ascii = Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)).join('');
      expect(decodeLegacy(Buffer.from(ascii), encoding)).toBe(ascii);
      const all = decodeLegacy(
        Uint8Array.from({ length: 128 }, (_, at) => at + 128),
        encoding,
      );
      expect(all.replaceAll('\ufffd', '')).toHaveLength(sequencesOf(encoding).length);
    },
  );

  test.each([
    ['big5', '88628864', 'Ê̄Ê̌'],
    ['big5', Object.keys(PAIRS).join(''), Object.values(PAIRS).join('')],
    ['big5', 'ca5c925d9df6abd7', '佢哋喺度'],
    ['euc-kr', '8c63b9e6b0a2c7cf', '똠방각하'],
    ['gb18030', '8130813081308130', '\u0080\u0080'],
    ['gb18030', '90308130e3329a35', '\u{10000}\u{10ffff}'],
    ['gb18030', 'a6d9a2e3', '︐€'],
    ['x-user-defined', '41ff80', 'A\uf7ff\uf780'],
    ['iso-8859-8-i', 'e0e1', 'אב'],
    ['iso-8859-16', 'a4a8aaba', '€šȘș'],
    ['koi8-u', 'a4a6a7ad', 'єіїґ'],
    ['windows-1255', 'cae0', '\u05baא'],
  ])('%s: %s', (encoding, bytes, text) => {
    expect(decodeLegacy(Buffer.from(bytes, 'hex'), encoding)).toBe(text);
  });
});

test.each([
  ['Shift-JIS', 'shift_jis'],
  [' x-sjis ', 'shift_jis'],
  ['cp949', 'euc-kr'],
  ['KS_C_5601-1987', 'euc-kr'],
  ['gb2312', 'gbk'],
  ['Big5-HKSCS', 'big5'],
  ['latin1', 'windows-1252'],
  ['iso-8859-9', 'windows-1254'],
  ['tis-620', 'windows-874'],
  ['UTF8', 'utf-8'],
  ['hz-gb-2312', undefined],
  ['utf-7', undefined],
  ['constructor', undefined],
  ['', undefined],
])('the label %j is %s', (label, encoding) => {
  expect(encodingOf(label)).toBe(encoding);
});
