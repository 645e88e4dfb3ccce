import { END, skip, walk, type Forgiven, type Slip, type Stop } from './json-walk.ts';

/** What keeps browsers from running JSON as a script, as servers put it in front. */
const GUARD =
  /\s*(?:\)\]\}'?,?|while\s*\((?:1|true)\)\s*(?:;|\{\s*\})|for\s*\(\s*;\s*;\s*\)\s*(?:;|\{\s*\})|throw 1;\s*(?:<[^<>]{0,40}>)?|\{\}\s*&&|&&&[A-Z]{1,20}&&&)/y;

/** The call around JSONP, up to its bracket: `cb(`, `/**` + `/ typeof cb === 'function' && cb(`, `window.cb && cb(`. */
const CALL =
  /\s*(?:\/\*\*\/\s*)?(?:typeof\s+[\w$.]{1,200}\s*===?\s*["']function["']\s*&&\s*|[\w$.]{1,200}\s*&&\s*)?(?!\d)[\w$.]{1,200}(?:\[[\w"'$]{1,100}\]){0,3}\s*\(/y;
const CALL_END = /\s*\)[\s;]*/y;
const VALUE_END = /[\s;]*/y;

/** JSON that was made of a text that is none, and what was amiss; or where it could not be made. */
export type Corrected = { readonly json: string; readonly slips: readonly string[] } | { readonly stop: Stop };

/**
 * Makes JSON of a text that is JSON but for what servers put around it (a guard such as `)]}'` or `for(;;);`, a call,
 * a `;` at the end), and for comments, a comma before a closing bracket, and values that JSON does not have: NaN and
 * undefined become null, Infinity the text "Infinity". In time that is proportional to the text.
 * @param text that is not JSON
 */
export function correctJson(text: string): Corrected {
  const correction = new Correction(text);
  const guarded = skip(GUARD, text, 0);
  const called = skip(CALL, text, guarded);
  const stop = walk(text, called, correction);
  const isWhole = stop.expected === undefined || stop.expected === END;
  const end = isWhole ? skip(called > guarded ? CALL_END : VALUE_END, text, stop.offset) : 0;
  // What only looks like a call is no reason to look for the flaw behind it.
  if (called > guarded && (end < text.length || end === stop.offset)) return { stop: walk(text, guarded) };
  if (end < text.length) return { stop };
  const slips = [
    ...(guarded > 0 ? [`${JSON.stringify(text.slice(0, guarded).trim())} in front`] : []),
    ...(called > guarded ? ['a call around it (JSONP)'] : []),
    ...correction.slips(),
    ...(called === guarded && end > stop.offset ? ['";" at the end'] : []),
  ];
  return { json: correction.between(called, stop.offset), slips };
}

/** Whether a text begins as what {@link correctJson} reads. @param isScript whether it is called a script: a call counts */
export function startsGuarded(start: string, isScript: boolean): boolean {
  return skip(GUARD, start, 0) > 0 || (isScript && skip(CALL, start, 0) > 0);
}

/** Puts together a text of which parts are replaced, as a walk comes to them. */
class Correction implements Forgiven {
  readonly #text: string;
  readonly #replaced: { readonly from: number; readonly to: number; readonly insert: string }[] = [];
  readonly #counts = new Map<Slip, number>();
  #isSorted = true;

  constructor(text: string) {
    this.#text = text;
  }

  replace(from: number, to: number, insert: string, what: Slip): void {
    // A comma is told when its bracket is found, after the comments between them.
    this.#isSorted &&= from >= (this.#replaced.at(-1)?.from ?? 0);
    this.#replaced.push({ from, to, insert });
    this.#counts.set(what, (this.#counts.get(what) ?? 0) + 1);
  }

  between(start: number, end: number): string {
    const inOrder = this.#isSorted ? this.#replaced : this.#replaced.toSorted((a, b) => a.from - b.from);
    const parts: string[] = [];
    let copied = start;
    for (const { from, to, insert } of inOrder) {
      if (to > end) break;
      parts.push(this.#text.slice(copied, from), insert);
      copied = to;
    }
    return parts.join('') + this.#text.slice(copied, end);
  }

  slips(): string[] {
    const words: Readonly<Record<Slip, string>> = {
      comments: 'comments',
      'trailing commas': 'trailing commas',
      NaN: 'NaN, here null',
      Infinity: 'Infinity, here a text',
      undefined: 'undefined, here null',
    };
    return [...this.#counts].map(([what, count]) => `${words[what]}${count > 1 ? ` (${count} times)` : ''}`);
  }
}
