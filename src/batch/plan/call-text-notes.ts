import { isSafe } from '../../http/methods.ts';
import type { Plan } from './plan.ts';
import type { PlannedRequest } from './plan-request.ts';

/** A variable as it is written outside of `url`. */
const PLACE = /\{([\w.]+)\}/g;
/** Of longer texts only so much is looked at. */
const MAX_LOOKED_AT = 16_384;

/** A request of the call; absent of what stands for requests that there cannot be. */
interface Planned {
  readonly planned?: Pick<PlannedRequest, 'request'> | undefined;
}

/**
 * What to know of the call as a whole, though it is sent.
 * @param all requests that are known, those that others have brought among them
 */
export function callTextNotes(plan: Pick<Plan, 'call' | 'items'>, all: readonly Planned[]): string[] {
  return [...unfilledNotes(plan), ...sharedKeyNotes(all)];
}

/** Writes that were given one Idempotency-Key: a server that keeps to it does the first, and answers the others like that. */
function sharedKeyNotes(all: readonly Planned[]): string[] {
  const counts = new Map<string, number>();
  for (const { planned } of all) {
    const { method = 'GET', url, headers = {} } = planned?.request ?? {};
    const key = headers['idempotency-key'];
    if (isSafe(method) || url === undefined || key === undefined) continue;
    const place = `${url.origin} ${key}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const most = [...counts.values()].reduce((least, count) => Math.max(least, count), 0);
  const cure = 'write a variable into it, or leave it out and say "idempotency_key": true, which makes one for each';
  return most > 1 ? [`headers: ${most} writes have one Idempotency-Key, so that only the first may be done; ${cure}`] : [];
}

/**
 * What to know of variables that are written where none is filled in, in `base_url` and the call's own headers: they go out
 * as they stand. Braces around what is no variable of the call are meant.
 */
function unfilledNotes({ call, items }: Pick<Plan, 'call' | 'items'>): string[] {
  const texts = [['base_url', call.base_url ?? ''] as const, ...Object.entries(call.headers ?? {})].filter(
    ([, text]) => text.includes('{') || /%7b/i.test(text),
  );
  if (texts.length === 0) return [];
  const names = new Set(
    items.flatMap(({ request, rows, uses }) => {
      return request?.vars === undefined ? [] : [...(rows?.names ?? []), ...uses.map(({ name }) => name)];
    }),
  );
  return texts.flatMap(([place, text]) => {
    // A URL has been written again.
    const braced = place === 'base_url' ? text.replaceAll(/%7b/gi, '{').replaceAll(/%7d/gi, '}') : text;
    const name = Array.from(braced.slice(0, MAX_LOOKED_AT).matchAll(PLACE), ([, each = '']) => each).find((each) =>
      names.has(each),
    );
    if (name === undefined) return [];
    const path = place === 'base_url' ? place : `headers.${place}`;
    const cure = place === 'base_url' ? 'write it into url' : 'write the header into the request';
    return [`${path}: {${name}} is sent as it stands: variables fill in requests only; ${cure}`];
  });
}
