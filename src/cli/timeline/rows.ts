/** One sending of a request. Times are milliseconds on the clock of all rows. */
export interface Sending {
  readonly from: number;
  readonly to: number;
  /** The status of the answer; in a word why there was none. */
  readonly result: number | string;
}

/** One request on a timeline. */
export interface TimelineRow {
  readonly label: string;
  /** From when on it could have been sent, as far as the call goes. */
  readonly readyAt: number;
  /** In the order of time; at least one. */
  readonly sendings: readonly Sending[];
}

/** How a sending ended: well, by being asked to come back later, or in any other way. */
export type Ending = 'ok' | 'later' | 'failed';

/** How a sending ended. A redirect is well. */
export function endingOf({ result }: Sending): Ending {
  if (result === 429 || result === 503) return 'later';
  return typeof result === 'number' && result < 400 ? 'ok' : 'failed';
}

/** When the first request was ready, and when the last answer was there. */
export function extent(rows: readonly TimelineRow[]): { readonly start: number; readonly end: number } {
  const start = rows.reduce((least, { readyAt }) => Math.min(least, readyAt), Infinity);
  const end = rows.reduce((most, { sendings }) => sendings.reduce((last, { to }) => Math.max(last, to), most), -Infinity);
  return { start, end };
}

/** The parts of a row in which it waited: for its turn, or between two sendings. */
export function waitsOf({ readyAt, sendings }: TimelineRow): { readonly from: number; readonly to: number }[] {
  return sendings.map(({ from }, nth) => ({ from: sendings[nth - 1]?.to ?? readyAt, to: from }));
}

/** What came of a row, and how long that took from its first sending on: `429, 200, 1,240 ms`. */
export function resultOf({ sendings }: TimelineRow): string {
  const took = `${Math.round((sendings.at(-1)?.to ?? 0) - (sendings[0]?.from ?? 0)).toLocaleString('en')} ms`;
  const results = sendings.map(({ result }) => String(result));
  return results.length === 1 && results[0] === '200' ? took : [...shortened(results), took].join(', ');
}

/** Of many the first and the last. */
function shortened(results: readonly string[]): readonly string[] {
  return results.length > 4 ? [...results.slice(0, 2), '…', ...results.slice(-1)] : results;
}
