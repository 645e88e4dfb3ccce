import { isSafe } from '../../http/methods.ts';
import type { RequestItem } from './request-item.ts';
import type { InvalidRequest, PlannedRequest, Shared } from './plan-request.ts';
import { resolveUrl } from './resolve-url.ts';
import { hopTo } from '../../http/cross-origin.ts';
import type { Provenance } from './provenance.ts';

/** Stands for a value of which it is asked whether it decides on the origin. No such host exists (RFC 6761 section 6.4). */
const PLACEHOLDER_HOST = 'any.invalid';

/**
 * What a body may do with a request that is made of its values. Where they decide on the origin, it is as if the body
 * redirected there: from a public one no way leads to this side, across origins only harmless headers go along, and
 * nothing is changed. Where the template or base_url says the origin, that is the caller's own word.
 * @returns the request, with what of its headers stays behind; or why it must not be sent
 */
export function guardBodyChosenUrl(
  planned: PlannedRequest,
  item: RequestItem,
  provenance: Provenance,
  { call }: Pick<Shared, 'call'>,
): { readonly request: PlannedRequest | InvalidRequest; readonly note?: string } {
  const own = { ...planned, provenance };
  const {
    request: { url, method },
    id,
  } = planned;
  const names = isChosen(planned, item, provenance, call.base_url) ? [...(item.template?.names ?? [])] : [];
  const valueOrigins = names.flatMap((name) => provenance.get(name) ?? []);
  const abroad = valueOrigins.find(({ origin }) => origin !== url.origin);
  if (abroad && !isSafe(method)) {
    const error =
      `blocked: a body of ${abroad.origin} leads a ${method} to ${url.origin}, another origin; ` +
      'write that into the template if it is meant';
    return { request: { id, url: url.href, error, outcome: 'blocked' } };
  }
  const request = valueOrigins.reduce((led, { origin, isLocal }) => {
    return hopTo({ ...led, url: new URL(origin) }, { isLocal }, url, method);
  }, planned.request);
  const left = Object.keys(planned.request.headers).filter((name) => !Object.hasOwn(request.headers, name));
  if (!abroad || left.length === 0) return { request: { ...own, request } };
  const note =
    `${item.at}: ${left.join(', ')} not sent to ${url.origin}, to which a body of ${abroad.origin} leads; ` +
    'write the origin into the template to send it there';
  return { request: { ...own, request }, note };
}

/** Whether other values would lead to another origin. */
function isChosen(
  { request: { url }, row }: PlannedRequest,
  { template, request }: RequestItem,
  provenance: Provenance,
  base: string | undefined,
): boolean {
  if (!template || ![...template.names].some((name) => provenance.has(name))) return false;
  const other = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, provenance.has(name) ? PLACEHOLDER_HOST : value]),
  );
  const elsewhere = resolveUrl(template.expand(other), base, request?.query);
  return typeof elsewhere === 'string' || elsewhere.origin !== url.origin;
}
