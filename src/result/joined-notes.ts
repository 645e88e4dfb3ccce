import { nameSome } from '../name-some.ts';

/** Pages that one note names. */
const MAX_NAMED = 5;

/** Gathers what is to be said of pages that are joined: each note once, with the pages that it is about unless all are. */
export class JoinedNotes {
  readonly #pages = new Map<string, number[]>();
  #count = 0;
  #first: readonly string[] = [];

  /** What is to be said of the next page. */
  add(notes: readonly string[]): void {
    this.#count++;
    if (this.#count === 1) this.#first = notes;
    for (const note of notes) {
      const pages = this.#pages.get(note);
      if (pages) pages.push(this.#count);
      else this.#pages.set(note, [this.#count]);
    }
  }

  first(): readonly string[] {
    return this.#first;
  }

  /**
   * What has been said.
   * @param isOfWhole whether it counts only if it was said of all of them: what some have nothing of is no news
   */
  list(isOfWhole: boolean): string[] {
    return [...this.#pages].flatMap(([note, pages]) => {
      if (pages.length === this.#count) return [note];
      return isOfWhole ? [] : [`${pages.length === 1 ? 'page' : 'pages'} ${nameSome(pages, MAX_NAMED)}: ${note}`];
    });
  }
}
