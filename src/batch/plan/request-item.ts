import { keysAt, unusableNames, describeIssues } from '../args/problems.ts';
import type { Problem } from '../args/problem.ts';
import { beginsLikeJson, describeCutJson } from '../args/cut-json.ts';
import type { RequestSchemas } from '../args/request-schemas.ts';
import type { RequestArgs, VarsArg } from '../args/schema.ts';
import { headerProblems } from '../../http/header-rules.ts';
import { asProblem } from './choose-extract.ts';
import { lostDigitsProblems } from './lost-digits.ts';
import { isJson, paginateProblems, parseBody, requestBodyProblems, type BodyTemplate } from './request-body.ts';
import { hasExpression, TemplateError, parseTemplate, type Template } from './template.ts';
import { isRows, isSourceGroup, readVars, type SourceGroup } from './read-vars.ts';
import type { ValueSource } from './value-source.ts';
import { productRows, type Rows } from './rows.ts';
import { describeUrlSlip } from './url-slips.ts';
import { unfilledNote, unfilledProblems, unusedProblems, unusedRowsProblems } from './use-problems.ts';
import { untilProblems } from './until-problems.ts';
import { findUses, type VariableUse } from './variable-uses.ts';

/** One item of `requests`, read but not expanded. */
export interface RequestItem {
  /** Where it stands in the arguments: `requests[3]`. */
  readonly at: string;
  readonly id: string | undefined;
  readonly url: string | undefined;
  /** Requests it stands for, as far as that can be known before anything is sent; 1 if it is invalid. */
  readonly count: number;
  readonly problems: readonly Problem[];
  /** What the reader should know of it, though it is sent. */
  readonly note?: string | undefined;
  readonly request?: RequestArgs;
  /** As it was given, where it could not be read. */
  readonly unread?: unknown;
  readonly template?: Template;
  readonly body?: BodyTemplate | undefined;
  /** How it uses variables. */
  readonly uses: readonly VariableUse[];
  /** The factors of its rows; absent without vars. */
  readonly factors?: readonly (Rows | SourceGroup)[];
  /** Its rows; absent without vars, and where values come from other requests. */
  readonly rows?: Rows;
  /** Values that other requests bring. */
  readonly valueSources: readonly ValueSource[];
}

/** What reading an item depends on, beside itself. */
export interface ItemContext {
  readonly schemas: RequestSchemas;
  /** Ids of the requests of the call. */
  readonly ids: ReadonlySet<string>;
  /** Rows that are of use: of more it is only counted how many there are. */
  readonly maxRows: number;
}

const NONE: readonly never[] = [];

