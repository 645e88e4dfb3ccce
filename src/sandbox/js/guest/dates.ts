import type { TellSlips } from './driver.ts';
import type { Kit } from './kit.ts';
import type { Replacing } from './replacing.ts';

/**
 * Replaces `Date` by the same, which sees what it makes of dates as people write them: the month is read first, so that
 * "05.03.2024" is May 3, and "25/03/2024" is none, which comparisons hide; "1709632800" and "20240305" are none, either.
 * @returns a function that tells what is to be said of it
 */
export function installDates(kit: Kit, { replaceClass, replaceFunction }: Replacing): TellSlips {
  /** Calls that are seen: each takes some microseconds. */
  const MAX_CALLS = 50_000;
  /** Texts of which no date was made, after which the next date is looked at. */
  const MAX_MISSES = 500;
  const { Date: Original } = globalThis;
  const parse = Original.parse;
  const parts = kit.method<[string], readonly string[] | null>(RegExp, 'exec');
  const BY_DAY = /^\s*(\d\d?)([./-])(\d\d?)\2\d{4}(?!\d)/;
  const SECONDS = /^1\d{9}(?:\d{3})?$/;
  const COMPACT = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/;
  let calls = 0;
  let misses = 0;
  let dotted = '';
  let slashed = '';
  let dayFirst = '';
  let none = '';
  /** The digits of a text of which no date was made just now, and the number that it is. */
  let pending = '';
  let pendingTime = 0;
  /** Whether a date of the same digits has been made then: the program knows what else such texts have. */
  let isReadAfter = false;

  /** The digits but for zeros, in order, which are the same however a date is written. */
  function digitsIn(text: string): string {
    let digits = '';
    for (let digit = 1; digit < 10; digit++)
      for (let at = 0; at < text.length; at++) if (text[at] === `${digit}`) digits += digit;
    return digits;
  }

  function miss(text: string, day: string): void {
    if (isReadAfter || misses++ > MAX_MISSES) return;
    pending = digitsIn(day);
    pendingTime = +text;
  }

  function seeAgain(time: number): void {
    const isSame = time === pendingTime || time === pendingTime * 1000;
    if (isSame || (time === time && digitsIn(dayOf(time)) === pending)) isReadAfter = true;
    pending = '';
  }

  function seeDay(
    text: string,
    { 0: date = '', 1: first = '', 2: by = '', 3: second = '' }: readonly string[],
    time: number,
  ): void {
    const isDayFirst = +first > 12 && +first <= 31 && +second <= 12;
    if (isDayFirst && time !== time) {
      dayFirst ||= text;
      miss(text, date);
    } else if (time === time && by === '.' && first !== second) dotted ||= text;
    else if (time === time && first !== second) slashed ||= text;
  }

  function see(text: unknown, time: number): void {
    if (typeof text !== 'string' || text.length > 30 || calls++ > MAX_CALLS) return;
    const found = parts(BY_DAY, text);
    if (found) seeDay(text, found, time);
    else if (time !== time && (parts(SECONDS, text) || parts(COMPACT, text))) {
      none ||= text;
      miss(text, text);
    }
  }

  replaceClass(Original, 'Date', undefined, (made, given) => {
    if ((typeof given !== 'string' && pending === '') || !kit.isDate(made)) return;
    const time = kit.timeOf(made);
    if (pending !== '') seeAgain(time);
    if (typeof given === 'string') see(given, time);
  });
  replaceFunction<typeof parse>(globalThis.Date, 'parse', (original) => {
    const named = {
      parse: (text: string): number => {
        const time = original(text);
        if (pending !== '') seeAgain(time);
        see(text, time);
        return time;
      },
    };
    return named.parse;
  });

  /** @param time valid, in milliseconds */
  function dayOf(time: number): string {
    return kit.slice(kit.isoOf(new Original(time)), 0, 10);
  }

  return (_means, say) => {
    const misread = dotted || (dayFirst && slashed);
    const instead = misread && `${kit.stringify(misread)} was read as ${dayOf(parse(misread))}`;
    if (dayFirst && (misread || !isReadAfter))
      say(`Date has the month first: ${kit.stringify(dayFirst)} is no date to it${instead && `, and ${instead}`}`);
    else if (misread) say(`Date has the month first: ${instead}`);
    if (none && !isReadAfter) say(`Date finds no date in ${kit.stringify(none)}`);
  };
}
