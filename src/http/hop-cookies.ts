import { parseHttpDate } from './http-date.ts';
import type { ResponseHeaders } from './message.ts';

/** Cookies of one request; more than a browser would keep of one host are a mistake, or worse. */
const MAX_COOKIES = 50;
const MAX_LENGTH = 4_096;

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly path: string;
}

/**
 * The cookies that are set on the way of one request over its redirects, for the hops of the same origin and nobody else
 * (RFC 6265). Whatever a cookie says of other hosts, it goes back to just where it came from.
 */
export class HopCookies {
  readonly #byOrigin = new Map<string, Cookie[]>();

  /** Whether an origin has set one that still holds. */
  has(origin: string): boolean {
    return (this.#byOrigin.get(origin)?.length ?? 0) > 0;
  }

  /** Takes what an answer sets. */
  take(url: URL, headers: ResponseHeaders): void {
    for (const line of [headers['set-cookie'] ?? []].flat()) {
      const read = parseSetCookie(line, url);
      if (!read) continue;
      const { cookie, isExpired } = read;
      const others = (this.#byOrigin.get(url.origin) ?? []).filter(
        ({ name, path }) => name !== cookie.name || path !== cookie.path,
      );
      this.#byOrigin.set(url.origin, isExpired ? others : [...others, cookie].slice(-MAX_COOKIES));
    }
  }

  /**
   * The `Cookie` header of a request.
   * @param given what the caller has put there, whose cookies of other names stay
   * @returns undefined if there is nothing to send
   */
  header(url: URL, given: string | undefined): string | undefined {
    const ours = (this.#byOrigin.get(url.origin) ?? [])
      .filter(({ path }) => covers(path, url.pathname))
      .toSorted((a, b) => b.path.length - a.path.length);
    if (ours.length === 0) return given;
    const names = new Set(ours.map(({ name }) => name));
    const theirs = (given ?? '').split(';').flatMap((pair) => {
      const text = pair.trim();
      return text === '' || names.has(nameOf(text)) ? [] : [text];
    });
    return [...theirs, ...ours.map(({ name, value }) => (name === '' ? value : `${name}=${value}`))].join('; ');
  }
}

/** RFC 6265 section 5.2; undefined if it is to be ignored. */
function parseSetCookie(line: string, url: URL): { readonly cookie: Cookie; readonly isExpired: boolean } | undefined {
  const [pair = '', ...rest] = line.split(';');
  const name = asBytes(nameOf(pair));
  const value = asBytes(pair.slice(pair.indexOf('=') + 1).trim());
  if ((name === '' && value === '') || line.length > MAX_LENGTH || hasControl(name + value)) return undefined;
  const attributes = new Map(rest.map((each) => [nameOf(`${each}=`).toLowerCase(), each.slice(each.indexOf('=') + 1).trim()]));
  const domain = attributes.get('domain')?.replace(/^\./, '').toLowerCase();
  if (domain && domain !== url.hostname && !url.hostname.endsWith(`.${domain}`)) return undefined;
  const path = attributes.get('path') ?? '';
  return {
    cookie: { name, value, path: path.startsWith('/') ? path : defaultPath(url.pathname) },
    isExpired: hasExpired(attributes.get('max-age'), attributes.get('expires')),
  };
}

/** `Max-Age` goes before `Expires` (RFC 6265 section 5.3). */
function hasExpired(maxAge: string | undefined, expires: string | undefined): boolean {
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0;
  if (expires === undefined) return false;
  const time = parseHttpDate(expires) ?? Date.parse(expires);
  return time <= Date.now();
}

function nameOf(pair: string): string {
  return pair.includes('=') ? pair.slice(0, pair.indexOf('=')).trim() : '';
}

/** A header is sent as bytes, each as the character of that number. */
function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}

/** What cannot be sent again in a header. */
function hasControl(text: string): boolean {
  return /[^\t\u0020-\u007e\u0080-\u00ff]/.test(text);
}

/** RFC 6265 section 5.1.4 */
function defaultPath(pathname: string): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf('/')));
}

function covers(path: string, pathname: string): boolean {
  return pathname === path || (pathname.startsWith(path) && (path.endsWith('/') || pathname[path.length] === '/'));
}
