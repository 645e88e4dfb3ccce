import { runFunction } from '../call-function.ts';
import { readShown, type ShownBody, type UnreadBody } from '../../result/read-shown.ts';
import type { Reading } from '../../result/reading.ts';
import { readSources, type BodySource } from '../../result/store/read-source.ts';
import { pack, type PackedPiece } from '../../result/budget/pack.ts';

export interface ReadArgs {
  /** One body, or the pages that are joined. */
  readonly sources: readonly BodySource[];
  readonly reading: Reading;
  readonly maxTokens: number;
}

/** What is to be shown, packed for the way back, or why there is nothing. */
export type ReadAnswer =
  | { readonly shown: Omit<ShownBody, 'value'>; readonly piece: PackedPiece }
  | { readonly unread: UnreadBody };

/** Reads bodies as a record shows them. */
export async function run({ sources, reading, maxTokens }: ReadArgs): Promise<ReadAnswer> {
  const bodies = await readSources(sources);
  const read = await readShown(bodies, reading, maxTokens, runFunction);
  if ('unread' in read) return read;
  const { value, ...shown } = read.shown;
  return { shown, piece: pack(value) };
}
