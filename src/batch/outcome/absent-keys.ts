import type { PendingRecord } from './draft.ts';
import { nameSome } from '../../name-some.ts';

/** Paths that one note names. */
const MAX_NAMED = 5;

/** Tells of a path whether a body of some records has its key. */
export type IsFound = (path: string) => boolean;

/** What the bodies of records of one item have of the keys that its selection names. */
export function findKeys(records: readonly PendingRecord[]): IsFound {
  const found = new Set<string>();
  let isAllFound = false;
  for (const { keys } of records) {
    if (!keys) continue;
    if (keys.found) for (const path of keys.found) found.add(path);
    else isAllFound = true;
  }
  return (path) => isAllFound || found.has(path);
}

/** Decides what becomes of a record whose selection found nothing: null if others have a key that it lacks, else an error. */
export function decide(pending: PendingRecord, isFound: IsFound): PendingRecord {
  const { orNull, ...error } = pending;
  return orNull && pending.keys?.absent.some(isFound) ? { ...orNull, headers: pending.headers } : error;
}

/**
 * What is to be said of keys that a record lacks: that others have them, the same for all that lack them, or what is there
 * instead where none has.
 */
export function absentNotes({ record, keys }: PendingRecord, isFound: IsFound): string[] {
  if (record.outcome !== undefined || keys?.missing === undefined) return [];
  const elsewhere = keys.absent.filter(isFound);
  const note = elsewhere.length === 0 ? [] : [`${named(elsewhere)} and so null; others of the same template have it`];
  return elsewhere.length === keys.absent.length ? note : [...note, keys.missing];
}

function named(paths: readonly string[]): string {
  return `select: ${nameSome(paths, MAX_NAMED)} is not there`;
}
