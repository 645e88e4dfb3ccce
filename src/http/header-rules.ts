/** RFC 9110 section 5.6.2, and what undici can put on the wire. */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers of one request: no server takes so many. */
const MAX_HEADERS = 1_000;

/** Framing and connection headers are the engine's business (RFC 9110 section 7.6.1, RFC 9112). */
const NOT_SETTABLE = new Set([
  'host',
  'content-length',
  'transfer-encoding',
  'connection',
  'upgrade',
  'te',
  'trailer',
  'keep-alive',
  'expect',
  'http2-settings',
  // What CGI makes of it is HTTP_PROXY, by which programs find their proxy.
  'proxy',
]);

/**
 * They have a server, or what is in front of it, take a GET for another method, or one path for another: then reading
 * could write, and what was judged would not be what is done.
 */
const OVERRIDES = [
  /^(?:x-)?(?:http-)?(?:(?:original|override|tunnel|requested|forwarded)-)?(?:method|verb)-override$/,
  /^x-(?:http-)?(?:(?:original|override|tunnel|requested|forwarded)-)?(?:method|verb)$/,
  /^x-(?:original|rewrite|override|forwarded)-(?:url|uri|path)$/,
];

/**
 * A header's name as those compare it who read it: CGI, WSGI, Rack and PHP know no difference between `_` and `-`, and
 * nobody one between upper and lower case.
 */
export function canonicalName(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** Headers of answers that are never shown, nor taken for another request: they log somebody in. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set(['set-cookie', 'set-cookie2', 'authorization', 'proxy-authorization']);

/** What is wrong with a header: its name, as a path of the arguments has it, and words without its value, which may be secret. */
export interface HeaderProblem {
  readonly path: string;
  readonly message: string;
}

/** What is wrong with a caller's headers. */
export function headerProblems(headers: Readonly<Record<string, string>>): readonly HeaderProblem[] {
  const entries = Object.entries(headers);
  const beyond = entries[MAX_HEADERS]?.[0];
  if (beyond !== undefined)
    return [{ path: beyond, message: `is one of ${entries.length} headers; a request has at most ${MAX_HEADERS}` }];
  const seen = new Map<string, string>();
  return entries.flatMap(([name, value]) => {
    const canonical = canonicalName(name);
    const other = seen.get(canonical);
    if (other !== undefined) {
      const differ = other.toLowerCase() === name.toLowerCase() ? 'case' : 'case, nor by "_" for "-"';
      return [{ path: name, message: `is given twice, as ${other} too; names do not differ by ${differ}` }];
    }
    seen.set(canonical, name);
    if (!NAME.test(name)) return [{ path: JSON.stringify(name), message: 'not a header name (RFC 9110)' }];
    if (!isSettable(canonical)) return [{ path: name, message: 'cannot be set; leave it out' }];
    if (!VALUE.test(value.trim()))
      return [{ path: name, message: 'its value has a control or non-Latin-1 character; encode it' }];
    return [];
  });
}

function isSettable(canonical: string): boolean {
  if (NOT_SETTABLE.has(canonical) || canonical.startsWith('proxy-')) return false;
  return !OVERRIDES.some((pattern) => pattern.test(canonical));
}
