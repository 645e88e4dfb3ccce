import { CALL } from '../../limits.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import type { StoredContext } from './read-one.ts';
import { readRecords } from './read-records.ts';
import type { ReadArgs } from './read-schema.ts';

/** A record as it is wanted now, and what is to be said of reading it so. */
export interface RecordAs {
  readonly record: KeptRecord;
  readonly notes: readonly string[];
}

/**
 * Records as they are wanted now: what cannot be read like that did not succeed.
 * @throws the reason of the context's signal
 */
export async function readAs(
  records: readonly KeptRecord[],
  how: Pick<ReadArgs, 'as' | 'select' | 'extract'>,
  context: StoredContext,
): Promise<readonly RecordAs[]> {
  const { as, select, extract } = how;
  if (as === undefined && select === undefined && extract === undefined) return records.map((record) => ({ record, notes: [] }));
  const search = { search: undefined, limit: 0, max_tokens: CALL.maxTokens.min };
  const read = await readRecords(records, { as, select, extract, ...search }, context);
  return read.map(({ kept, pending: { record, kept: again, notes = [] } }) => {
    const { outcome = null, kind, error = null } = record;
    const facts = { ...kept.facts, ok: outcome === null, outcome, kind, error };
    return { record: { ...kept, facts, reading: again?.reading ?? kept.reading }, notes };
  });
}
