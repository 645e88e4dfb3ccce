import { nameSome } from '../../name-some.ts';
import { gistOfErrors } from '../../result/select/answered-errors.ts';

const MAX_NOTES = 10;
/** Records that one note names. */
const MAX_NAMED = 5;

/** A value that stands for others: each record has one of its own. */
const EXAMPLE = /(?:such as|stopped at "." in|gave NaN for) (?:"(?:[^"\\]|\\.)*"|-?[\d.]+)(?:, and gave -?[\d.]+)?/g;

/** A number that each record has of its own: how much a list has in all, or how often a text is there. */
const OWN_NUMBER = /(?<=^it is the first page only: its [^;]{1,100} is |^a long line [^;]{1,600} is there )\d+(?: times)?/;

/** What is to be said of the body of a record, if anything. */
interface Noted {
  readonly record: { readonly i: number };
  readonly notes?: readonly string[] | undefined;
}

/**
 * What is to be said of bodies, each note once, with the records that it is about: `i 3, 5: stopped at max_pages 10`.
 * @param noted a record may come several times
 */
export function bodyNotes(noted: readonly Noted[]): string[] {
  const groups = new Map<string, { note: string; readonly first: string; readonly i: Set<number> }>();
  for (const { record, notes = [] } of noted) {
    for (const note of notes) {
      const group = groups.get(gistOf(note));
      if (!group) {
        groups.set(gistOf(note), { note, first: note, i: new Set([record.i]) });
        continue;
      }
      const [of = record.i] = group.i;
      if (note !== group.first) group.note = group.first.replace(OWN_NUMBER, `$& (in i ${of})`);
      group.i.add(record.i);
    }
  }
  return [...groups.values()].map(
    ({ note, i }) =>
      `i ${nameSome(
        [...i].toSorted((a, b) => a - b),
        MAX_NAMED,
      )}: ${note}`,
  );
}

/** What a note says, without what is of one record: of others the same is said. */
function gistOf(note: string): string {
  return (
    /^[^\s:]+: no element matches "[^"]*"/.exec(note)?.[0] ??
    gistOfErrors(note) ??
    note.replace(EXAMPLE, '').replace(OWN_NUMBER, '')
  );
}

/** The first notes, none of them long, and how many more there are. */
export function limitNotes(notes: readonly string[]): string[] {
  const more = notes.length > MAX_NOTES ? [`and ${notes.length - MAX_NOTES} more notes of this kind`] : [];
  return [...notes.slice(0, MAX_NOTES).map((note) => note.slice(0, 300).toWellFormed()), ...more];
}
