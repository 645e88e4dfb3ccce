import { clip } from '../../clip.ts';
import type { RequestArgs } from '../args/schema.ts';
import { MAX_URL_LENGTH } from '../../limits.ts';
import { parseUrl } from '../../parse-url.ts';
import { fillFields } from './fields.ts';
import type { Row } from './variable-value.ts';

/** Characters of a URL that an error repeats. */
const MAX_SAID = 100;

/**
 * The URL to fetch, as the WHATWG URL parser reads it, once; or what is wrong with it, in words.
 * @param given absolute, or relative to `base`, to whose path it is appended
 * @param query added to what the URL has; a list repeats its key, null leaves it out
 * @param row what fills in the query
 */
export function resolveUrl(given: string, base: string | undefined, query: RequestArgs['query'], row: Row = {}): URL | string {
  const [written = ''] = given.trim().split('#', 1);
  if (written.length > MAX_URL_LENGTH) return tooLong(written.length);
  const absolute = /^[a-z][a-z0-9+.-]*:/i.test(written);
  if (!absolute && base === undefined) {
    const named = /^[\w-]+(\.[\w-]+)+(:\d+)?([/?]|$)/.test(written);
    const cure = named ? `did you mean https://${clip(written, MAX_SAID)}` : 'write it in full, or give base_url';
    return `"${clip(written, MAX_SAID)}" is not an absolute URL; ${cure}`;
  }
  const whole = absolute || base === undefined ? written : appended(base, written);
  const url = parseUrl(whole);
  if (!url) return `"${clip(whole, MAX_SAID)}" is not a URL`;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const guess = /^[a-z0-9.-]+:\d+([/?]|$)/i.test(written) ? `; did you mean http://${clip(written, MAX_SAID)}` : '';
    return `${url.protocol} is not fetched, only http: and https: are${guess}`;
  }
  if (url.username || url.password) return 'a user name or password in a URL is not sent; use the authorization header';
  const added = queryText(query, row);
  if (added) url.search = url.search ? `${url.search}&${added}` : added;
  return url.href.length > MAX_URL_LENGTH ? tooLong(url.href.length) : url;
}

function tooLong(length: number): string {
  return `longer than ${MAX_URL_LENGTH} characters (${length})`;
}

/** `https://host/v1?key=1` and `/users` make `https://host/v1/users?key=1`, as in other HTTP clients' base URLs. */
function appended(base: string, relative: string): string {
  if (relative.startsWith('//')) return parseUrl(relative, base)?.href ?? relative;
  const [, path = '', query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(base) ?? [];
  const [written = ''] = relative.split('#');
  const joined = /^(\?|$)/.test(written) ? path + written : `${path.replace(/\/+$/, '')}/${written.replace(/^\/+/, '')}`;
  return query ? `${joined}${joined.includes('?') ? '&' : '?'}${query}` : joined;
}

function queryText(query: RequestArgs['query'], row: Row): string {
  if (query === undefined) return '';
  const params = new URLSearchParams();
  for (const [key, value] of fillFields(query, row, MAX_URL_LENGTH)) params.append(key, value);
  return params.toString();
}
