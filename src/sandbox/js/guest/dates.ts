import type { TellSlips } from './driver.ts';
import type { Kit } from './kit.ts';

/**
 * Replaces `Date` by the same, which sees what it makes of dates as people write them: the month is read first, so that
 * "05.03.2024" is May 3, and "25/03/2024" is none, which comparisons hide; "1709632800" and "20240305" are none, either.
 * @returns a function that tells what is to be said of it
 */
export function installDates(kit: Kit): TellSlips {
  /** Calls that are seen: each takes some microseconds. */
  const MAX_CALLS = 50_000;
  const { Date: Original } = globalThis;
  const parse = Original.parse;
  const parts = kit.method<[string], readonly string[] | null>(RegExp, 'exec');
  const BY_DAY = /^\s*(\d\d?)([./-])(\d\d?)\2\d{4}(?!\d)/;
  const SECONDS = /^1\d{9}(?:\d{3})?$/;
  const COMPACT = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
  let calls = 0;
  let dotted = '';
  let slashed = '';
  let dayFirst = '';
  let none = '';

  function seeDay(text: string, { 1: first = '', 2: by = '', 3: second = '' }: readonly string[], time: number): void {
    const isDayFirst = +first > 12 && +first <= 31 && +second <= 12;
    if (isDayFirst && time !== time) dayFirst ||= text;
    else if (time === time && by === '.' && first !== second) dotted ||= text;
    else if (time === time && first !== second) slashed ||= text;
  }

  function see(text: unknown, time: number): void {
    if (typeof text !== 'string' || text.length > 30 || calls++ > MAX_CALLS) return;
    const found = parts(BY_DAY, text);
    if (found) seeDay(text, found, time);
    else if (time !== time && (parts(SECONDS, text) || parts(COMPACT, text))) none ||= text;
  }

  kit.replaceClass(Original, 'Date', undefined, (made, given) => {
    if (typeof given === 'string' && kit.isDate(made)) see(given, kit.timeOf(made));
  });
  const named = {
    parse: (text: string): number => {
      const time = parse(text);
      see(text, time);
      return time;
    },
  };
  kit.define(globalThis.Date, 'parse', named.parse);

  function day(text: string): string {
    return kit.slice(kit.isoOf(new Original(parse(text))), 0, 10);
  }

  return (_means, say) => {
    const misread = dotted || (dayFirst && slashed);
    const instead = misread && `${kit.stringify(misread)} was read as ${day(misread)}`;
    if (dayFirst) say(`Date has the month first: ${kit.stringify(dayFirst)} is no date to it${instead && `, and ${instead}`}`);
    else if (misread) say(`Date has the month first: ${instead}`);
    if (none) say(`Date finds no date in ${kit.stringify(none)}`);
  };
}
