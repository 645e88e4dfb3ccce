import type { ResultRecord } from '../../src/batch/args/result-schema.ts';

/** What a record's error says, in the words of the record that has them whole where it names one. */
export function fullError(records: readonly ResultRecord[], nth: number): string {
  const error = records[nth]?.error ?? '';
  const earlier = / \(as i (\d+)\)$/.exec(error)?.[1];
  return earlier === undefined ? error : (records[Number(earlier)]?.error ?? '');
}
