/** Text that the source of a program has more than what was given. */
export interface Insertion {
  /** Where in what was given. */
  readonly at: number;
  readonly text: string;
}

/** A program, or a function, that can be compiled. */
export interface Program {
  /** As it was given, with line feeds as line breaks (ECMA-262 reads them so), without a byte order mark. */
  readonly text: string;
  /** JavaScript: a function without parameters that returns the program's value, or the function that it is. */
  readonly source: string;
  readonly insertions: readonly Insertion[];
  /** Whether its value is a function, to be called. */
  readonly isFunction: boolean;
  /** What is likely not meant, in words. */
  readonly notes: readonly string[];
  /** What it adds to numbers. */
  readonly sums: readonly Sum[];
  readonly comparisons: readonly Comparison[];
  readonly orders: readonly Order[];
  readonly uses: readonly Use[];
  /** The keys that it takes, whatever of, and its texts. */
  readonly names: ReadonlySet<string>;
  readonly means: Meant;
  readonly chooses: Chooses;
}

/**
 * By what a program chooses among items, so that it may add none that are text: by what they are (of what kind, or by a text
 * that they have), by a value of theirs, or not at all.
 */
export type Chooses = 'kinds' | 'values' | undefined;

/** What is known of a program beside its text and source. */
export type ProgramFacts = Omit<Program, 'text' | 'source' | 'insertions'>;

/** `left === right` */
export interface Comparison {
  readonly left: Compared;
  readonly right: Compared;
  /** Where: see {@link placeInText}. */
  readonly place: string;
  /** `!==` */
  readonly isNegated: boolean;
}

/** A member, or a value that is written in the program. */
export interface Compared {
  /** Of a member. */
  readonly key: string | undefined;
  /** Of a member, the key or name of its object: `vars` of `r.vars.page` and `vars.page`. */
  readonly of?: string | undefined;
  readonly value?: unknown;
  /** As it is written: `x.price`. */
  readonly written: string;
}

/** A member that is added to a number: `+` joins texts if it is one. */
export interface Sum {
  readonly key: string;
  /** As it is written: `x.price`. */
  readonly member: string;
  /** Where: see {@link placeInText}. */
  readonly place: string;
}

/** Members of one key of which one is more than the other: as texts, if they are texts. */
export interface Order {
  readonly key: string;
  /** An operator, or the name of a method. */
  readonly by: string;
  /** What orders them as numbers. */
  readonly instead: string;
  /** Where: see {@link placeInText}. */
  readonly place: string;
}

/** What looks like a slip, and of a program is none. */
export interface Meant {
  /** What it sorts without a function is only to be compared, whatever its order. */
  readonly textOrder: boolean;
  /** It has a number for thousands or millions, so that it sees to the k of "1.2k" itself. */
  readonly scales: boolean;
  /** It keeps a text as it is where no number comes of it. */
  readonly keepsTexts: boolean;
}

/** A member that is taken for something. */
export interface Use {
  /**
   * `key`: by what has it; `date`: by `new Date` alone; `moment`: with one, in milliseconds or a Date; `number`: by an
   * operator that makes a number of it; `truth`: it is asked whether it is true.
   */
  readonly as: 'key' | 'date' | 'moment' | 'number' | 'truth';
  readonly key: string;
  /** The operator that has it beside a moment, makes a number of it, or has another key in its place; empty of others. */
  readonly by: string;
  /** As it is written: `x.time`. */
  readonly written: string;
  /** Where: see {@link placeInText}. */
  readonly place: string;
}

/** What is wrong with a text that should be a program, in words that can stand after its path: `line 2 (...): ...`. */
export interface Problem {
  readonly problem: string;
}

/** @param insertions in the order of the text; what is to be inserted at the same place in the order given */
export function programOf(text: string, insertions: readonly Insertion[], more: ProgramFacts): Program {
  let source = '';
  let from = 0;
  for (const { at, text: inserted } of insertions) {
    source += text.slice(from, at) + inserted;
    from = at;
  }
  return { text, source: source + text.slice(from), insertions, ...more };
}

/**
 * Where in the text a place of the source is.
 * @param line of the source, from 1
 * @param column of the source, from 1
 * @returns an offset in the text; undefined if the text has no such place
 */
export function offsetInText({ text, source, insertions }: Program, line: number, column: number): number | undefined {
  let start = 0;
  for (let each = 1; each < line; each++) {
    const end = source.indexOf('\n', start);
    if (end < 0) return undefined;
    start = end + 1;
  }
  let offset = start + column - 1;
  for (const { at, text: inserted } of insertions) {
    if (offset < at) break;
    offset = Math.max(at, offset - inserted.length);
  }
  return offset <= text.length ? offset : undefined;
}

const MAX_EXCERPT = 80;

/** A place as a reader finds it: `line 2 (.map(r => r.body.length))`, of a long line what stands around it. */
export function placeInText(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const found = text.indexOf('\n', start);
  const end = found < 0 ? text.length : found;
  const number = text.slice(0, start).split('\n').length;
  const whole = text.slice(start, end);
  const excerpt = whole.trim().length > MAX_EXCERPT ? around(whole, offset - start) : whole.trim();
  return excerpt === '' ? `line ${number}` : `line ${number} (${excerpt})`;
}

function around(line: string, column: number): string {
  const from = Math.max(0, Math.min(column - MAX_EXCERPT / 2, line.trimEnd().length - MAX_EXCERPT));
  const to = from + MAX_EXCERPT;
  const part = line.slice(from, to).toWellFormed().trim();
  return `${from > 0 ? '…' : ''}${part}${to < line.trimEnd().length ? '…' : ''}`;
}
