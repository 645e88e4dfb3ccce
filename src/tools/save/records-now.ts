import type { KeptRecord } from '../../result/store/result-store.ts';
import { readAs } from '../read/read-as.ts';
import { readingAgain } from '../read/reading-again.ts';
import { isUnread } from '../read/record-again.ts';
import type { SaveArgs } from './save-schema.ts';
import type { SaveNotes } from './save-notes.ts';
import type { Saving } from './saving.ts';

/** How bodies are read, where they are not to be written as they came. */
type SaveReading = Pick<SaveArgs, 'select' | 'extract' | 'as'>;

/** Whether bodies are to be read in another way than their call has. */
export function isReadAnew({ select, extract, as }: SaveReading): boolean {
  return select !== undefined || extract !== undefined || as !== undefined;
}

/**
 * Records that are ok as they are wanted now; of the others a note is made, and of what is to be said of these.
 * @throws the reason of the signal
 */
export async function recordsNow(records: readonly KeptRecord[], how: SaveReading, saving: Saving): Promise<KeptRecord[]> {
  const { notes } = saving;
  const read = await readAs(records, how, saving);
  return read.flatMap(({ record, notes: said }) => {
    const { facts, notes: kept = [] } = record;
    if (!facts.ok) {
      leaveOutFailed(record, notes);
      return [];
    }
    for (const note of [...kept, ...said]) notes.note(note, facts.i);
    return [record];
  });
}

/** One record as it is wanted now; what a failing answer said, or had come before it failed, can be read, too. */
export async function recordNow(record: KeptRecord, how: SaveReading, saving: Saving): Promise<KeptRecord | undefined> {
  if (!isReadAnew(how)) return record;
  if (!record.facts.ok && !isUnread(record) && record.reading) {
    return { ...record, reading: readingAgain(record, record.reading, how) };
  }
  const [now] = await recordsNow([record], how, saving);
  return now;
}

/** Makes a note of a record that did not succeed. */
export function leaveOutFailed(record: KeptRecord, notes: SaveNotes): void {
  const { facts } = record;
  notes.leaveOut(facts.i, isUnread(record) && facts.error !== null ? facts.error : 'not ok');
}
