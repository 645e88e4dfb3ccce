const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)';
const LONG_DAY = '(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)';
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)';

/** The form that is sent, then the two that are obsolete; the last one is in UTC without saying so. */
const FORMS = [
  new RegExp(`^${DAY}, (?<day>\\d\\d) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^${LONG_DAY}, (?<day>\\d\\d)-${MONTH}-(?<year>\\d\\d) ${TIME} GMT$`),
  new RegExp(`^${DAY} ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/**
 * Reads an HTTP-date in one of its three forms (RFC 9110 section 5.6.7), to the letter: whatever `Date.parse` would take
 * beside them ("3600", "2050", a date in "UTC") is none. The day of the week is not checked against the date.
 * @param now milliseconds since the epoch: a year of two digits is at most 50 years ahead of it, and less than 50 behind
 * @returns milliseconds since the epoch; undefined if it is not an HTTP-date
 */
export function parseHttpDate(text: string, now: number = Date.now()): number | undefined {
  for (const form of FORMS) {
    const parts = form.exec(text)?.groups;
    if (parts) return toTime(parts, now);
  }
  return undefined;
}

function toTime(parts: Readonly<Record<string, string | undefined>>, now: number): number | undefined {
  const number = (name: string): number => Number(parts[name]);
  const month = MONTHS.findIndex((name) => name === parts['month']);
  const [day, hour, minute, second] = [number('day'), number('hour'), number('minute'), number('second')];
  const year = parts['year']?.length === 2 ? fullYear(number('year'), now) : number('year');
  // 60 is a leap second.
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month, day);
  if (midnight.getUTCDate() !== day || midnight.getUTCMonth() !== month) return undefined;
  return midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1_000;
}

function fullYear(twoDigits: number, now: number): number {
  const thisYear = new Date(now).getUTCFullYear();
  const year = thisYear - (thisYear % 100) + twoDigits;
  if (year > thisYear + 50) return year - 100;
  return year <= thisYear - 50 ? year + 100 : year;
}
