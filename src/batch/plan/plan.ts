import type { Config } from '../../config/config.ts';
import { expressionProblem } from '../../result/select/expression.ts';
import { selectProblem } from '../../result/select/select.ts';
import { coerce } from '../args/coerce.ts';
import type { RequestSchemas } from '../args/request-schemas.ts';
import { findDependencies, type Dependencies } from './dependencies.ts';
import { headerProblems } from '../../http/header-rules.ts';
import { checkKnownVariables } from './known-variables.ts';
import { allProblems, expressionsIn, readRequestItem, type RequestItem } from './request-item.ts';
import type { Shared } from './plan-request.ts';
import { InvalidCall, unusableNames, describeIssues } from '../args/problems.ts';
import { envelopeSchema } from '../args/schema.ts';
import { resolveUrl } from './resolve-url.ts';

/** What a call comes to before anything is sent. */
export interface Plan extends Shared {
  readonly items: readonly RequestItem[];
  readonly sources: Dependencies['sources'];
  /** How many requests there may be, those that others make necessary and pages included. */
  readonly maxRequests: number;
}

/** What of the configuration a plan depends on. */
export type PlanConfig = Pick<Config, 'maxRequests' | 'userAgent' | 'profiles'>;

/**
 * Turns a call's arguments, made plain by {@link argumentsOf}, into a plan. What is wrong with one request makes that
 * one invalid.
 * @throws {InvalidCall} if something is wrong with the call; it lists every problem at once
 */
export async function plan(args: Readonly<Record<string, unknown>>, config: PlanConfig, schemas: RequestSchemas): Promise<Plan> {
  const parsed = schemas.envelope.safeParse(args);
  const given = Array.isArray(args['requests']) ? args['requests'] : [];
  const items = given.slice(0, config.maxRequests + 1).map((item, nth) => readRequestItem(item, nth, schemas));
  for (const [nth, item] of items.entries()) {
    const expressions = expressionsIn(item);
    if (expressions.length > 0) items[nth] = await checkExpressions(expressions, item);
  }
  // Counted before anything is made of it: a range may stand for a billion requests.
  const total = items.reduce((sum, { count }) => sum + count, given.length - items.length);
  const { problems: wrong, base } = await callProblems(args);
  const problems = [...(parsed.success ? [] : describeIssues(parsed.error, schemas.callJson)), ...wrong];
  if (args['requests'] === undefined) problems.push('requests: is required (or retry_of)');
  if (total > config.maxRequests) {
    const most = `at most ${config.maxRequests} in one call (--max-requests)`;
    problems.push(`requests: ${total} requests, ${most}; split the call`);
  }
  const graph = findDependencies(items);
  problems.push(...graph.problems);
  if (!parsed.success || problems.length > 0) {
    throw new InvalidCall([...problems, ...items.flatMap((item) => allProblems(item, base))]);
  }
  const sound = checkKnownVariables(items, graph.sources);
  const sources = graph.sources.map((places, place) => (sound[place]?.valueSources.length === 0 ? [] : places));
  return { call: parsed.data, items: sound, sources, maxRequests: config.maxRequests, config };
}

/** A call's arguments as a client sent them, with what is plainly meant in place of what was written. */
export function argumentsOf(args: unknown, schemas: RequestSchemas): Readonly<Record<string, unknown>> {
  const coerced = coerce(schemas.callJson, args ?? {});
  if (typeof coerced === 'object' && coerced !== null && !Array.isArray(coerced)) return { ...coerced };
  throw new InvalidCall([`arguments: expected an object, got ${JSON.stringify(coerced)?.slice(0, 100)}`]);
}

/** In place of a base_url that is wrong: what is relative to it is not to blame. */
const STAND_IN_BASE = 'http://localhost';

/** What is wrong with what all requests have in common, as far as it can be read, whatever is wrong with the rest. */
async function callProblems(args: Readonly<Record<string, unknown>>): Promise<{ problems: string[]; base: string | undefined }> {
  const { headers, base_url: baseUrl, select } = envelopeSchema.shape;
  const problems = headerProblems(headers.safeParse(args['headers']).data ?? {}).map((problem) => `headers.${problem}`);
  problems.push(...unusableNames(args, ['headers']));
  const { data: given } = baseUrl.safeParse(args['base_url']);
  const base = given === undefined ? undefined : resolveUrl(given, undefined, undefined);
  if (typeof base === 'string') problems.push(`base_url: ${base.replace(', or give base_url', '')}`);
  // A select of the whole call that cannot be read: no request is worth sending for it.
  const { data: selected } = select.safeParse(args['select']);
  const wrong = selected === undefined ? undefined : await selectProblem(selected);
  if (wrong !== undefined) problems.push(wrong.replace(/^select /, 'select: '));
  const isWrong = args['base_url'] !== undefined && (given === undefined || typeof base === 'string');
  return { problems, base: isWrong ? STAND_IN_BASE : given };
}

/** What others take, and how pages go on, cannot be mended by a second look at the body: it is checked before. */
async function checkExpressions(expressions: ReturnType<typeof expressionsIn>, item: RequestItem): Promise<RequestItem> {
  const problems = await Promise.all(
    expressions.map(async ({ at, expression }) => {
      const problem = await expressionProblem(expression);
      return problem === undefined ? [] : [`${at}: ${problem}`];
    }),
  );
  const all = [...item.problems, ...problems.flat()];
  return all.length === 0 ? item : { ...item, problems: all, valueSources: [], count: 1 };
}
