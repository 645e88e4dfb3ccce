import type { Config } from '../config.ts';
import { takenHeaders } from '../http/credentials.ts';
import type { HttpRequest } from '../http/message.ts';
import { headerProblems } from './headers.ts';
import { jsonSchemaOf } from './json-schema.ts';
import { problemsOf } from './problems.ts';
import { requestSchema, type As, type Envelope, type RequestArgs, type Select } from './schema.ts';
import { hasExpression, TemplateError, templateOf, type Template } from './template.ts';
import { resolveUrl } from './url.ts';
import { rowsOf, VarsError, type Row, type Rows } from './vars.ts';

/** A request that can be sent. */
export interface PlannedRequest {
  readonly i: number;
  readonly id: string | undefined;
  readonly request: HttpRequest;
  readonly select: Select | undefined;
  readonly as: As;
  readonly timeoutMs: number;
  /** Whether the URL was made from a template, so that it is not plain from the input. */
  readonly isExpanded: boolean;
  /** The variables, where the URL does not show them. */
  readonly vars: Row | undefined;
}

/** A request that cannot be sent, and why. */
export interface InvalidRequest {
  readonly i: number;
  readonly id: string | undefined;
  readonly url: string | undefined;
  readonly error: string;
}

/** What each request asks for unless it says otherwise. */
const ACCEPT: Record<As, string> = {
  auto: 'application/json, text/*;q=0.9, */*;q=0.8',
  json: 'application/json, */*;q=0.5',
  text: 'text/*, */*;q=0.5',
  markdown: 'text/markdown, text/html;q=0.9, */*;q=0.5',
  html: 'text/html, */*;q=0.5',
  base64: '*/*',
  none: '*/*',
};

const requestJson = jsonSchemaOf(requestSchema);

/** One item of `requests`, read but not expanded. */
export interface Item {
  /** Where it stands in the arguments: `requests[3]`. */
  readonly at: string;
  readonly id: string | undefined;
  readonly url: string | undefined;
  /** Requests it stands for; 1 if it is invalid. */
  readonly count: number;
  readonly problems: readonly string[];
  readonly request?: RequestArgs;
  readonly template?: { readonly template: Template; readonly rows: Rows };
}

/** Reads one item of `requests`, without the rest of the call. */
export function readItem(item: unknown, nth: number): Item {
  const at = `requests[${nth}]`;
  const parsed = requestSchema.safeParse(typeof item === 'string' ? { url: item } : item);
  const { id, url } = parsed.data ?? said(item);
  const base = { at, id: id?.toWellFormed(), url, count: 1 };
  if (!parsed.success) return { ...base, problems: problemsOf(parsed.error, requestJson, at) };
  const request = parsed.data;
  const problems = headerProblems(request.headers ?? {}).map((problem) => `${at}.headers.${problem}`);
  if (request.vars === undefined) {
    if (hasExpression(request.url)) problems.push(`${at}.url: "${request.url.slice(0, 100)}" is a template and needs vars`);
    return { ...base, request, problems };
  }
  try {
    const rows = rowsOf(request.vars);
    const template = { template: templateOf(request.url), rows };
    return { ...base, request, template, problems, count: problems.length > 0 ? 1 : rows.length };
  } catch (error) {
    if (error instanceof TemplateError) return { ...base, problems: [...problems, `${at}.url: ${error.message}`] };
    if (error instanceof VarsError) return { ...base, problems: [...problems, `${at}.${error.message}`] };
    throw error;
  }
}

/** What is wrong with an item, its URL included, for a call that is refused as a whole. */
export function allProblems({ at, request, template, problems }: Item, base: string | undefined): readonly string[] {
  if (problems.length > 0 || !request || template) return problems;
  const url = resolveUrl(request.url, base, request.query);
  return typeof url === 'string' ? [`${at}.url: ${url}`] : [];
}

/** The requests that an item stands for, numbered from `first`. */
export function expandItem(
  item: Item,
  first: number,
  call: Envelope,
  config: Pick<Config, 'userAgent' | 'profiles'>,
): (PlannedRequest | InvalidRequest)[] {
  const { request, template } = item;
  const invalid = (i: number, problems: readonly string[]): InvalidRequest => {
    return { i, id: item.id, url: item.url && withoutPassword(item.url), error: problems.join('; ') };
  };
  if (!request || item.problems.length > 0) return [invalid(first, item.problems)];
  const make = (i: number, row?: Row): PlannedRequest | InvalidRequest => {
    try {
      const written = row && template ? template.template.expand(row) : request.url;
      const url = resolveUrl(written, call.base_url, request.query);
      if (typeof url === 'string') return invalid(i, [`${item.at}.url: ${url}`]);
      const taken = [
        ...takenHeaders(call.headers, url.origin, config.profiles).map((problem) => `headers.${problem}`),
        ...takenHeaders(request.headers, url.origin, config.profiles).map((problem) => `${item.at}.headers.${problem}`),
      ];
      if (taken.length > 0) return invalid(i, taken);
      return { i, id: item.id, ...planned(request, url, call, config), ...shownVars(template, row) };
    } catch (error) {
      if (error instanceof TemplateError) return invalid(i, [`${item.at}.url: ${error.message}`]);
      throw error;
    }
  };
  if (!template) return [make(first)];
  return Array.from({ length: template.rows.length }, (_, nth) => make(first + nth, template.rows.at(nth)));
}

function planned(
  request: RequestArgs,
  url: URL,
  call: Envelope,
  config: Pick<Config, 'userAgent' | 'profiles'>,
): Pick<PlannedRequest, 'request' | 'select' | 'as' | 'timeoutMs'> {
  const as = request.as ?? call.as;
  const headers = {
    accept: ACCEPT[as],
    'user-agent': config.userAgent,
    ...lowerCased(call.headers),
    ...lowerCased(request.headers),
  };
  return {
    request: { method: request.method ?? 'GET', url, headers },
    select: request.select ?? call.select,
    as,
    timeoutMs: request.timeout_ms ?? call.timeout_ms,
  };
}

/** Variables that the template does not use are not to be seen in the URL. */
function shownVars(template: Item['template'], row: Row | undefined): Pick<PlannedRequest, 'isExpanded' | 'vars'> {
  if (!template || !row) return { isExpanded: false, vars: undefined };
  const hidden = Object.entries(row).filter(([name]) => !template.template.names.has(name));
  return { isExpanded: true, vars: hidden.length > 0 ? Object.fromEntries(hidden) : undefined };
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/*)[^/?#]*@/i, '$1');
}

/** What an item says of itself though it is not valid as a whole, so that its record can be told from others. */
function said(item: unknown): { readonly id?: string | undefined; readonly url?: string | undefined } {
  if (typeof item !== 'object' || item === null) return {};
  return { id: 'id' in item ? text(item.id) : undefined, url: 'url' in item ? text(item.url) : undefined };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function lowerCased(headers: Record<string, string> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value.trim()]));
}
