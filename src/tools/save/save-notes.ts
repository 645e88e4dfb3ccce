import { nameSome } from '../../name-some.ts';

/** Indexes that a note names, and notes of bodies at the most. */
const MAX_NAMED = 20;
const MAX_NOTES = 20;

/** What is to be said of what was saved: which records are not in it and why, and what is doubtful, each thing once. */
export class SaveNotes {
  readonly #leftOut = new Map<string, number[]>();
  readonly #notes = new Map<string, number[]>();
  #saved = 0;

  /** A record is in it. */
  count(): void {
    this.#saved++;
  }

  get saved(): number {
    return this.#saved;
  }

  /** @param why a clause: `it did not succeed` */
  leaveOut(i: number, why: string): void {
    add(this.#leftOut, why, i);
  }

  /** @param i of the record that it is about; without it, it is about all */
  note(text: string, i?: number): void {
    add(this.#notes, text, i);
  }

  list(): string[] {
    const left = [...this.#leftOut].map(([why, i]) => {
      const [records, are] = i.length === 1 ? ['record', 'is'] : ['records', 'are'];
      return `${i.length} ${records} ${are} left out (i ${nameSome(i, MAX_NAMED)}): ${why}`;
    });
    const notes = [...this.#notes].map(([text, i]) => (i.length === 0 ? text : `i ${nameSome(i, MAX_NAMED)}: ${text}`));
    const all = [...left, ...notes];
    return all.length > MAX_NOTES ? [...all.slice(0, MAX_NOTES), `and ${all.length - MAX_NOTES} more notes`] : all;
  }
}

function add(to: Map<string, number[]>, text: string, i: number | undefined): void {
  const known = to.get(text) ?? [];
  if (i !== undefined && known.at(-1) !== i) known.push(i);
  to.set(text, known);
}
