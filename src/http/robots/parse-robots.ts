import typedAsModule from 'robots-parser';
import { ROBOTS } from './robots-rules.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types are those of an ES module, which it is not
const parse = typedAsModule as unknown as typeof typedAsModule.default;

/** A robots.txt that has been read (RFC 9309). */
export interface RobotsFile {
  /** Why a URL of its origin must not be asked for; undefined if it may be. */
  objection(url: URL): string | undefined;
  /** What it takes in memory, roughly, in bytes. */
  readonly size: number;
}

/**
 * @param origin whose it is, which need not be where it was found
 * @param product the product token that groups of rules name: `fetch-many-mcp`
 * @param content read as UTF-8, as far as the first 500 KiB go
 */
export function parseRobots(origin: string, product: string, content: Buffer): RobotsFile {
  const text = withTokens(decodeUnreserved(head(content)));
  const rules = parse(`${origin}/robots.txt`, text);
  // A rule costs a step for each character of the URL; with a wildcard, as many for each of its own.
  const cost = text.split(/[\r\n]+/).reduce((sum, line) => sum + (line.includes('*') ? line.length : 1), 0);
  return {
    size: 1_024 + text.length * 8,
    objection({ href, pathname, search }) {
      if (cost * (pathname.length + search.length) > ROBOTS.maxSteps)
        return 'has more rules than can be judged for a URL this long';
      const decoded = decodeUnreserved(href);
      if (rules.isAllowed(decoded, product) !== false) return undefined;
      return `(line ${rules.getMatchingLineNumber(decoded, product)}) disallows ${pathname} for ${product}`;
    },
  };
}

/** What the groups of a robots.txt call whoever says this of itself: `fetch-many-mcp` of `fetch-many-mcp/1.0 (+...)`. */
export function productToken(userAgent: string): string {
  return TOKEN.exec(userAgent)?.[0] || '*';
}

/** What a version, a comment or a list may follow. */
const TOKEN = /^[^/\s(;,#*]*/;

/** Groups that name a version, too, mean the product all the same (RFC 9309 section 2.2.1): `fetch-many-mcp 0.1`, `* # all`. */
function withTokens(text: string): string {
  return text.replaceAll(/^([ \t]*user-?agent[ \t]*:[ \t]*)([^\r\n]*)/gim, (_, field: string, value: string) => {
    return field + (value.startsWith('*') ? '*' : (TOKEN.exec(value)?.[0] ?? ''));
  });
}

function head(content: Buffer): string {
  const text = content
    .subarray(0, ROBOTS.maxBytes)
    .toString()
    .replace(/^\uFEFF/, '');
  // A rule that was cut in two would forbid, or allow, more than it says.
  return content.length > ROBOTS.maxBytes ? text.slice(0, Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r')) + 1) : text;
}

/** `%70` is the same as `p` (RFC 9309 section 2.2.2). */
function decodeUnreserved(text: string): string {
  return text.replaceAll(/%[0-9a-f]{2}/gi, (encoded) => {
    const character = String.fromCodePoint(Number.parseInt(encoded.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : encoded;
  });
}
