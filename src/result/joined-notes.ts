import { nameSome } from '../name-some.ts';

/** Pages that one note names. */
const MAX_NAMED = 5;

/** What was said first of its kind, and of which pages such a thing was said, counted from 1. */
interface Said {
  readonly note: string;
  readonly pages: number[];
}

/** Gathers what is to be said of pages that are joined: each thing once, with the pages that it is about unless all are. */
export class JoinedNotes {
  readonly #said = new Map<string, Said>();
  #count = 0;
  #first: readonly string[] = [];

  /** What is to be said of the next page. */
  add(notes: readonly string[]): void {
    this.#count++;
    if (this.#first.length === 0) this.#first = notes;
    for (const note of notes) {
      const kind = kindOf(note);
      const said = this.#said.get(kind);
      if (!said) this.#said.set(kind, { note, pages: [this.#count] });
      else if (said.pages.at(-1) !== this.#count) said.pages.push(this.#count);
    }
  }

  /** Of the first page of which something was said. */
  first(): readonly string[] {
    return this.#first;
  }

  /** @param isNews whether a note counts that was not said of all pages. Default: each does */
  list(isNews: (note: string) => boolean = () => true): string[] {
    return [...this.#said.values()].flatMap(({ note, pages }) => {
      if (pages.length === this.#count) return [note];
      return isNews(note) ? [`${pages.length === 1 ? 'page' : 'pages'} ${nameSome(pages, MAX_NAMED)}: ${note}`] : [];
    });
  }
}

/**
 * What a note says, without what is of one page: the names and numbers in it, and what stands behind its first colon; of
 * one on a field of `extract`, or on an argument, behind the next, and what is near there. Each line of a console is its own.
 */
function kindOf(note: string): string {
  if (note.startsWith('console: ')) return note;
  const [field] = /^(?:[^\s:]+: )?/.exec(note) ?? [''];
  const said = note.slice(field.length).replaceAll(/"(?:[^"\\]|\\.)*"|`[^`]*`|\d+/g, '#');
  return `${field}${said.split(field === '' ? ': ' : /: |; /, 1)[0]}`;
}

/** Whether it is news that this is said of some pages: not that a selector matches nothing there. */
export function isNewsOfPage(note: string): boolean {
  return !note.includes('no element matches');
}

/** What an expression says of a page that lacks something that others may have. */
const LACKING = /matched nothing|there is no |is not there|passes \[\?|is never |is null for every element/;

/** The same of what picks the items: not that a key, or what a filter looks for, is on other pages only. */
export function isNewsOfItems(note: string): boolean {
  return note.includes('which have no order') || !LACKING.test(note);
}
