import type { Body } from '../../result/body.ts';
import type { PendingRecord, FinishedRequest } from './draft.ts';

/** A request that has finished, and those it shares its answer with. */
export interface EndedRequest {
  readonly pending: PendingRecord;
  /** The same value for requests that were answered by one exchange. */
  readonly sharedRequest: object | undefined;
}

/**
 * Gives records their index, and stored bodies the ref that goes with it: `b1/5`. Of requests that share an answer all
 * but the first say whose duplicate they are.
 * @param batch the name of the call
 */
export function assignIndexes(all: readonly EndedRequest[], batch: string): FinishedRequest[] {
  const first = new Map<object, number>();
  const bodies = new Set<Body>();
  return all.map(({ pending: { record, body, note, kept, advice }, sharedRequest }, i) => {
    const original = sharedRequest && first.get(sharedRequest);
    if (sharedRequest && original === undefined) first.set(sharedRequest, i);
    for (const each of [body, kept]) {
      if (!each || bodies.has(each)) continue;
      bodies.add(each);
      each.name(`${batch}/${i}`);
    }
    const error = kept && advice ? { error: `${record.error ?? ''}${advice(kept.ref)}` } : {};
    const duplicate = original === undefined ? {} : { duplicate_of: original };
    const ref = kept ? { ref: kept.ref } : {};
    return { record: { i, ...record, ...duplicate, ...error, ...ref }, body, note };
  });
}
