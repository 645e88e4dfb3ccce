import type { Config } from '../../config/config.ts';
import { Turns } from '../../concurrency/turns.ts';
import { headerProblems } from '../../http/header-rules.ts';
import { InvalidCall, keysAt, unusableNames, describeIssues } from '../args/problems.ts';
import type { Problem } from '../args/problem.ts';
import type { RequestSchemas } from '../args/request-schemas.ts';
import { envelopeSchema } from '../args/schema.ts';
import { findDependencies, type Dependencies } from './dependencies.ts';
import { expandItem, type ExpandedItem } from './expand-item.ts';
import { expressionProblems, expressionsIn, type CheckPrograms, type WrittenExpression } from './expressions.ts';
import { extractProblems } from './extract-problems.ts';
import { checkKnownVariables } from './known-variables.ts';
import { readRequestItems } from './read-items.ts';
import type { RequestItem } from './request-item.ts';
import type { Shared } from './request-headers.ts';
import { MAX_CALL_BYTES } from './request-size.ts';
import { resolveUrl } from './resolve-url.ts';

/** What a call comes to before anything is sent. */
export interface Plan extends Shared {
  readonly items: readonly RequestItem[];
  readonly sources: Dependencies['sources'];
  /** The requests of the items that take no values from others, by the place of each item. */
  readonly requests: ReadonlyMap<number, ExpandedItem['requests']>;
  /** Bytes of these requests. */
  readonly bytes: number;
  /** How many requests there may be, those that others make necessary and pages included. */
  readonly maxRequests: number;
}

/** What of the configuration a plan depends on. */
export type PlanConfig = Pick<Config, 'maxRequests' | 'userAgent' | 'profiles'>;

/**
 * Turns a call's arguments, made plain by `argumentsOf`, into a plan. What is wrong with one request makes that one
 * invalid. Others have their turn meanwhile, however much there is to plan.
 * @param checkPrograms asked once, if there is JavaScript in the arguments
 * @throws {InvalidCall} if something is wrong with the call; it lists every problem at once
 */
export async function plan(
  args: Readonly<Record<string, unknown>>,
  config: PlanConfig,
  schemas: RequestSchemas,
  checkPrograms: CheckPrograms,
): Promise<Plan> {
  const turns = new Turns();
  const given: readonly unknown[] = Array.isArray(args['requests']) ? args['requests'] : [];
  const taken = given.slice(0, config.maxRequests + 1);
  const parsed = schemas.envelope.safeParse(given.length > 0 ? { ...args, requests: taken } : args);
  const items = await readRequestItems(taken, { schemas, maxRows: config.maxRequests + 1, turns });
  const { problems, base } = callProblems(args);
  const expressions = [...callExpressions(args), ...items.flatMap((item) => [...expressionsIn(item)])];
  problems.push(...(await expressionProblems(expressions, checkPrograms)), ...(await extractProblems(args, items)));
  const graph = findDependencies(items);
  problems.push(...countProblems(args, given, items, config), ...graph.problems);
  const sound = graph.problems.length === 0 ? checkKnownVariables(items, graph.sources) : items;
  if (!parsed.success || problems.length > 0) {
    const elsewhere = { known: keysAt(schemas.requestJson, []), words: 'belongs into a request: {"requests": [{"url": ...}]}' };
    const checked = { schema: schemas.callJson, value: args, elsewhere };
    const wrong = parsed.success ? [] : describeIssues(parsed.error, checked);
    throw new InvalidCall([...wrong, ...problems, ...sound.flatMap((item) => [...allProblems(item, base)])]);
  }
  const sources = graph.sources.map((places, place) => (sound[place]?.valueSources.length === 0 ? [] : places));
  const shared: Shared = { call: parsed.data, config };
  const expanded = await expandAll(sound, sources, shared, turns);
  return { ...shared, items: sound, sources, ...expanded, maxRequests: config.maxRequests };
}

/**
 * The requests of the items that wait for no others.
 * @throws {InvalidCall} if they are too much for one call: it is counted before the bodies are made
 */
