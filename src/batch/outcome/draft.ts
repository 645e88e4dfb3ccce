import type { Body } from '../../result/body.ts';
import type { ResultRecord } from '../args/result-schema.ts';

/** A record before its place is known. */
export type Unnumbered = Omit<ResultRecord, 'i'>;

/** What became of one request, before its place among the others is known. */
export interface PendingRecord {
  readonly record: Unnumbered;
  readonly body?: Body | undefined;
  readonly note?: string | undefined;
  /** A stored body that the record only refers to. */
  readonly kept?: Body | undefined;
  /** What to do with it, given its ref. */
  readonly advice?: ((ref: string) => string) | undefined;
}

/** What became of one request: its record without the body, and the body. */
export interface FinishedRequest {
  readonly record: ResultRecord;
  readonly body?: Body | undefined;
  readonly note?: string | undefined;
}
