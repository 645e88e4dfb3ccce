import type { RequestSchemas } from '../args/request-schemas.ts';
import { headerProblems } from '../../http/header-rules.ts';
import { methodOf, requestBodyProblems } from './request-body.ts';
import { unusableNames, describeIssues } from '../args/problems.ts';
import type { From, RequestArgs } from '../args/schema.ts';
import { hasExpression, TemplateError, parseTemplate, type Template } from './template.ts';
import { resolveUrl } from './resolve-url.ts';
import { isFrom, buildRows, VarsError, type Rows, type Vars } from './vars.ts';

/** One item of `requests`, read but not expanded. */
export interface RequestItem {
  /** Where it stands in the arguments: `requests[3]`. */
  readonly at: string;
  readonly id: string | undefined;
  readonly url: string | undefined;
  /** Requests it stands for, as far as that can be known before anything is sent; 1 if it is invalid. */
  readonly count: number;
  readonly problems: readonly string[];
  readonly request?: RequestArgs;
  readonly template?: Template;
  /** Its rows; absent without a template, and where values come from other requests. */
  readonly rows?: Rows;
  /** Variables whose values another request's body has. */
  readonly valueSources: readonly ValueSource[];
}

/** A variable whose values come from another request. */
export interface ValueSource extends From {
  readonly variable: string;
}

/** Reads one item of `requests`, without the rest of the call. */
export function readRequestItem(item: unknown, nth: number, schemas: RequestSchemas): RequestItem {
  const at = `requests[${nth}]`;
  // Most are URLs, and nothing else can be wrong with these.
  if (typeof item === 'string' && item !== '' && !item.includes('{')) {
    return { at, id: undefined, url: item, count: 1, valueSources: [], problems: [], request: { url: item } };
  }
  const parsed = schemas.request.safeParse(typeof item === 'string' ? { url: item } : item);
  const { id, url } = parsed.data ?? said(item);
  const base = { at, id: id?.toWellFormed(), url, count: 1, valueSources: [] };
  if (!parsed.success) return { ...base, problems: describeIssues(parsed.error, schemas.requestJson, at) };
  const request = parsed.data;
  const problems = [
    ...headerProblems(request.headers ?? {}).map((problem) => `${at}.headers.${problem}`),
    ...requestBodyProblems(request).map((problem) => `${at}.${problem}`),
    ...paginateProblems(request, at),
    ...unusableNames(item, ['headers', 'query', 'vars', 'form'], `${at}.`),
  ];
  if (request.vars === undefined) {
    if (hasExpression(request.url)) problems.push(`${at}.url: "${request.url.slice(0, 100)}" is a template and needs vars`);
    return { ...base, request, problems };
  }
  try {
    const template = parseTemplate(request.url);
    const { valueSources, others } = split(request.vars);
    const lacking = [...template.needed].find((name) => !Object.hasOwn(request.vars ?? {}, name));
    if (lacking !== undefined && 'from' in others) {
      const meant = `{"${lacking}": {"from": ${JSON.stringify(others.from)}, "select": ...}}`;
      problems.push(`${at}.vars: say which variable its values are for: ${meant}`);
    }
    const rows = buildRows(others);
    if (valueSources.length > 0)
      return { ...base, request, template, problems, valueSources: problems.length > 0 ? [] : valueSources };
    return { ...base, request, template, rows, problems, count: problems.length > 0 ? 1 : rows.length };
  } catch (error) {
    if (error instanceof TemplateError) return { ...base, problems: [...problems, `${at}.url: ${error.message}`] };
    if (error instanceof VarsError) return { ...base, problems: [...problems, `${at}.${error.message}`] };
    throw error;
  }
}

/** What is wrong with an item, its URL included, for a call that is refused as a whole. */
export function allProblems({ at, request, template, problems }: RequestItem, base: string | undefined): readonly string[] {
  if (problems.length > 0 || !request || template) return problems;
  const url = resolveUrl(request.url, base, request.query);
  return typeof url === 'string' ? [`${at}.url: ${url}`] : [];
}

/** The JMESPath expressions on which further requests depend, and where they stand. */
export function expressionsIn({
  at,
  request,
  valueSources,
}: RequestItem): { readonly at: string; readonly expression: string }[] {
  if (valueSources.length === 0 && !request?.paginate) return [];
  const { next, items } = request?.paginate ?? {};
  const given = [
    ...valueSources.map(({ variable, select }) => [`vars.${variable}.select`, select] as const),
    ['paginate.next', next !== undefined && isKeyword(next) ? undefined : next] as const,
    ['paginate.items', items] as const,
  ];
  return given.flatMap(([path, expression]) => (expression === undefined ? [] : [{ at: `${at}.${path}`, expression }]));
}

/** Variables whose values come from other requests, and those whose values are there. */
function split(vars: Vars): { readonly valueSources: readonly ValueSource[]; readonly others: Vars } {
  // A column of a row may be called "from".
  if (Array.isArray(vars)) return { valueSources: [], others: vars };
  const entries = Object.entries(vars);
  const valueSources = entries.flatMap(([variable, value]) => (isFrom(value) ? [{ variable, ...value }] : []));
  return { valueSources, others: Object.fromEntries(entries.filter(([, value]) => !isFrom(value))) };
}

/** Whether `paginate.next` names a way of its own, and is no JMESPath. */
function isKeyword(next: string): boolean {
  return next === 'link' || next === 'page' || next === 'offset' || /^header:/i.test(next);
}

function paginateProblems(request: RequestArgs, at: string): string[] {
  const { paginate, as } = request;
  const method = methodOf(request);
  if (!paginate) return [];
  if (method !== 'GET' && (method !== 'POST' || request.json === undefined)) {
    return [`${at}.paginate: pages are followed by GET, or by POST with json, not ${method}`];
  }
  if (paginate.start !== undefined && paginate.next !== 'page' && paginate.next !== 'offset') {
    return [`${at}.paginate.start: is for "next": "page" or "offset"`];
  }
  if (as === undefined || as === 'auto' || as === 'json') return [];
  return [`${at}.paginate: pages are joined as JSON, so "as" cannot be "${as}"`];
}

/** What an item says of itself though it is not valid as a whole, so that its record can be told from others. */
function said(item: unknown): { readonly id?: string | undefined; readonly url?: string | undefined } {
  if (typeof item !== 'object' || item === null) return {};
  return { id: 'id' in item ? text(item.id) : undefined, url: 'url' in item ? text(item.url) : undefined };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
