import type { RequestFacts } from '../../result/record-facts.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import type { ResultRecord } from '../args/result-schema.ts';
import type { Row } from '../plan/variable-value.ts';
import type { PendingRecord, FinishedRequest } from './draft.ts';

/** A request that has ended, and those it shares its answer with. */
export interface EndedRequest {
  /** Its index. */
  readonly i: number;
  readonly pending: PendingRecord;
  /** Its URL, where the record does not say it. */
  readonly url: string;
  /** Its variables, if it is a template's. */
  readonly row: Row | undefined;
  /** The place in the call of what it comes of. */
  readonly place: number;
  /** The same value for requests that were answered by one request on the wire. */
  readonly sharedRequest: { readonly ms?: number | undefined } | undefined;
}

/**
 * Records with their index, and kept bodies with the ref that goes with it: `b7f3k2mq9/5`. Of requests that share an answer
 * all but the first say whose duplicate they are.
 * @param batch the name of the call
 * @param canReadAgain whether the caller can do with a ref what is advised
 */
export function assignRefs(all: readonly EndedRequest[], batch: string, canReadAgain: boolean): FinishedRequest[] {
  const first = new Map<object, number>();
  return all.map(({ i, pending: { record, body, notes, kept, isReferred, advice, sent }, sharedRequest }) => {
    const original = sharedRequest && first.get(sharedRequest);
    if (sharedRequest && original === undefined) first.set(sharedRequest, i);
    const ref = kept?.isWhole ? `${batch}/${i}` : undefined;
    const numbered: ResultRecord = { i, ...record };
    if (original !== undefined) numbered.duplicate_of = original;
    if (ref !== undefined && isReferred) {
      if (advice && canReadAgain) numbered.error = `${record.error ?? ''}${advice(ref)}`;
      numbered.ref = ref;
    }
    return { record: numbered, body, notes, ref, kept, sent };
  });
}

/** The records of a call as they are kept for reading their bodies again, and for programs. */
export function keptRecords(all: readonly EndedRequest[]): KeptRecord[] {
  return all.map((ended) => {
    const { kept, headers } = ended.pending;
    const keys = kept?.isWhole ? kept.keys : [];
    const { reading, bytes = 0, notes = [] } = kept ?? {};
    return { facts: factsOf(ended), headers, reading, keys, bytes, notes, place: ended.place };
  });
}

function factsOf({ i, pending: { record }, url, row, sharedRequest }: EndedRequest): RequestFacts {
  const { id, outcome, kind, error, status, final_url: finalUrl, attempts, vars } = record;
  const isAsked = sharedRequest !== undefined;
  return {
    i,
    id: id ?? null,
    url: record.url ?? (url || null),
    final_url: finalUrl ?? null,
    vars: row ?? vars ?? null,
    status: status ?? null,
    ok: outcome === undefined,
    outcome: outcome ?? null,
    kind,
    attempts: attempts ?? (isAsked ? 1 : 0),
    ms: sharedRequest?.ms ?? null,
    error: error ?? null,
  };
}
