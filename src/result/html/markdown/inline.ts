import { escapeMarks, visible } from './escape.ts';

/** An emphasis or a link around some of the text. */
export interface Mark {
  readonly open: string;
  readonly close: string;
  /** It has been opened in the paragraph as it stands. */
  written: boolean;
  /** Only the first paragraph in it is marked, as of a link around several. */
  readonly once: boolean;
  /** That paragraph is written. */
  spent: boolean;
}

export function mark(open: string, close = open, once = false): Mark {
  return { open, close, written: false, once, spent: false };
}

/**
 * The text of one paragraph while it is being written: white space collapses as in a browser, marks open at the first
 * text in them and close after the last, so that none is empty or has a space within.
 */
export class Inline {
  #parts: string[] = [];
  readonly #marks: Mark[] = [];
  #space = false;
  /** Nothing stands on the line yet. */
  #atStart = true;
  /** The text of a code span that is the last part. */
  #code: string | undefined;

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  get isAtStart(): boolean {
    return this.#atStart;
  }

  /** The last character that was written, a space if one is due. */
  get last(): string {
    return this.#space ? ' ' : (this.#parts.at(-1)?.at(-1) ?? ' ');
  }

  text(data: string): void {
    const text = visible(data).replace(/[ \t\n\r\f]+/g, ' ');
    if (text === '' || text === ' ') {
      this.#space ||= text !== '';
      return;
    }
    const escaped = escapeMarks(text);
    this.#space ||= escaped.startsWith(' ');
    const ends = escaped.endsWith(' ');
    this.#write(escaped.slice(escaped.startsWith(' ') ? 1 : 0, ends ? -1 : undefined));
    this.#space = ends;
  }

  /** Something that is written as it is, such as an image. */
  atom(text: string): void {
    this.#write(text);
  }

  /** Code; two spans without a space between them are one. */
  code(text: string): void {
    const code = visible(text).replace(/\s+/g, ' ').trim();
    if (code === '') return this.space();
    const before = this.#space ? undefined : this.#code;
    if (before !== undefined) this.#parts.pop();
    this.#write(codeSpan((before ?? '') + code));
    this.#code = (before ?? '') + code;
  }

  space(): void {
    this.#space = true;
  }

  newline(): void {
    this.#space = false;
    if (this.#atStart) return;
    this.#parts.push('\n');
    this.#atStart = true;
    this.#code = undefined;
  }

  open(each: Mark): void {
    this.#marks.push(each);
  }

  /** Closes the mark that was opened last. */
  close(): void {
    const each = this.#marks.pop();
    if (!each?.written) return;
    this.#parts.push(each.close);
    this.#code = undefined;
  }

  isMarked(open: string): boolean {
    return this.#marks.some((each) => each.open === open);
  }

  /** The paragraph so far; the next one begins, with the same marks. */
  take(): string {
    for (const each of this.#marks.toReversed()) if (each.written) this.#parts.push(each.close);
    for (const each of this.#marks) {
      each.spent ||= each.written && each.once;
      each.written = false;
    }
    const text = this.#parts.join('');
    this.#parts = [];
    this.#space = false;
    this.#atStart = true;
    this.#code = undefined;
    return text;
  }

  #write(text: string): void {
    const opening = this.#marks.filter((each) => !each.written && !each.spent);
    // Two of a kind with nothing but a space between them are one.
    const [first] = opening;
    if (first && !this.#atStart && first.open === first.close && this.#parts.at(-1) === first.close) {
      this.#parts.pop();
      opening.shift();
      first.written = true;
    }
    if (this.#space && !this.#atStart) this.#parts.push(' ');
    this.#space = false;
    for (const each of opening) {
      each.written = true;
      this.#parts.push(each.open);
    }
    this.#parts.push(text);
    this.#atStart = false;
    this.#code = undefined;
  }
}

/** Code between more backticks than it has itself. */
export function codeSpan(code: string): string {
  if (!code.includes('`')) return `\`${code}\``;
  let longest = 0;
  for (const [ticks] of code.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$/.test(code) ? ' ' : '';
  return `${fence}${space}${code}${space}${fence}`;
}
