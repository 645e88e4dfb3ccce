import { TimeoutError } from '../../concurrency/index.ts';
import { RequestFailure } from '../../request-failure.ts';
import type { AttemptOf } from '../../batch/exchange/send-request.ts';
import type { Sending, TimelineRow } from './rows.ts';

/** Why there was no answer: an outcome, or that its call has ended before. */
function failureOf(error: unknown): string {
  if (error instanceof TimeoutError) return 'timeout';
  return error instanceof RequestFailure ? error.outcome : 'ended';
}

/** Keeps what a run tells of each sending, to draw it. */
export class Attempts {
  readonly #rows = new Map<object, { readonly first: AttemptOf; readonly sendings: Sending[] }>();

  /** To be told of each sending that is over. */
  readonly add = (told: AttemptOf): void => {
    const { planned, attempt } = told;
    const result = attempt.status ?? failureOf(attempt.error);
    if (result === 'blocked') return; // nothing was dialled
    const row = this.#rows.get(planned) ?? { first: told, sendings: [] };
    row.sendings.push({ from: attempt.startedAt, to: attempt.endedAt, result });
    this.#rows.set(planned, row);
  };

  /**
   * A row for each request that was sent, in the order of their first sendings: `GET /users/1`, with the host where there
   * are several.
   * @param shown a URL as it may be shown
   */
  rows(shown: (url: string) => string): TimelineRow[] {
    const all = [...this.#rows.values()].toSorted((a, b) => a.first.attempt.startedAt - b.first.attempt.startedAt);
    const origins = new Set(all.map(({ first }) => first.planned.request.url.origin));
    return all.map(({ first: { planned, readyAt }, sendings }) => {
      const { method, url } = planned.request;
      const place = `${url.pathname}${url.search}`;
      return { label: `${method} ${shown(origins.size > 1 ? `${url.host}${place}` : place)}`, readyAt, sendings };
    });
  }
}
