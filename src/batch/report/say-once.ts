import type { ResultRecord } from '../args/result-schema.ts';
import type { FinishedRequest } from '../outcome/draft.ts';
import { clip } from '../../clip.ts';

/** Characters that are not worth a reference to another record, and of what happened where there is one. */
const GIST = 60;

/**
 * Says the same words of failures once: an error that an earlier record has, but for the ref, keeps the beginning of its
 * first clause, and of its second where that tells whether the request had been sent, and names that record:
 * `429 Too Many Requests (as i 3)`.
 */
export function sayOnce(finished: readonly Pick<FinishedRequest, 'record' | 'ref' | 'sent'>[]): ResultRecord[] {
  const told = new Map<string, number>();
  return finished.map(({ record, ref, sent }) => {
    const { i, error } = record;
    if (error === undefined || error.length <= GIST) return record;
    const words = ref === undefined ? error : error.replaceAll(ref, '');
    const earlier = told.get(words);
    if (earlier === undefined) {
      told.set(words, i);
      return record;
    }
    const own = error.split('; ').slice(0, sent === undefined ? 1 : 2);
    return { ...record, error: `${own.map((clause) => clip(clause, GIST)).join('; ')} (as i ${earlier})` };
  });
}
