import type { Outcome } from '../args/result-schema.ts';
import type { AnsweredRequest } from '../outcome/answered.ts';
import type { Unnumbered } from '../outcome/draft.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import type { KeyPresence } from '../../result/select/key-presence.ts';

/** An argument that decides how bodies are read. */
export type ReadingArgument = 'as' | 'extract' | 'select';

/** What has become of one request in an earlier call. */
export interface EarlierNode {
  readonly key: string;
  /** Its index. */
  readonly i: number;
  readonly id: string | undefined;
  /** Of its item among those of the call, and of those that the item takes values from. */
  readonly place: number;
  readonly sources: readonly number[];
  /** The key of the one request that its values come from, if it is one. */
  readonly parent: string | undefined;
  /** Absent: ok. */
  readonly outcome: Outcome | undefined;
  /** What others take from it, if it is ok. */
  readonly extracted: ExtractedValues | undefined;
  /** The Idempotency-Key that was sent. */
  readonly idempotencyKey: string | undefined;
  /** What keeps it from being sent again, if it is not ok. */
  readonly answered: AnsweredRequest | undefined;
  /** Its record, if it is kept from that. */
  readonly record: Unnumbered | undefined;
  /** Whether it may have taken effect all the same. */
  readonly isUnsure: boolean;
  /** What its body has of the keys that this selection names. */
  readonly keys: { readonly of: string; readonly presence: KeyPresence } | undefined;
}

/** An earlier call with the same requests, of which the rest is run. */
export interface EarlierRun {
  readonly name: string;
  /** By their keys. */
  readonly nodes: ReadonlyMap<string, EarlierNode>;
  /** The index of the next request that it did not know of. */
  readonly next: number;
  /** Indexes of those that are run; absent: all that are not ok. */
  readonly picked?: ReadonlySet<number> | undefined;
  /** Arguments given now that decide how bodies are read. */
  readonly readAnew: readonly ReadingArgument[];
}

/** Whether a record stands for requests that were not known: those of a source that failed, or that the call's end prevented. */
export function isPlaceholder({ key }: Pick<EarlierNode, 'key'>): boolean {
  return key.endsWith('!') || key.endsWith('+');
}