/** Reads one item of `requests`, without the rest of the call. */
export function readRequestItem(item: unknown, nth: number, context: ItemContext): RequestItem {
  const at = `requests[${nth}]`;
  // Most are URLs, and nothing else can be wrong with these.
  if (typeof item === 'string' && /^https?:\/\/[^\s{,;|]+$/.test(item)) {
    return { at, id: undefined, url: item, count: 1, problems: NONE, request: { url: item }, uses: NONE, valueSources: NONE };
  }
  const none = { at, id: undefined, url: undefined, count: 1, uses: NONE, valueSources: NONE };
  if (Array.isArray(item) || (typeof item === 'string' && /^\s*\[/.test(item) && isJson(item))) {
    const message = 'is a list inside the list; put each of its requests into "requests" itself';
    return { ...none, problems: [{ path: at, message }] };
  }
  if (typeof item === 'string' && beginsLikeJson(item)) {
    const message = describeCutJson(item) ?? 'looks like JSON text, and is none; give the value itself';
    return { ...none, problems: [{ path: at, message }] };
  }
  const { schemas } = context;
  const given = withJsonBody(typeof item === 'string' ? { url: item } : item, schemas);
  const parsed = schemas.request.safeParse(given);
  const { id, url } = parsed.data ?? said(given);
  const base = { ...none, id: id?.toWellFormed(), url };
  if (!parsed.success) {
    const elsewhere = { known: keysAt(schemas.callJson, []), words: 'belongs to the call, beside "requests"' };
    const problems = describeIssues(parsed.error, { schema: schemas.requestJson, value: given, at, elsewhere });
    return { ...base, problems, unread: given };
  }
  return { ...base, ...readRequest(parsed.data, given, { ...context, at }) };
}

type Read = Pick<RequestItem, 'count' | 'problems' | 'uses' | 'valueSources'> & Partial<RequestItem>;

function readRequest(request: RequestArgs, given: unknown, context: ItemContext & { readonly at: string }): Read {
  const { at } = context;
  const slip = describeUrlSlip(request.url);
  const conflict = request.extract === undefined ? undefined : asProblem(request.as);
  const problems: Problem[] = [
    ...headerProblems(request.headers ?? {}).map((problem) => ({ ...problem, path: `${at}.headers.${problem.path}` })),
    ...[requestBodyProblems, lostDigitsProblems, paginateProblems, untilProblems].flatMap((problemsOf) =>
      problemsOf(request).map(({ path, message }) => ({ path: `${at}.${path}`, message })),
    ),
    ...(conflict === undefined ? [] : [{ path: `${at}.as`, message: conflict }]),
    ...unusableNames(given, ['headers', 'query', 'vars', 'form'], `${at}.`),
    ...(slip === undefined ? [] : [{ path: `${at}.url`, message: slip }]),
  ];
  const none = { request, count: 1, uses: [], valueSources: [] };
  try {
    const body = parseBody(request);
    if (request.vars !== undefined) return readTemplate(request, request.vars, body, problems, context);
    if (slip === undefined && hasExpression(request.url))
      problems.push({ path: `${at}.url`, message: `"${request.url.slice(0, 100)}" is a template and needs vars` });
    return { ...none, body, problems };
  } catch (error) {
    if (error instanceof TemplateError) problems.push({ path: `${at}.url`, message: error.message });
    else if (error instanceof RangeError) problems.push({ path: `${at}.json`, message: 'nested too deeply' });
    else throw error;
    return { ...none, problems };
  }
}

/** @throws {TemplateError} if the URL is a malformed template */
function readTemplate(
  request: RequestArgs,
  vars: VarsArg,
  body: BodyTemplate | undefined,
  before: readonly Problem[],
  context: ItemContext & { readonly at: string },
): Read {
  const template = parseTemplate(request.url.trim());
  const uses = findUses(request, template, body);
  const read = readVars(vars, { ...context, uses: new Set(uses.map(({ name }) => name)) });
  const { factors } = read;
  const groups = factors.filter(isSourceGroup);
  const rows = groups.length === 0 ? productRows(factors.filter(isRows)) : undefined;
  const item = { at: context.at, request, template, body, uses, factors };
  const problems = [...before, ...read.problems];
  if (problems.length === 0) {
    // What other requests bring is looked at when it is known which these are.
    if (rows) problems.push(...unfilledProblems(item, rows.names));
    if (rows && Array.isArray(vars)) problems.push(...unusedRowsProblems(item, rows.names));
    else if (rows) problems.push(...unusedProblems(item, [...rows.names], vars, context.ids));
  }
  const isSound = problems.length === 0;
  const note = isSound && rows ? unfilledNote(item, rows.names) : undefined;
  const valueSources = isSound ? groups.flatMap(({ sources }) => sources) : [];
  return { ...item, ...(rows ? { rows } : {}), problems, note, count: isSound && rows ? rows.length : 1, valueSources };
}

/** What an item says of itself though it is not valid as a whole, so that its record can be told from others. */
function said(item: unknown): { readonly id?: string | undefined; readonly url?: string | undefined } {
  if (typeof item !== 'object' || item === null) return {};
  return { id: 'id' in item ? text(item.id) : undefined, url: 'url' in item ? text(item.url) : undefined };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** An object under "body" is meant as JSON. */
function withJsonBody(item: unknown, { tool }: RequestSchemas): unknown {
  if (tool !== 'request_many' || typeof item !== 'object' || item === null || !('body' in item)) return item;
  const { body, ...others } = item;
  if (typeof body !== 'object' || body === null || 'json' in item || 'form' in item) return item;
  return { ...others, json: body };
}
