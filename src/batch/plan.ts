import type { Config } from '../config.ts';
import { coerce } from './coerce.ts';
import { headerProblems } from './headers.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { allProblems, expandItem, readItem, type InvalidRequest, type PlannedRequest } from './plan-request.ts';
import { InvalidCall, problemsOf } from './problems.ts';
import { callSchema, envelopeSchema, type Envelope } from './schema.ts';
import { resolveUrl } from './url.ts';

/** What a call comes to before anything is sent. */
export interface Plan {
  readonly call: Envelope;
  readonly total: number;
  readonly requests: readonly PlannedRequest[];
  readonly invalid: readonly InvalidRequest[];
}

const callJson = jsonSchemaOf(callSchema);

/**
 * Turns a call's arguments, as a client sent them, into requests. What is wrong with one request makes that one
 * invalid.
 * @throws {InvalidCall} if something is wrong with the call; it lists every problem at once
 */
export function plan(args: unknown, config: Pick<Config, 'maxRequests' | 'userAgent' | 'profiles'>): Plan {
  const coerced = coerce(callJson, args ?? {});
  const parsed = envelopeSchema.safeParse(coerced);
  const items = listed(coerced).slice(0, config.maxRequests + 1).map(readItem);
  // Counted before anything is made of it: a range may stand for a billion requests.
  const total = items.reduce((sum, { count }) => sum + count, listed(coerced).length - items.length);
  const problems = parsed.success ? callProblems(parsed.data) : problemsOf(parsed.error, callJson);
  if (total > config.maxRequests) {
    const most = `at most ${config.maxRequests} in one call (--max-requests)`;
    problems.push(`requests: ${total} requests, ${most}; split the call`);
  }
  if (!parsed.success || problems.length > 0) {
    const base = parsed.data?.base_url ?? saidBase(coerced);
    throw new InvalidCall([...problems, ...items.flatMap((item) => allProblems(item, base))]);
  }
  const requests: PlannedRequest[] = [];
  const invalid: InvalidRequest[] = [];
  for (const item of items) {
    for (const made of expandItem(item, requests.length + invalid.length, parsed.data, config)) {
      if ('request' in made) requests.push(made);
      else invalid.push(made);
    }
  }
  return { call: parsed.data, total, requests, invalid };
}

function callProblems(call: Envelope): string[] {
  const problems = headerProblems(call.headers ?? {}).map((problem) => `headers.${problem}`);
  if (call.base_url !== undefined) {
    const base = resolveUrl(call.base_url, undefined, undefined);
    if (typeof base === 'string') problems.push(`base_url: ${base}`);
  }
  return problems;
}

function saidBase(args: unknown): string | undefined {
  const base = typeof args === 'object' && args !== null && 'base_url' in args ? args.base_url : undefined;
  return typeof base === 'string' ? base : undefined;
}

function listed(args: unknown): unknown[] {
  const requests = typeof args === 'object' && args !== null && 'requests' in args ? args.requests : undefined;
  return Array.isArray(requests) ? requests : [];
}
