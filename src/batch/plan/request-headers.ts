import type { Config } from '../../config/config.ts';
import { headerProblems, type HeaderProblem } from '../../http/header-rules.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { As, Envelope } from '../args/schema.ts';
import { fillText } from './fill-text.ts';
import type { RequestItem } from './request-item.ts';
import { MAX_VALUE_LENGTH, type Row } from './variable-value.ts';

/** What the requests of a call have in common. */
export interface Shared {
  readonly call: Envelope;
  readonly config: Pick<Config, 'userAgent' | 'profiles'>;
}

/** Headers as a caller gives them, by name. */
type Headers = Readonly<Record<string, string>>;

/** What each request asks for unless it says otherwise. */
const ACCEPT: Record<As, string> = {
  // Sites that answer Markdown send a fifth of the tokens that their HTML makes.
  auto: 'application/json, text/markdown;q=0.95, text/*;q=0.9, */*;q=0.8',
  json: 'application/json, */*;q=0.5',
  text: 'text/*, */*;q=0.5',
  markdown: 'text/markdown, text/html;q=0.9, */*;q=0.5',
  html: 'text/html, */*;q=0.5',
  base64: '*/*',
  none: '*/*',
};

/** The headers of an item with its variables filled in, and what is wrong with them then. */
export function fillHeaders(
  { request, uses }: RequestItem,
  row: Row | undefined,
): { readonly headers: Headers | undefined; readonly problems: readonly HeaderProblem[] } {
  const headers = request?.headers;
  if (!row || !headers || !uses.some(({ place }) => place === 'headers')) return { headers, problems: [] };
  const filled = Object.entries(headers).map(([name, text]) => [name, fillText(text, row, MAX_VALUE_LENGTH)] as const);
  const long = filled.filter(([name, text]) => text.length > MAX_VALUE_LENGTH && text !== headers[name]);
  const message = `longer than ${MAX_VALUE_LENGTH} characters with its variables filled in`;
  if (long.length > 0) return { headers, problems: long.map(([path]) => ({ path, message })) };
  const all = Object.fromEntries(filled);
  return { headers: all, problems: headerProblems(all) };
}

/**
 * The headers of a request, names in lower case: its own go before those of the call.
 * @param contentType of its body, unless they say otherwise
 */
export function buildHeaders(shared: Shared, as: As, own: Headers | undefined, contentType?: string): HttpRequest['headers'] {
  const ofAll = commonHeaders(shared, as);
  if (contentType === undefined && own === undefined) return ofAll;
  const type = contentType === undefined ? {} : { 'content-type': contentType };
  return { ...ofAll, ...type, ...lowerCased(shared.call.headers), ...lowerCased(own) };
}

const common = new WeakMap<Shared, Map<As, HttpRequest['headers']>>();

/** The headers of all requests of a call that bring none of their own: one value for all of them. */
function commonHeaders(shared: Shared, as: As): HttpRequest['headers'] {
  const { call, config } = shared;
  let known = common.get(shared);
  if (!known) common.set(shared, (known = new Map()));
  let headers = known.get(as);
  if (!headers) known.set(as, (headers = { accept: ACCEPT[as], 'user-agent': config.userAgent, ...lowerCased(call.headers) }));
  return headers;
}

function lowerCased(headers: Headers | undefined): Headers {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value.trim()]));
}
