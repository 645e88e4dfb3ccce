import { SECRET_HEADERS } from '../../http/header-rules.ts';
import type { ResponseHeaders } from '../../http/message.ts';
import { parseUrl } from '../../parse-url.ts';
import { setKey } from '../../result/select/jmespath/values.ts';

/** Headers whose value is a URL, relative to what was asked for (RFC 9110 sections 10.2.2 and 8.7). */
const URL_HEADERS = new Set(['location', 'content-location']);

/**
 * The values of a response header, each as often as it was sent. `location`, `content-location` and the targets of `link`
 * (RFC 8288) come as absolute URLs.
 * @param name in lower case
 * @param url that was answered
 */
export function headerValues(headers: ResponseHeaders, name: string, url: string): readonly string[] {
  const values = [Object.hasOwn(headers, name) ? (headers[name] ?? []) : []].flat().map((value) => value.trim());
  const given = values.filter((value) => value !== '');
  if (URL_HEADERS.has(name)) return given.map((value) => absolute(value, url));
  if (name !== 'link') return given;
  // Quoted parameters may hold anything.
  const target = /"(?:[^"\\]|\\.)*"|<([^<>]*)>/g;
  return given.map((value) => {
    return value.replaceAll(target, (text, link: string | undefined) =>
      link === undefined ? text : `<${absolute(link.trim(), url)}>`,
    );
  });
}

function absolute(value: string, base: string): string {
  return parseUrl(value, base)?.href ?? value;
}

/**
 * All headers that may be shown, URLs in them absolute, those that come several times joined as RFC 9110 section 5.2 has it.
 * @param url that was answered
 */
export function shownHeaders(headers: ResponseHeaders, url: string): Readonly<Record<string, string>> {
  const shown: Record<string, string> = {};
  for (const name of Object.keys(headers)) {
    const value = headers[name];
    if (value === undefined || SECRET_HEADERS.has(name)) continue;
    // Of every answer: most are one plain text.
    const isPlain = typeof value === 'string' && !hasUrls(name);
    setKey(shown, name, isPlain ? value.trim() : headerValues(headers, name, url).join(', '));
  }
  return shown;
}

function hasUrls(name: string): boolean {
  return name === 'link' || URL_HEADERS.has(name);
}
