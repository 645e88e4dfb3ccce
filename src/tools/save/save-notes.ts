import { nameSome } from '../../name-some.ts';

/** Indexes that a note names, and notes of bodies at the most. */
const MAX_NAMED = 20;
const MAX_NOTES = 20;

/** What is to be said of what was saved: which records are not in it and why, and what is doubtful, each thing once. */
export class SaveNotes {
  readonly #leftOut = new Map<string, Set<number>>();
  readonly #notes = new Map<string, Set<number>>();
  #saved = 0;

  /** A record is in it. */
  count(): void {
    this.#saved++;
  }

  get saved(): number {
    return this.#saved;
  }

  /** @param why a clause: `not ok` */
  leaveOut(i: number, why: string): void {
    add(this.#leftOut, why, i);
  }

  /** @param i of the record that it is about; without it, it is about all */
  note(text: string, i?: number): void {
    add(this.#notes, text, i);
  }

  list(): string[] {
    const left = [...this.#leftOut].map(([why, i]) => {
      const [records, are] = i.size === 1 ? ['record', 'is'] : ['records', 'are'];
      return `${i.size} ${records} ${are} left out (i ${nameSome([...i], MAX_NAMED)}): ${why}`;
    });
    const notes = [...this.#notes].map(([text, i]) => (i.size === 0 ? text : `i ${nameSome([...i], MAX_NAMED)}: ${text}`));
    const all = [...left, ...notes];
    return all.length > MAX_NOTES ? [...all.slice(0, MAX_NOTES), `and ${all.length - MAX_NOTES} more notes`] : all;
  }
}

function add(to: Map<string, Set<number>>, text: string, i: number | undefined): void {
  const known = to.get(text) ?? new Set();
  if (i !== undefined) known.add(i);
  to.set(text, known);
}
