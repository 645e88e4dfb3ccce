import { isSafe } from '../../http/methods.ts';
import type { RequestItem } from './request-item.ts';
import type { InvalidRequest, PlannedRequest } from './plan-request.ts';
import type { Shared } from './request-headers.ts';
import { resolveUrl } from './resolve-url.ts';
import { hopTo } from '../../http/cross-origin.ts';
import type { Provenance, ValueOrigin } from './provenance.ts';
import { TemplateError } from './template.ts';

/** Stands for a value of which it is asked whether it decides on the origin. No such host exists (RFC 6761 section 6.4). */
const PLACEHOLDER_HOST = 'any.invalid';

/** A request that answers have a part in, as it may be sent, or why it must not be. */
interface GuardedRequest {
  readonly request: PlannedRequest | InvalidRequest;
  readonly note?: string;
}

/**
 * What an answer may do with a request that is made of its values. Where they decide on the origin, it is as if the answer
 * redirected there: from a public one no way leads to this side, across origins only harmless headers go along, nothing is
 * changed, and a header made of another origin's values is not sent. Where the template or base_url says the origin, that
 * is the caller's own word.
 * @returns the request, with what of its headers stays behind; or why it must not be sent
 */
export function guardBodyChosenUrl(
  planned: PlannedRequest,
  item: RequestItem,
  provenance: Provenance,
  { call }: Pick<Shared, 'call'>,
): GuardedRequest {
  const own = { ...planned, provenance };
  const {
    request: { url, method },
    id,
  } = planned;
  if (!isChosen(planned, item, provenance, call.base_url)) return { request: own };
  const blocked = (error: string): GuardedRequest => ({
    request: { id, url: url.href, error: `blocked: ${error}`, outcome: 'blocked' },
  });
  const foreign = foreignHeader(item, provenance, url.origin);
  if (foreign) {
    const { name, origin } = foreign;
    return blocked(
      `the header ${name} has a value of an answer of ${origin}, and an answer leads it to ${url.origin}, another origin; ` +
        'write that into the template if it is meant',
    );
  }
  const valueOrigins = [...(item.template?.names ?? [])].flatMap((name) => provenance.get(name) ?? []);
  const abroad = valueOrigins.find(({ origin }) => origin !== url.origin);
  if (abroad && !isSafe(method)) {
    return blocked(
      `a body of ${abroad.origin} leads a ${method} to ${url.origin}, another origin; write that into the template if it is meant`,
    );
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

/** A header made of a value that comes from another origin than the request goes to. */
function foreignHeader(
  { uses }: RequestItem,
  provenance: Provenance,
  to: string,
): { readonly name: string; readonly origin: ValueOrigin['origin'] } | undefined {
  for (const { name, at, place } of uses) {
    const origin = place === 'headers' ? provenance.get(name)?.find((each) => each.origin !== to) : undefined;
    if (origin) return { name: at.replace(/^headers\./, ''), origin: origin.origin };
  }
  return undefined;
}

/** Whether other values would lead to another origin. */
function isChosen(
  { request: { url }, row }: PlannedRequest,
  { template }: RequestItem,
  provenance: Provenance,
  base: string | undefined,
): boolean {
  if (!template || ![...template.names].some((name) => provenance.has(name))) return false;
  const other = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, provenance.has(name) ? PLACEHOLDER_HOST : value]),
  );
  try {
    const elsewhere = resolveUrl(template.expand(other), base, undefined);
    return typeof elsewhere === 'string' || elsewhere.origin !== url.origin;
  } catch (error) {
    // Longer than a URL may be: it tells nothing, so that the worst is taken for granted.
    if (error instanceof TemplateError) return true;
    throw error;
  }
}
