import type { Outcome, ResultRecord } from '../../batch/args/result-schema.ts';
import type { RequestFacts } from '../../result/record-facts.ts';

/** A record as far as it does not depend on how its body is read. */
export function recordAgain({
  i,
  id,
  url,
  final_url: finalUrl,
  vars,
  status,
  outcome,
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
    ...(status === null ? {} : { status }),
    ...(error === null ? {} : { error }),
    ...(attempts > 1 ? { attempts } : {}),
  };
}

/** Whether a call has brought a body that could not be read as it wanted: another way of reading may do better. */
export function isUnread({ outcome }: RequestFacts): boolean {
  return outcome === 'select_error' || outcome === 'decode';
}

/** Facts of a record whose body can be read as it is wanted now. */
export function readableFacts(facts: RequestFacts): RequestFacts {
  return isUnread(facts) ? { ...facts, ok: true, outcome: null, error: null } : facts;
}

/** Facts of a record whose body cannot be read as it is wanted now. What failed in the call stays as it was. */
export function unreadFacts(facts: RequestFacts, outcome: Outcome, error: string): RequestFacts {
  return facts.ok || isUnread(facts) ? { ...facts, ok: false, outcome, error } : facts;
}
