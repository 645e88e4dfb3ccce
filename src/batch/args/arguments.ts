import { coerce } from './coerce.ts';
import { describeCutJson } from './cut-json.ts';
import { InvalidCall } from './problems.ts';
import type { RequestSchemas } from './request-schemas.ts';

/**
 * A call's arguments as a client sent them, with what is plainly meant in place of what was written. The items of
 * `requests` are left as they are: each is looked at for itself.
 * @throws {InvalidCall} if they are no arguments at all, or were cut off on their way
 */
export function argumentsOf(args: unknown, schemas: RequestSchemas): Readonly<Record<string, unknown>> {
  const cut = typeof args === 'string' ? describeCutJson(args) : undefined;
  if (cut !== undefined) throw new InvalidCall([{ path: 'arguments', message: cut }]);
  const coerced = coerce(schemas.envelopeJson, args ?? {});
  if (typeof coerced !== 'object' || coerced === null || Array.isArray(coerced)) {
    const got = JSON.stringify(coerced)?.slice(0, 100);
    throw new InvalidCall([{ path: 'arguments', message: `expected an object: {"requests": [...]}, got ${got}` }]);
  }
  const given: unknown = typeof args === 'object' && args !== null && 'requests' in args ? args.requests : undefined;
  const cutRequests = typeof given === 'string' ? describeCutJson(given) : undefined;
  if (cutRequests !== undefined) throw new InvalidCall([{ path: 'requests', message: cutRequests }]);
  return { ...coerced };
}
