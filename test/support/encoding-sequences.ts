import encodingIndexes from 'text-encoding/lib/encoding-indexes.js';

// The tables of the standard as another package has them, of 2018.
const { 'encoding-indexes': indexes } = encodingIndexes;
const index = (name: string): readonly (number | null)[] => indexes[name] ?? [];

/** Some bytes, and the text that they are. */
export interface Sequence {
  readonly bytes: readonly number[];
  readonly text: string;
}

type Bytes = (pointer: number) => readonly number[] | undefined;

const SINGLE_BYTE = Object.keys(indexes).filter((name) => index(name).length === 128);

/** The indexes of each encoding of several bytes, and what it makes of a pointer (WHATWG Encoding, sections 10 to 14). */
const MULTI_BYTE: Readonly<Record<string, readonly (readonly [index: string, bytes: Bytes])[]>> = {
  gbk: [['gb18030', gbk]],
  gb18030: [['gb18030', gbk]],
  big5: [['big5', (p) => [Math.floor(p / 157) + 0x81, (p % 157) + (p % 157 < 0x3f ? 0x40 : 0x62)]]],
  'euc-jp': [
    ['jis0208', (p) => (p < 94 * 94 ? [Math.floor(p / 94) + 0xa1, (p % 94) + 0xa1] : undefined)],
    ['jis0212', (p) => [0x8f, Math.floor(p / 94) + 0xa1, (p % 94) + 0xa1]],
  ],
  'iso-2022-jp': [['jis0208', iso2022]],
  shift_jis: [['jis0208', shiftJis]],
  'euc-kr': [['euc-kr', (p) => [Math.floor(p / 190) + 0x81, (p % 190) + 0x41]]],
};

/** Every encoding of the standard that has an index: 27 of one byte, 7 of several. */
export const ENCODINGS: readonly string[] = [...SINGLE_BYTE, ...Object.keys(MULTI_BYTE)];

/** Changed with GB 18030-2022, since the package was made: A6D9 to A6FE, and six of FE. */
const CHANGED = /^(?:a6|fe)/;

/** Every sequence of an encoding beyond ASCII that is a character. */
export function sequencesOf(encoding: string): readonly Sequence[] {
  const isChanged = (bytes: readonly number[]): boolean =>
    encoding.startsWith('gb') && CHANGED.test(Buffer.from(bytes).toString('hex'));
  const parts: readonly (readonly [index: string, bytes: Bytes])[] = MULTI_BYTE[encoding] ?? [[encoding, (p) => [p + 128]]];
  return parts.flatMap(([name, bytesOf]) =>
    index(name).flatMap((code, pointer) => {
      const bytes = code === null ? undefined : bytesOf(pointer);
      return code === null || bytes === undefined || isChanged(bytes) ? [] : [{ bytes, text: String.fromCodePoint(code) }];
    }),
  );
}

function gbk(pointer: number): number[] {
  const trail = pointer % 190;
  return [Math.floor(pointer / 190) + 0x81, trail + (trail < 0x3f ? 0x40 : 0x41)];
}

function shiftJis(pointer: number): number[] {
  const [lead, trail] = [Math.floor(pointer / 188), pointer % 188];
  return [lead + (lead < 0x1f ? 0x81 : 0xc1), trail + (trail < 0x3f ? 0x40 : 0x41)];
}

/** Between the escapes to JIS X 0208 and back. */
function iso2022(pointer: number): number[] | undefined {
  if (pointer >= 94 * 94) return undefined;
  return [0x1b, 0x24, 0x42, Math.floor(pointer / 94) + 0x21, (pointer % 94) + 0x21, 0x1b, 0x28, 0x42];
}
