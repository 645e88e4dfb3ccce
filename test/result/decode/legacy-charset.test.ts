import encodingIndexes from 'text-encoding/lib/encoding-indexes.js';
import { describe, expect, test } from 'vitest';
import { decodeLegacy, encodingOf } from '../../../src/result/decode/legacy-charset.ts';

// The tables of the standard as another package has them, of 2018.
const { 'encoding-indexes': indexes } = encodingIndexes;
const index = (name: string): readonly (number | null)[] => indexes[name] ?? [];

const SINGLE_BYTE = Object.keys(indexes).filter((name) => index(name).length === 128);

/** What each encoding makes of the pointer of an index (WHATWG Encoding, sections 10 to 14). */
const MULTI_BYTE: readonly (readonly [encoding: string, index: string, bytes: (pointer: number) => number[] | undefined])[] = [
  ['gbk', 'gb18030', gbk],
  ['gb18030', 'gb18030', gbk],
  ['big5', 'big5', (p) => [Math.floor(p / 157) + 0x81, (p % 157) + (p % 157 < 0x3f ? 0x40 : 0x62)]],
  ['euc-jp', 'jis0208', (p) => (p < 94 * 94 ? [Math.floor(p / 94) + 0xa1, (p % 94) + 0xa1] : undefined)],
  ['euc-jp', 'jis0212', (p) => [0x8f, Math.floor(p / 94) + 0xa1, (p % 94) + 0xa1]],
  ['iso-2022-jp', 'jis0208', (p) => (p < 94 * 94 ? [0x1b, 0x24, 0x42, Math.floor(p / 94) + 0x21, (p % 94) + 0x21] : undefined)],
  ['shift_jis', 'jis0208', shiftJis],
  ['euc-kr', 'euc-kr', (p) => [Math.floor(p / 190) + 0x81, (p % 190) + 0x41]],
];

function gbk(pointer: number): number[] {
  const trail = pointer % 190;
  return [Math.floor(pointer / 190) + 0x81, trail + (trail < 0x3f ? 0x40 : 0x41)];
}

function shiftJis(pointer: number): number[] {
  const [lead, trail] = [Math.floor(pointer / 188), pointer % 188];
  return [lead + (lead < 0x1f ? 0x81 : 0xc1), trail + (trail < 0x3f ? 0x40 : 0x41)];
}

/** Changed since the package was made, with GB 18030-2022: A6D9 to A6FE, and six of FE. */
const CHANGED = /^gb(?:k|18030) (?:a6|fe)/;
/** Big5 has four pointers that are two characters each, and so are in no index. */
const PAIRS: Readonly<Record<string, string>> = { 8862: 'Ê̄', 8864: 'Ê̌', '88a3': 'ê̄', '88a5': 'ê̌' };

describe('every sequence of every encoding of the WHATWG standard', () => {
  test.each(MULTI_BYTE)('%s by index %s', (encoding, name, bytesOf) => {
    let known = 0;
    const different: string[] = [];
    for (const [pointer, code] of index(name).entries()) {
      const bytes = code === null ? undefined : bytesOf(pointer);
      if (code === null || bytes === undefined) continue;
      known++;
      const text = decodeLegacy(Uint8Array.from(bytes), encoding);
      const sequence = `${encoding} ${Buffer.from(bytes).toString('hex')}`;
      if (text !== String.fromCodePoint(code) && !CHANGED.test(sequence)) different.push(sequence);
    }
    expect(different).toEqual([]);
    expect(known).toBeGreaterThan(6_000);
  });

  test.each(SINGLE_BYTE)('%s', (encoding) => {
    const expected = index(encoding).map((code) => (code === null ? '\ufffd' : String.fromCodePoint(code)));
    const bytes = Uint8Array.from({ length: 128 }, (_, at) => at + 128);
    expect(decodeLegacy(bytes, encoding)).toBe(expected.join(''));
    expect(
      decodeLegacy(
        bytes.map((byte) => byte - 128),
        encoding,
      ),
    ).toBe(Array.from({ length: 128 }, (_, code) => String.fromCodePoint(code)).join(''));
  });

  test('they are 27 of one byte, and 7 of several', () => {
    expect(SINGLE_BYTE).toHaveLength(27);
    expect(new Set(MULTI_BYTE.map(([encoding]) => encoding)).size).toBe(7);
  });

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
