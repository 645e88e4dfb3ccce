import { textOf, valueOf, type Row } from './variable-value.ts';

/** A variable that a body may use, if there is one of that name. */
export interface BodyUse {
  readonly name: string;
  /** Whether the value itself stands there, and not a text with it. */
  readonly isWhole: boolean;
}

/** Something that is made for each row when it is needed, and counted without being made. */
export interface Fillable {
  readonly uses: readonly BodyUse[];
  /** Bytes of UTF-8 that {@link fill} makes. */
  size(row: Row): number;
  fill(row: Row): string;
}

/** A text as it goes out, or a value: as JSON, inside a JSON string, or as plain text. */
export type Piece = string | Hole;

interface Hole {
  readonly name: string;
  readonly as: 'json' | 'string' | 'text';
  /** What stands there if there is no such variable. Default: the name in its braces. */
  readonly otherwise?: string;
}

/** Values from this length on are counted once each: one stands in many rows. */
const COUNTED_ONCE = 256;

/** Puts a text together of pieces. */
export function piecesFillable(given: readonly Piece[]): Fillable {
  const pieces = mergeTexts(given);
  const fixed = pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? Buffer.byteLength(piece) : 0), 0);
  const holes = new Map<string, { readonly hole: Hole; count: number }>();
  for (const hole of pieces) {
    if (typeof hole === 'string') continue;
    const key = `${hole.as} ${hole.name} ${hole.otherwise ?? ''}`;
    const same = holes.get(key);
    if (same) same.count++;
    else holes.set(key, { hole, count: 1 });
  }
  const distinct = [...holes.values()];
  const sizes = new Map(distinct.map(({ hole: { as } }) => [as, countOnce((value) => Buffer.byteLength(write(value, as)))]));
  const sizeOf = ({ name, as, otherwise }: Hole, row: Row): number => {
    if (!Object.hasOwn(row, name)) return Buffer.byteLength(otherwise ?? `{${name}}`);
    return sizes.get(as)?.(valueOf(row, name)) ?? 0;
  };
  return {
    uses: distinct.map(({ hole: { name, as } }) => ({ name, isWhole: as === 'json' })),
    size: (row) => distinct.reduce((sum, { hole, count }) => sum + count * sizeOf(hole, row), fixed),
    fill: (row) => pieces.map((piece) => (typeof piece === 'string' ? piece : fillHole(piece, row))).join(''),
  };
}

/** Makes a count be taken once for each long value. */
export function countOnce<T>(count: (value: T) => number): (value: T) => number {
  const known = new Map<T, number>();
  return (value) => {
    const isLong = typeof value === 'string' ? value.length >= COUNTED_ONCE : typeof value === 'object' && value !== null;
    if (!isLong) return count(value);
    const size = known.get(value) ?? count(value);
    known.set(value, size);
    return size;
  };
}

function fillHole({ name, as, otherwise = `{${name}}` }: Hole, row: Row): string {
  return Object.hasOwn(row, name) ? write(valueOf(row, name), as) : otherwise;
}

function write(value: unknown, as: Hole['as']): string {
  if (as === 'json') return JSON.stringify(value) ?? 'null';
  return as === 'string' ? JSON.stringify(textOf(value)).slice(1, -1) : textOf(value);
}

function mergeTexts(pieces: readonly Piece[]): readonly Piece[] {
  const merged: Piece[] = [];
  let text: string[] = [];
  const flush = (): void => {
    if (text.length > 0) merged.push(text.join(''));
    text = [];
  };
  for (const piece of pieces) {
    if (typeof piece === 'string') text.push(piece);
    else {
      flush();
      merged.push(piece);
    }
  }
  flush();
  return merged;
}
