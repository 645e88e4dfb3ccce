import type { ResultRecord } from '../args/result-schema.ts';
import type { FinishedRequest } from '../outcome/draft.ts';
import { clip } from './clip.ts';

/** Characters of a repeated first clause: enough to tell what happened. */
const GIST = 60;

/**
 * Says the same words of failures once. Of what an error says in clauses, its first stays, clipped if an earlier record has
 * it whole, and so does the second where that tells whether the request had been sent; the others go where an earlier record
 * has them, which is then named: `404 Not Found (as i 3)`.
 */
export function sayOnce(finished: readonly Pick<FinishedRequest, 'record' | 'ref' | 'sent'>[]): ResultRecord[] {
  const told = new Map<string, number>();
  return finished.map(({ record, ref, sent }) => {
    if (record.error === undefined) return record;
    const clauses = record.error.split('; ');
    const own = sent === undefined ? 1 : 2;
    let earlier: number | undefined;
    const kept = clauses.flatMap((clause, nth) => {
      const words = ref === undefined ? clause : clause.replaceAll(ref, '');
      const before = told.get(words);
      if (before === undefined) told.set(words, record.i);
      const said = before === undefined ? clause : nth < own ? clip(clause, GIST) : undefined;
      if (said !== clause) earlier ??= before;
      return said ?? [];
    });
    return earlier === undefined ? record : { ...record, error: `${kept.join('; ')} (as i ${earlier})` };
  });
}