async function expandAll(
  items: readonly RequestItem[],
  sources: Dependencies['sources'],
  shared: Shared,
  turns: Turns,
): Promise<Pick<Plan, 'requests' | 'bytes'>> {
  const requests = new Map<number, ExpandedItem['requests']>();
  let bytes = 0;
  for (const [place, item] of items.entries()) {
    if ((sources[place]?.length ?? 0) > 0) continue;
    if (turns.isOver) await turns.next();
    const made = expandItem(item, { shared, maxBytes: MAX_CALL_BYTES - bytes, turns });
    const expanded = made instanceof Promise ? await made : made;
    requests.set(place, expanded.requests);
    bytes += expanded.bytes;
    if (bytes > MAX_CALL_BYTES) {
      throw new InvalidCall([{ path: 'requests', message: describeTooMuch(item) }]);
    }
  }
  return { requests, bytes };
}

function describeTooMuch({ at, count }: RequestItem): string {
  const most = `${MAX_CALL_BYTES / 2 ** 20} MiB in one call (URLs, headers and bodies, variables filled in)`;
  return `with ${count > 1 ? `the ${count} requests of ${at}` : at} they come to more than ${most}; split the call, or send less in each`;
}

/** Counted before anything is made of it: a range may stand for a billion requests. */
function countProblems(
  args: Readonly<Record<string, unknown>>,
  given: readonly unknown[],
  items: readonly RequestItem[],
  { maxRequests }: PlanConfig,
): readonly Problem[] {
  const stray =
    args['i'] === undefined ? [] : [{ path: 'i', message: 'picks requests of an earlier call: it goes with retry_of' }];
  if (args['requests'] === undefined) return [...stray, { path: 'requests', message: 'is required (or retry_of)' }];
  const total = items.reduce((sum, { count }) => sum + count, given.length - items.length);
  const most = `at most ${maxRequests} in one call (--max-requests)`;
  return [
    ...stray,
    ...(total > maxRequests ? [{ path: 'requests', message: `${total} requests, ${most}; split the call` }] : []),
  ];
}

/** What is wrong with an item, its URL included, for a call that is refused as a whole. */
function allProblems({ at, request, template, problems }: RequestItem, base: string | undefined): readonly Problem[] {
  if (problems.length > 0 || !request || template) return problems;
  const url = resolveUrl(request.url, base, request.query);
  return typeof url === 'string' ? [{ path: `${at}.url`, message: url }] : [];
}

/** In place of a base_url that is wrong: what is relative to it is not to blame. */
const STAND_IN_BASE = 'http://localhost';

/** What is wrong with what all requests have in common, as far as it can be read, whatever is wrong with the rest. */
function callProblems(args: Readonly<Record<string, unknown>>): { problems: Problem[]; base: string | undefined } {
  const { headers, base_url: baseUrl } = envelopeSchema.shape;
  const wrongHeaders = headerProblems(headers.safeParse(args['headers']).data ?? {});
  const problems: Problem[] = wrongHeaders.map(({ path, message }) => ({ path: `headers.${path}`, message }));
  problems.push(...unusableNames(args, ['headers']));
  const { data: given } = baseUrl.safeParse(args['base_url']);
  const base = given === undefined ? undefined : resolveUrl(given, undefined, undefined);
  if (typeof base === 'string') problems.push({ path: 'base_url', message: base.replace(', or give base_url', '') });
  const isWrong = args['base_url'] !== undefined && (given === undefined || typeof base === 'string');
  return { problems, base: isWrong ? STAND_IN_BASE : given };
}

/** A select or program of the whole call: if it cannot be read, no request is worth sending for it. */
function callExpressions(args: Readonly<Record<string, unknown>>): WrittenExpression[] {
  const select = envelopeSchema.shape.select.safeParse(args['select']).data;
  const js = envelopeSchema.shape.js.safeParse(args['js']).data;
  return [
    ...(select === undefined ? [] : [{ path: 'select', expression: select }]),
    ...(js === undefined ? [] : [{ path: 'js', expression: js, isProgram: true }]),
  ];
}
