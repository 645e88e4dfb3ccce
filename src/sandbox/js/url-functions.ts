import { parseUrl } from '../../parse-url.ts';
import type { QueryHost } from './guest/query.ts';
import type { UrlHost } from './guest/url.ts';

const PARTS = ['protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash'] as const;
type Part = (typeof PARTS)[number];

/** Node's URL parser and form encoding for the guest. Nothing of a URL is looked up or fetched. */
export const urlFunctions: UrlHost & QueryHost = {
  parseUrl(url, base) {
    const parsed = parseUrl(url, base);
    return parsed && linesOf(parsed);
  },
  setPart(url, part, value) {
    const parsed = new URL(url);
    if (isPart(part)) parsed[part] = value;
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
