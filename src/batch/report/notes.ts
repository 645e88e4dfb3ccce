import type { FinishedRequest } from '../outcome/draft.ts';
import { nameSome } from '../../name-some.ts';

const MAX_NOTES = 10;
/** Records that one note names. */
const MAX_NAMED = 5;

/** What is to be said of bodies, each note once, with the records that it is about: `i 3, 5: stopped at max_pages 10`. */
export function bodyNotes(finished: readonly Pick<FinishedRequest, 'record' | 'notes'>[]): string[] {
  const groups = new Map<string, { readonly note: string; readonly i: number[] }>();
  for (const { record, notes = [] } of finished) {
    for (const note of notes) {
      const group = groups.get(gistOf(note));
      if (group) group.i.push(record.i);
      else groups.set(gistOf(note), { note, i: [record.i] });
    }
  }
  return [...groups.values()].map(({ note, i }) => `i ${nameSome(i, MAX_NAMED)}: ${note}`);
}

/** What a note says, without what is near in the document of one record: of others the same is said. */
function gistOf(note: string): string {
  return /^[^\s:]+: no element matches "[^"]*"/.exec(note)?.[0] ?? note;
}

/** The first notes, none of them long, and how many more there are. */
export function limitNotes(notes: readonly string[]): string[] {
  const more = notes.length > MAX_NOTES ? [`and ${notes.length - MAX_NOTES} more notes of this kind`] : [];
  return [...notes.slice(0, MAX_NOTES).map((note) => note.slice(0, 300).toWellFormed()), ...more];
}
