import { parseHttpDate } from './http-date.ts';
import { headerOf, type ResponseHeaders } from './message.ts';

/** What an answer says of time: against it the times that it names are read. */
export interface ServerClock {
  /** Milliseconds since the epoch, here. */
  readonly now: number;
  /** By how much its clock is ahead of ours, in milliseconds, as far as its `Date` tells; less the time it spent in caches. */
  readonly aheadMs: number;
  /** How long it has been in caches (`Age`), in milliseconds. */
  readonly ageMs: number;
}

/** Above it a number is seconds since the epoch, not from now (2001; 31 years). */
const EPOCH_S = 1e9;
/** Above it a number is milliseconds since the epoch. */
const EPOCH_MS = 1e11;
/** Nothing is waited for longer, and numbers of any length are read: a year. */
const MAX_WAIT_MS = 365 * 86_400_000;

const NUMBER = /^\d+(?:\.\d*)?$/;
/** As Go writes them: `6m0s`, `1h2m3.5s`, `20ms`. */
const DURATION = /^(?=\d)(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?$/;
/** RFC 3339, also with a blank for the T and before the zone, or without a zone. */
const ISO = /^(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?) ?(Z|z|UTC|GMT|[+-]\d\d:?\d\d)?$/;
/** Dates that mean to be HTTP's and are not to the letter. `Date.parse` alone takes "soon 2099" for one. */
const LOOSE_DATE =
  /^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?\d{1,2}[ -][a-z]{3}[ -]\d{4} \d\d:\d\d:\d\d(?: (?:GMT|UTC|[+-]\d{4}))$/i;
/** The members of a list; the comma after the day of the week is not between two of them. */
const MEMBERS = /(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*, )?[^,]+/gi;

/** @param now milliseconds since the epoch */
export function serverClock(headers: ResponseHeaders, now: number = Date.now()): ServerClock {
  const date = parseHttpDate(headerOf(headers, 'date') ?? '', now);
  const age = headerOf(headers, 'age')?.trim() ?? '';
  const ageMs = /^\d{1,9}$/.test(age) ? Number(age) * 1_000 : 0;
  return { now, ageMs, aheadMs: date === undefined ? 0 : date + ageMs - now };
}

/**
 * Reads when something may be done again, in whatever form servers write it: seconds (`120`, `2.0`), seconds or
 * milliseconds since the epoch, a duration (`6m0s`, `20ms`), an HTTP date or an ISO one. Of a list the latest counts.
 * @param unitMs of a plain number, in milliseconds. Default: a second
 * @returns milliseconds from now, at least 0 and at most a year; undefined if it cannot be read
 */
export function parseWait(
  value: string | string[] | undefined,
  clock: ServerClock,
  unitMs: 1 | 1_000 = 1_000,
): number | undefined {
  if (value === undefined) return undefined;
  const waits = [value]
    .flat()
    .flatMap((line) => line.match(MEMBERS) ?? [])
    .flatMap((member) => parseMember(member.trim(), clock, unitMs) ?? []);
  return waits.length > 0 ? Math.min(MAX_WAIT_MS, Math.max(0, ...waits)) : undefined;
}

function parseMember(member: string, clock: ServerClock, unitMs: number): number | undefined {
  // `76;w=21600`: what the number counts is another matter.
  const text = member.replace(/;.*$/, '').trim();
  if (NUMBER.test(text)) {
    const number = Number(text);
    if (number * unitMs < EPOCH_S * 1_000) return number * unitMs - clock.ageMs;
    return (number < EPOCH_MS ? number * unitMs : number) - clock.now - clock.aheadMs;
  }
  const duration = parseDurationMs(text);
  if (duration !== undefined) return duration - clock.ageMs;
  const time = parseHttpDate(text, clock.now) ?? parseOtherDate(text);
  return Number.isNaN(time) ? undefined : time - clock.now - clock.aheadMs;
}

/** Reads `6m0s`, `1h2m3.5s`, `20ms`. @returns milliseconds; undefined if it is no such duration */
export function parseDurationMs(text: string): number | undefined {
  const parts = DURATION.exec(text)?.slice(1);
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, ms = 0] = parts.map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000 + ms;
}

/** @returns milliseconds since the epoch; NaN if it is no date */
function parseOtherDate(text: string): number {
  if (LOOSE_DATE.test(text)) return Date.parse(text);
  const [, day, time, zone = 'Z'] = ISO.exec(text) ?? [];
  return day === undefined ? Number.NaN : Date.parse(`${day}T${time}${/^(?:utc|gmt)$/i.test(zone) ? 'Z' : zone}`);
}
