import type { TellSlips } from './driver.ts';
import type { Kit } from './kit.ts';

/** Programs give it whatever they like. */
type Parse = (text: string, radix?: number) => number;

/**
 * Replaces `parseFloat` and `parseInt` by the same, which see where they stop inside of a number as people write it: of
 * "1,234.50" they make 1, of "1.234,50" 1.234, of "1.2k" 1.2.
 * @returns a function that tells what is to be said of it
 */
export function installParsing(kit: Kit): TellSlips {
  /** Longer texts are none that are a number alone. */
  const MAX_LENGTH = 30;
  const GROUPED = ",.'’ \u00a0\u202f";
  const SCALES = 'kKM';
  const includes = kit.method<[string], boolean>(String, 'includes');
  const slips = kit.bareDictionary<{ readonly isScale: boolean; readonly found: string }>();

  function isDigit(char: string | undefined): boolean {
    return char !== undefined && char >= '0' && char <= '9';
  }

  function digitsFrom(text: string, start: number): number {
    let at = start;
    while (isDigit(text[at])) at++;
    return at;
  }

  /** Where a number in groups of three digits ends, `1,234,567`; undefined if it is in none, as are `255,128,0` and an address. */
  function groupsFrom(text: string, start: number): number | undefined {
    let at = digitsFrom(text, start);
    const by = text[at];
    if (at === start || at > start + 3 || by === undefined || !includes(GROUPED, by)) return undefined;
    let groups = 0;
    for (; text[at] === by && digitsFrom(text, at + 1) === at + 4; at += 4) groups++;
    return groups > 0 && (text[at] !== by || !isDigit(text[at + 1])) ? at : undefined;
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
      const isGrouped = by !== '.' || grouped > whole + 4 || (text[grouped] === ',' && isDigit(text[grouped + 1]));
      if (isGrouped) return by === '.' && text[grouped] === ',' ? ',' : by;
    }
    const isEnd = (at: number): boolean => at === text.length;
    if (text[whole] === ',' && whole > start && isEnd(whole + 3) && digitsFrom(text, whole + 1) === whole + 3) return ',';
    const end = text[whole] === '.' ? digitsFrom(text, whole + 1) : whole;
    const scale = text[end];
    return whole > start && scale !== undefined && includes(SCALES, scale) && !isLetter(text[end + 1]) ? scale : undefined;
  }

  function see(name: string, text: unknown, number: number, radix: unknown): void {
    if (typeof text !== 'string' || text.length > MAX_LENGTH || number !== number) return;
    // To other bases letters are digits.
    if (name === 'parseInt' && radix !== undefined && radix !== 10) return;
    const stop = stopIn(text);
    const words = `${name} stopped at "${stop}" in`;
    if (stop === undefined || words in slips) return;
    slips[words] = kit.bare({ isScale: includes(SCALES, stop), found: `${kit.stringify(text)}, and gave ${number}` });
  }

  function install(name: 'parseFloat' | 'parseInt', original: Parse): void {
    const named = {
      [name](text: string, radix?: number) {
        const number = original(text, radix);
        see(name, text, number, radix);
        return number;
      },
    };
    kit.define(globalThis, name, named[name]);
    kit.define(Number, name, named[name]);
  }
  install('parseFloat', globalThis.parseFloat);
  install('parseInt', globalThis.parseInt);
  return ({ scales }, say) => {
    for (const words in slips) {
      const slip = slips[words];
      if (slip && !(scales && slip.isScale)) say(`${words} ${slip.found}`);
    }
  };
}
