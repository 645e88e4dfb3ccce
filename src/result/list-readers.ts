import { lastKey, membersOf, parentOf, valueAt } from './page-places.ts';
import type { MoreHint } from './page-hints.ts';
import { isFunction } from './run-function.ts';
import { isObject } from './select/shape.ts';

/** A list of a body. */
export interface List {
  /** '' is the body itself. */
  readonly path: string;
  readonly length: number;
}

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
  if (program !== undefined && (PROGRAM_PICK.test(program) || !words.has('body'))) return true;
  if (selects.length > 0 && selects.every((text) => isPick(text, list.path))) return true;
  const isRead = (key: string): boolean =>
    selects.some((text) => reads(text, key)) || (program !== undefined && takes(program, key));
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

function reads(select: string, key: string): boolean {
  // A name that the selection gives is none of the body.
  const expression = select.replace(/[a-z_]\w*\s*:/gi, ' ');
  return isFunction(select) ? takes(select, key) : wordsOf(expression).has(key);
}

/** Whether a program takes a member of this name: `x.total`, `x['total']`, `{items, total} = x`; not a variable called so. */
function takes(program: string, key: string): boolean {
  const name = key.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(
    `(?:\\.\\s*|\\[\\s*['"\`])${name}(?![\\w$])|\\{[^{}]*(?<![\\w$])${name}(?![\\w$])[^{}]*\\}\\s*(?:=(?!=)|\\)\\s*=>|,\\s*\\w+\\s*\\)\\s*=>)`,
  ).test(program);
}

/** An element by its number, or the first few. What is sorted or filtered before is picked from all, and so is the last. */
const PICKED = String.raw`(?:\??\.\w+)*?(?:\?\.)?(?:\[\d|\??\.(?:at\(\s*\d|slice\(\s*0\s*,\s*\w))`;
const PROGRAM_PICK = new RegExp(String.raw`\bbody${PICKED}`);
const FUNCTION_PICK = new RegExp(String.raw`(?:=>\s*\w+|\bbody)${PICKED}`);
const SELECT_PICK = /^\[\s*(?:\d+\s*\]|\d*\s*:\s*\d)/;

/** Whether a `select` takes elements of the list by their numbers: the first, or the first few. */
function isPick(select: string, list: string): boolean {
  const text = select.trim();
  if (isFunction(select)) return FUNCTION_PICK.test(text);
  return text.startsWith(list) && SELECT_PICK.test(text.slice(list.length));
}

/** Words of what has been read: a program is long, and looked at for each record. */
const known = new Map<string, ReadonlySet<string>>();
const MAX_TEXTS = 20;

/** The words of expressions or a program, and what is in quotes in them. */
export function wordsOf(text: string): ReadonlySet<string> {
  const before = known.get(text);
  if (before) return before;
  const quoted = [...text.matchAll(/(["'`])([^"'`]{1,100})\1/g)].map(([, , inner = '']) => inner);
  const words = new Set([...text.split(/\W+/), ...quoted]);
  if (known.size >= MAX_TEXTS) known.clear();
  known.set(text, words);
  return words;
}
