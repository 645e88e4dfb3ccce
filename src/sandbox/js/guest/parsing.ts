import type { TellSlips } from './driver.ts';
import type { Kit } from './kit.ts';
import type { Replacing } from './replacing.ts';

/** Programs give it whatever they like. */
type Parse = (text: string, radix?: number) => number;

/**
 * Replaces `Number`, `parseFloat` and `parseInt` by the same, which see what they make of a number as people write it:
 * `Number` and often the others NaN, which `|| 0` hides; `parseFloat` of "1,234.50" 1, of "1.234,50" 1.234, of "1.2k" 1.2.
 * @param written see `writtenNumber`
 * @returns a function that tells what is to be said of it
 */
export function installParsing(kit: Kit, { replaceClass, replaceFunction }: Replacing, written: RegExp): TellSlips {
  /** Longer texts are none that are a number alone. */
  const MAX_LENGTH = 30;
  /** Calls that are seen: each takes some microseconds. */
  const MAX_CALLS = 5_000;
  const GROUPED = ",.'’ \u00a0\u2009\u202f";
  const SCALES = 'kKM';
  const PLACES = 'map(parseInt) gives it the place in the list as its base: map(x => parseInt(x))';
  const includes = kit.method<[string], boolean>(String, 'includes');
  const matches = kit.method<[string], unknown>(RegExp, 'exec');
  let calls = 0;
  const slips = kit.bareDictionary<{ readonly isScale: boolean; readonly found: string }>();
  const unread = kit.bareDictionary<string>();
  /** The digits of a text of which NaN was made just now. */
  let pending = '';
  /** Whether the same digits have been read then: the program knows what else such texts have. */
  let isReadAfter = false;
  /** Whether `map(parseInt)` has given it places as bases. */
  let isGivenPlaces = false;

  function isDigit(char: string | undefined): boolean {
    return char !== undefined && char >= '0' && char <= '9';
  }

  function digitsFrom(text: string, start: number): number {
    let at = start;
    while (isDigit(text[at])) at++;
    return at;
  }

  /** `.50` at the end */
  function isCentsAt(text: string, at: number): boolean {
    return text[at] === '.' && text.length === at + 3 && digitsFrom(text, at + 1) === at + 3;
  }

  /** Where a number in groups of three digits ends, `1,234,567`; undefined if it is in none, as are `255,128,0` and an address. */
  function groupsFrom(text: string, start: number): number | undefined {
    let at = digitsFrom(text, start);
    const by = text[at];
    if (at === start || at > start + 3 || by === undefined || !includes(GROUPED, by)) return undefined;
    let groups = 0;
    for (; text[at] === by && digitsFrom(text, at + 1) === at + 4; at += 4) groups++;
    const isOver = text[at] !== by || !isDigit(text[at + 1]);
    return groups > 0 && (isOver || isCentsAt(text, at)) ? at : undefined;
  }

  function isLetter(char: string | undefined): boolean {
    return char !== undefined && ((char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z'));
  }

  /** The character inside of a number at which it is no number any more; undefined if it ends as one. */
  function stopIn(text: string): string | undefined {
    const start = text[0] === '-' || text[0] === '+' ? 1 : 0;
    const whole = digitsFrom(text, start);
    const grouped = groupsFrom(text, start);
    if (grouped !== undefined) {
      const by = text[whole];
      // One point may be that of decimals, unless another of them follows.
      const next = text[grouped];
      const isGrouped = by !== '.' || grouped > whole + 4 || (next === ',' && isDigit(text[grouped + 1]));
      if (isGrouped) return by === '.' && next === ',' ? ',' : by;
      // "1.234,50" of which the comma has become a point.
      if (isCentsAt(text, grouped)) return by;
    }
    const isEnd = (at: number): boolean => at === text.length;
    if (text[whole] === ',' && whole > start && isEnd(whole + 3) && digitsFrom(text, whole + 1) === whole + 3) return ',';
    const end = text[whole] === '.' ? digitsFrom(text, whole + 1) : whole;
    const scale = text[end];
    return whole > start && scale !== undefined && includes(SCALES, scale) && !isLetter(text[end + 1]) ? scale : undefined;
  }

  function digitsIn(text: string): string {
    let digits = '';
    for (let at = 0; at < text.length; at++) if (isDigit(text[at])) digits += text[at];
    return digits;
  }

  function see(name: string, text: unknown, number: number, radix?: unknown): void {
    if (typeof text !== 'string' || text.length > MAX_LENGTH || calls > MAX_CALLS) return;
    // To other bases letters are digits.
    if (name === 'parseInt' && radix !== undefined && radix !== 10) return;
    calls++;
    const earlier = pending;
    pending = '';
    if (number !== number) return seeUnread(name, text);
    if (earlier !== '' && digitsIn(text) === earlier) isReadAfter = true;
    const stop = name === 'Number' ? undefined : stopIn(text);
    const words = `${name} stopped at "${stop}" in`;
    if (stop === undefined || words in slips) return;
    slips[words] = kit.bare({ isScale: includes(SCALES, stop), found: `${kit.stringify(text)}, and gave ${number}` });
  }

  function seeUnread(name: string, text: string): void {
    // A plain number is NaN by the base that was given.
    if (isReadAfter || +text === +text || matches(written, text) === null) return;
    pending = digitsIn(text);
    const minus = includes(text, '\u2212') ? '\u2212' : includes(text, '\u2013') ? '\u2013' : '';
    unread[`${name} ${minus}`] ??= `${name} gave NaN for ${kit.stringify(text)}${minus && `, in which "${minus}" is no "-"`}`;
  }

  function install(name: 'parseFloat' | 'parseInt'): void {
    replaceFunction<Parse>(globalThis, name, (original) => {
      const named = {
        [name](text: string, radix?: number) {
          const number = original(text, radix);
          see(name, text, number, radix);
          // The third is the list that map goes through.
          if (name === 'parseInt' && typeof radix === 'number' && radix > 0 && kit.isArray(arguments[2])) isGivenPlaces = true;
          return number;
        },
      };
      return named[name];
    });
    kit.define(Number, name, globalThis[name]);
  }
  function installNumber(): void {
    const { Number: Original } = globalThis;
    const called = (count: number, given: unknown): number => {
      const number = count === 0 ? 0 : Original(given);
      if (pending !== '' || number !== number) see('Number', given, number);
      return number;
    };
    replaceClass(Original, 'Number', called, () => undefined);
  }
  install('parseFloat');
  install('parseInt');
  installNumber();
  return ({ scales, keepsTexts }, say) => {
    for (const words in slips) {
      const slip = slips[words];
      if (slip && !(scales && slip.isScale)) say(`${words} ${slip.found}`);
    }
    if (!isReadAfter && !keepsTexts) for (const key in unread) say(unread[key] ?? '');
    if (isGivenPlaces) say(PLACES);
  };
}
