import { lastKey, membersOf, parentOf, valueAt, type List } from './page-places.ts';
import type { MoreHint } from './page-hints.ts';
import { isFunction } from './run-function.ts';
import { isObject } from './select/shape.ts';

/** Who reads a body, and what of it. */
export interface Readers {
  readonly selects: readonly string[];
  readonly program: string | undefined;
  /** Of all of these. */
  readonly words: ReadonlySet<string>;
  /** Whether a header says that there is more. */
  readonly isInHeader: boolean;
}

/** Whether those who read a list know that it goes on, or want a few of it, or something else. */
export function isKnown(
  body: unknown,
  list: List,
  hints: readonly MoreHint[],
  { selects, program, words, isInHeader }: Readers,
): boolean {
  if (program !== undefined && (textOf(program).isProgramPick || !words.has('body'))) return true;
  if (selects.length > 0 && selects.every((text) => isPick(text, list.path))) return true;
  const isRead = (key: string): boolean =>
    selects.some((text) => textOf(text).reads(key, isFunction(text))) ||
    (program !== undefined && textOf(program).reads(key, true));
  return (
    hints.some(({ path }) => isRead(lastKey(path))) || (isInHeader && words.has('headers')) || isElsewhere(body, list, words)
  );
}

/** Whether those who read a body name what stands beside a list, or beside what it is in, and not that. */
export function isElsewhere(body: unknown, { path }: List, words: ReadonlySet<string>): boolean {
  const steps = [...placesOn(body, path)];
  return steps.some(({ place, key }) => {
    return !words.has(key) && membersOf(place).some(([other]) => other !== key && words.has(other));
  });
}

/** The objects on the way to a list, with the key that leads on. */
function placesOn(body: unknown, path: string): readonly { readonly place: Record<string, unknown>; readonly key: string }[] {
  const found = [];
  for (let at = path; at !== ''; at = parentOf(at)) {
    const place = valueAt(body, parentOf(at));
    if (isObject(place) && !Array.isArray(place)) found.push({ place, key: lastKey(at) });
  }
  return found;
}

/**
 * An element by its number, or the first few. What is sorted or filtered before is picked from all, and so is the last. A path
 * has few steps: one of thousands would be looked at from each of them.
 */
const PICKED = String.raw`(?:\??\.\w+){0,20}?(?:\?\.)?(?:\[\d|\??\.(?:at\(\s*\d|slice\(\s*0\s*,\s*\w))`;
const PROGRAM_PICK = new RegExp(String.raw`\bbody${PICKED}`);
const FUNCTION_PICK = new RegExp(String.raw`(?:=>\s*\w+|\bbody)${PICKED}`);
const SELECT_PICK = /^\[\s*(?:\d+\s*\]|\d*\s*:\s*\d)/;

/** Whether a `select` takes elements of the list by their numbers: the first, or the first few. */
function isPick(select: string, list: string): boolean {
  const text = select.trim();
  if (isFunction(select)) return textOf(text).isFunctionPick;
  return text.startsWith(list) && SELECT_PICK.test(text.slice(list.length));
}

/** Keys of which it is remembered whether they are read: what says that there is more has few names. */
const MAX_KEYS = 100;

/** An expression or program that reads bodies. It may be long, and is looked at for each record: what is found of it stays. */
class ReaderText {
  readonly #text: string;
  readonly #read = new Map<string, boolean>();
  #words: ReadonlySet<string> | undefined;
  #isProgramPick: boolean | undefined;
  #isFunctionPick: boolean | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Its words, and what is in quotes in it. */
  get words(): ReadonlySet<string> {
    if (this.#words) return this.#words;
    const quoted = [...this.#text.matchAll(/(["'`])([^"'`]{1,100})\1/g)].map(([, , inner = '']) => inner);
    this.#words = new Set([...this.#text.split(/\W+/), ...quoted]);
    return this.#words;
  }

  get isProgramPick(): boolean {
    this.#isProgramPick ??= PROGRAM_PICK.test(this.#text);
    return this.#isProgramPick;
  }

  get isFunctionPick(): boolean {
    this.#isFunctionPick ??= FUNCTION_PICK.test(this.#text);
    return this.#isFunctionPick;
  }

  /** Whether it reads a member of this name. @param isProgram whether it is JavaScript */
  reads(key: string, isProgram: boolean): boolean {
    const before = this.#read.get(key);
    if (before !== undefined) return before;
    if (this.#read.size >= MAX_KEYS) this.#read.clear();
    const isRead = isProgram ? takes(this.#text, key) : namesMember(this.#text, key);
    this.#read.set(key, isRead);
    return isRead;
  }
}

/** Whether an expression names a member; a name that it gives itself is none of the body. */
function namesMember(expression: string, key: string): boolean {
  return wordsOf(expression.replace(/[a-z_]\w*\s*:/gi, ' ')).has(key);
}

/** Whether a program takes a member of this name: `x.total`, `x['total']`, `{items, total} = x`; not a variable called so. */
function takes(program: string, key: string): boolean {
  const name = key.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(
    `(?:\\.\\s*|\\[\\s*['"\`])${name}(?![\\w$])|\\{[^{}]*(?<![\\w$])${name}(?![\\w$])[^{}]*\\}\\s*(?:=(?!=)|\\)\\s*=>|,\\s*\\w+\\s*\\)\\s*=>)`,
  ).test(program);
}

const known = new Map<string, ReaderText>();
const MAX_TEXTS = 20;

function textOf(text: string): ReaderText {
  const before = known.get(text);
  if (before) return before;
  if (known.size >= MAX_TEXTS) known.clear();
  const made = new ReaderText(text);
  known.set(text, made);
  return made;
}

/** The words of expressions or a program, and what is in quotes in them. */
export function wordsOf(text: string): ReadonlySet<string> {
  return textOf(text).words;
}
