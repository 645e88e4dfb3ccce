import type { QueryHost } from './guest/query.ts';
import type { UrlHost } from './guest/url.ts';

/** Longer ones are no URLs, and would only cost memory of ours. */
const MAX_LENGTH = 2 ** 20;
const PARTS = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;
type Part = (typeof PARTS)[number];

/** Node's URL parser and form encoding for the guest. Nothing of a URL is looked up or fetched. */
export const urlFunctions: UrlHost & QueryHost = {
  parseUrl(url, base) {
    if (url.length + (base?.length ?? 0) > MAX_LENGTH || !URL.canParse(url, base)) return undefined;
    return linesOf(new URL(url, base));
  },
  setPart(url, part, value) {
    const parsed = new URL(url);
    if (isPart(part) && value.length <= MAX_LENGTH) parsed[part] = value;
    return linesOf(parsed);
  },
  parseQuery(text) {
    return JSON.stringify([...new URLSearchParams(text)]);
  },
  formatQuery(pairs) {
    return new URLSearchParams(JSON.parse(pairs)).toString();
  },
};

/** No part has a line break: the parser takes them out or encodes them. */
function linesOf(url: URL): string {
  return [url.href, url.origin, ...PARTS.map((part) => url[part])].join('\n');
}

function isPart(part: string): part is Part {
  return PARTS.some((each) => each === part);
}
