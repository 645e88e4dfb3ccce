import { clip } from '../../clip.ts';
import { isSafe } from '../../http/methods.ts';
import { CALL } from '../../limits.ts';
import type { HttpRequest } from '../../http/message.ts';
import { takenHeaders } from '../../http/secrets/profile.ts';
import { sayProblem, type Problem } from '../args/problem.ts';
import type { ExtractArg } from '../args/extract-schema.ts';
import type { As, Paginate, RequestArgs, Select } from '../args/schema.ts';
import { chooseExtract } from './choose-extract.ts';
import { expandUrl } from './expand-url.ts';
import { cutPath, emptiesSegment, leavesFolder } from './leaves-folder.ts';
import type { Provenance } from './provenance.ts';
import { methodOf } from './request-body.ts';
import { buildHeaders, fillHeaders, type Shared } from './request-headers.ts';
import type { RequestItem } from './request-item.ts';
import { resolveUrl } from './resolve-url.ts';
import { clipRow, shownVars, type ShownVars } from './shown-vars.ts';
import { TemplateError } from './template.ts';
import { describeMisfit } from './value-problem.ts';
import { valueOf, type Row } from './variable-value.ts';

/** Characters of a URL that an error repeats. */
const MAX_SAID = 100;

/** A request that can be sent. */
export interface PlannedRequest {
  readonly id: string | undefined;
  readonly request: HttpRequest;
  readonly select: Select | undefined;
  /** What its answer is to give, as it was written; it has been checked. */
  readonly extract: ExtractArg | undefined;
  readonly as: As;
  readonly timeoutMs: number;
  readonly paginate: Paginate | undefined;
  /** What it is asked again for, and after how many milliseconds; absent: it is asked once. */
  readonly until?: { readonly condition: string; readonly everyMs: number };
  /** Whether an Idempotency-Key is to be sent with it. */
  readonly wantsKey: boolean;
  /** Its variables, as records show them; absent where it is no template's. */
  readonly shownVars: ShownVars | undefined;
  /** All its variables, for those who take values from it. */
  readonly row: Row;
  /** Where those of them come from that bodies have brought. */
  readonly provenance?: Provenance;
}

/** A request that cannot be sent, and why. */
export interface InvalidRequest {
  readonly id: string | undefined;
  readonly url: string | undefined;
  readonly vars?: Row | undefined;
  readonly error: string;
  /** Default `invalid`. */
  readonly outcome?: 'blocked';
}

/** An item as a record has to name it, though it cannot be sent. @param row where that tells which request it is */
export function invalid(item: RequestItem, error: string, row?: Row): InvalidRequest {
  return { id: undefined, url: undefined, ...identify(item), vars: row && clipRow(row), error };
}

/** What tells the record of an item from others. */
export function identify({ id, url }: Pick<RequestItem, 'id' | 'url'>): { id?: string; url?: string } {
  return { ...(id === undefined ? {} : { id }), ...(url === undefined ? {} : { url: withoutPassword(url) }) };
}

/** The request of an item for one row of its variables, or why it cannot be sent. Its body is not made. */
export function planRequest(item: RequestItem, request: RequestArgs, shared: Shared, row?: Row): PlannedRequest | InvalidRequest {
  const misfits = row ? misfitsOf(item, row) : [];
  if (misfits.length > 0) return unfit(item, misfits, row);
  const url = urlOf(item, request, shared, row);
  if (typeof url === 'string') return unfit(item, [{ path: `${item.at}.url`, message: url }], row);
  const { headers, problems } = fillHeaders(item, row);
  const { call, config } = shared;
  const wrong = [
    ...takenHeaders(call.headers, url, config.profiles).map(({ path, message }) => ({ path: `headers.${path}`, message })),
    ...[...takenHeaders(request.headers, url, config.profiles), ...problems].map(({ path, message }) => ({
      path: `${item.at}.headers.${path}`,
      message,
    })),
  ];
  return wrong.length > 0 ? unfit(item, wrong, row) : planned(item, request, { url, headers }, shared, row);
}

function unfit(item: RequestItem, problems: readonly Problem[], row: Row | undefined): InvalidRequest {
  return invalid(item, problems.map(sayProblem).join('; '), row);
}

/** Values that do not fit where they are used: one problem each. */
function misfitsOf({ at, uses }: RequestItem, row: Row): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const use of uses) {
    if (!Object.hasOwn(row, use.name) || problems.has(use.name)) continue;
    const message = describeMisfit(valueOf(row, use.name), use);
    if (message !== undefined) problems.set(use.name, { path: `${at}.${use.at}`, message });
  }
  return [...problems.values()];
}

function urlOf(item: RequestItem, request: RequestArgs, { call }: Shared, row: Row | undefined): URL | string {
  if (!row || !item.template) return resolveUrl(request.url, call.base_url, request.query);
  try {
    const parts = expandUrl(request.url, item.template, row, call.base_url);
    const text = parts.map((part) => part.text).join('');
    if (leavesFolder(parts, call.base_url)) {
      const cure = 'a value must not climb by "." or ".."; leave it out, or write the path itself into url';
      return `"${clip(text, MAX_SAID)}" would leave the folder that the template names: ${cure}`;
    }
    const method = methodOf(request);
    const cut = isSafe(method) ? undefined : cutPath(parts);
    if (cut !== undefined) {
      const cure = 'write {name} in place of {+name}, or %3F and %23 in the value; a query goes into "query"';
      return `a value has a "?" or "#", so that the ${method} would go to "${clip(cut, MAX_SAID)}"; ${cure}`;
    }
    if (!isSafe(method) && emptiesSegment(parts)) {
      return `a value is empty, so that the ${method} would go to "${clip(text, MAX_SAID)}" itself; give it a value, or leave the row out`;
    }
    return resolveUrl(text, call.base_url, request.query, row);
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}

function planned(
  item: RequestItem,
  request: RequestArgs,
  { url, headers: own }: { readonly url: URL; readonly headers: Readonly<Record<string, string>> | undefined },
  shared: Shared,
  row: Row = {},
): PlannedRequest {
  const { call } = shared;
  const { body } = item;
  const extract = chooseExtract(request, call.extract);
  const as = request.as ?? (extract !== undefined ? 'auto' : request.paginate ? 'json' : call.as);
  const method = methodOf(request);
  const headers = buildHeaders(shared, extract === undefined ? as : 'html', own, body?.contentType);
  const isKeyed = request.idempotency_key ?? call.idempotency_key ?? false;
  return {
    id: item.id,
    request: { method, url, headers, ...(body ? { body: () => body.fill(row) } : {}) },
    // Who wants nothing of one body means it also where the call selects of all.
    select: request.select ?? (request.as === 'none' ? undefined : call.select),
    extract,
    as,
    timeoutMs: request.timeout_ms ?? call.timeout_ms,
    paginate: request.paginate,
    ...(request.until === undefined
      ? {}
      : { until: { condition: request.until, everyMs: request.every_ms ?? CALL.everyMs.default } }),
    wantsKey: !isSafe(method) && isKeyed && !Object.hasOwn(headers, 'idempotency-key'),
    row,
    shownVars: item.template && shownVars(item, row),
  };
}

function withoutPassword(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/*)[^/?#]*@/i, '$1');
}
