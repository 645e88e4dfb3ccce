import { CutText, CutList, CutObject, Table, Elided, isContainer } from './truncated.ts';

/** What a cut left of a value, as plain data that can be copied to another process: classes would be lost on the way. */
export type PackedPiece =
  | { readonly plain: unknown }
  | { readonly text: string; readonly of: number }
  | { readonly items: readonly PackedPiece[]; readonly of: number }
  | { readonly columns: readonly string[]; readonly rows: readonly PackedPiece[]; readonly of: number }
  | { readonly members: readonly (readonly [string, PackedPiece])[]; readonly others: readonly string[]; readonly of: number }
  | { readonly was: string; readonly of: number };

/** @param value plain JSON, or what {@link truncate} gave */
export function pack(value: unknown): PackedPiece {
  if (value instanceof CutText) return { text: value.text, of: value.of };
  if (value instanceof CutList) return { items: value.items.map(pack), of: value.of };
  if (value instanceof CutObject) {
    const members = value.members.map(([key, member]) => [key, pack(member)] as const);
    return { members, others: value.others, of: value.of };
  }
  if (value instanceof Table) return { columns: value.columns, rows: value.rows.map(pack), of: value.of };
  return value instanceof Elided ? { was: value.was, of: value.of } : { plain: value };
}

/** Undoes {@link pack}. */
export function unpack(piece: PackedPiece): unknown {
  if ('plain' in piece) return piece.plain;
  if ('text' in piece) return new CutText(piece.text, piece.of);
  if ('items' in piece) return new CutList(piece.items.map(unpack), piece.of);
  if ('was' in piece) return new Elided(piece.was, piece.of);
  if ('columns' in piece) return new Table(piece.columns, piece.rows.map(unpack).filter(isContainer), piece.of);
  const members = piece.members.map(([key, member]) => [key, unpack(member)] as const);
  return new CutObject(members, piece.others, piece.of);
}
