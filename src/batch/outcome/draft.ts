import type { ShownBody } from '../../result/read-shown.ts';
import type { Reading } from '../../result/reading.ts';
import type { KeyPresence } from '../../result/select/key-presence.ts';
import type { HeldBody } from './answer.ts';
import type { ResultRecord } from '../args/result-schema.ts';

/** A record before its place is known. */
export type Unnumbered = Omit<ResultRecord, 'i'>;

/** The bodies of a record, for reading them again. */
export interface KeptBody {
  readonly reading: Reading;
  /** Those that found no room in the store, in memory for a program that reads them; absent if there are none. */
  readonly unstored?: readonly HeldBody[];
  /** In the store; fewer than there are bodies if there was no room for all. */
  readonly keys: readonly string[];
  /** Of all of them, decoded. */
  readonly bytes: number;
  readonly isWhole: boolean;
  /** What is to be said of them however they are read: where pages ended, that a part is missing. */
  readonly notes: readonly string[];
}

/** What became of one request, before its place among the others is known. */
export interface PendingRecord {
  readonly record: Unnumbered;
  /** What of the body is to be shown. */
  readonly body?: BodyShare | undefined;
  readonly notes?: readonly string[] | undefined;
  /** What its body has of the keys that its selection names. */
  readonly keys?: KeyPresence | undefined;
  /** What it is instead, if others of the same template have a key that its body lacks. */
  readonly orNull?: PendingRecord | undefined;
  readonly kept?: KeptBody | undefined;
  /** Whether the record says where the kept body is, because it shows nothing or little of it. */
  readonly isReferred?: boolean;
  /** What to do with it, given its ref. */
  readonly advice?: ((ref: string) => string) | undefined;
  /** Of the answer, all that may be shown: made when they are asked for, as few calls do. */
  headers?: (() => Readonly<Record<string, string>>) | undefined;
  /** What the record's words say of a request that was not finished: whether it had been sent. */
  readonly sent?: boolean | undefined;
}

/** What one record has of its body: as much as the call's budget allows, less while many others are held. */
export interface BodyShare extends Pick<ShownBody, 'of'> {
  value: unknown;
  isCut: boolean;
  weight: number;
  /** Of the body, decoded. */
  readonly bytes: number;
}

/** What became of one request: its record without the body, and the body. */
export interface FinishedRequest {
  readonly record: ResultRecord;
  readonly body?: BodyShare | undefined;
  readonly notes?: readonly string[] | undefined;
  /** Under which the whole body can be read again; undefined if it was not kept. */
  readonly ref?: string | undefined;
  readonly kept?: KeptBody | undefined;
  readonly sent?: boolean | undefined;
}
