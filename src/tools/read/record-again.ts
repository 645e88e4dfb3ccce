import type { Outcome, ResultRecord } from '../../batch/args/result-schema.ts';
import type { RequestFacts } from '../../result/record-facts.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';

/** A record as far as it does not depend on how its body is read. */
export function recordAgain({
  i,
  id,
  url,
  final_url: finalUrl,
  vars,
  status,
  outcome,
  kind,
  error,
  attempts,
}: RequestFacts): ResultRecord {
  return {
    i,
    ...(id === null ? {} : { id }),
    ...(vars !== null && outcome === null ? { vars: { ...vars } } : url === null ? {} : { url }),
    ...(finalUrl === null ? {} : { final_url: finalUrl }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was one when it was kept
    ...(outcome === null ? {} : { outcome: outcome as Outcome }),
    ...(kind === undefined ? {} : { kind }),
    ...(status === null ? {} : { status }),
    ...(error === null ? {} : { error }),
    ...(attempts > 1 ? { attempts } : {}),
  };
}

type Kept = Pick<KeptRecord, 'facts' | 'reading'>;

/**
 * Whether a call has brought a body that could not be read as it wanted: another way of reading may do better. Pages that
 * broke off stay incomplete however they are read.
 */
export function isUnread({ facts: { outcome }, reading }: Kept): boolean {
  return (outcome === 'select_error' || outcome === 'decode') && !reading?.pages?.isBrokenOff;
}

/** Facts of a record whose body can be read as it is wanted now. */
export function readableFacts(kept: Kept): RequestFacts {
  const { facts } = kept;
  return isUnread(kept) ? { ...facts, ok: true, outcome: null, kind: undefined, error: null } : facts;
}

/** Facts of a record whose body cannot be read as it is wanted now. What failed in the call stays as it was. */
export function unreadFacts(kept: Kept, outcome: Outcome, error: string): RequestFacts {
  const { facts } = kept;
  return facts.ok || isUnread(kept) ? { ...facts, ok: false, outcome, kind: undefined, error } : facts;
}

/** Whether a body is what a failing answer said, and no answer of the form that was asked for. */
export function isErrorBody({ facts: { outcome }, reading }: Kept): boolean {
  return outcome === 'http_error' && !reading?.pages?.isBrokenOff;
}

/** What a reader of a body alone must know of it: that its request failed. Nothing where the body is all that was sent. */
export function failedNotes(kept: Kept): string[] {
  const { ok, outcome, error } = kept.facts;
  if (ok || isUnread(kept)) return [];
  return [`this is ${isErrorBody(kept) ? 'what a failing answer said' : 'only what had come'}: ${error ?? outcome}`];
}
