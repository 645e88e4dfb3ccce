import { clip } from '../../clip.ts';

/** What is quoted of each of several URLs. */
const MAX_QUOTED = 60;
const MAX_LISTED = 5;
/** Of longer texts only several URLs are looked for. */
const MAX_LOOKED_AT = 4_000;

/**
 * What a URL holds that is none, though the URL parser would take it: several URLs, a line break, a method before it, or
 * what text puts around URLs.
 * @returns words that say how to write it; undefined if there is nothing of the kind
 */
export function describeUrlSlip(given: string): string | undefined {
  const text = given.trim();
  const several = splitUrls(text);
  if (several.length > 1) {
    const shown = several.slice(0, MAX_LISTED).map((url) => JSON.stringify(clip(url, MAX_QUOTED)));
    const more = several.length > MAX_LISTED ? ', ...' : '';
    return `holds ${several.length} URLs; write each as a request of its own: [${shown.join(', ')}${more}]`;
  }
  if (/[\t\r\n]/.test(text)) return 'has a line break or a tab in it; write one URL, or %0A and %09 if they are meant';
  if (text.length > MAX_LOOKED_AT) return undefined;
  const [, method, rest = ''] = /^(get|head|post|put|patch|delete|options)\s+(\S.*)$/i.exec(text) ?? [];
  if (method !== undefined)
    return `begins with a method; write {"method": "${method.toUpperCase()}", "url": "${clip(rest, MAX_QUOTED)}"}`;
  if (/^curl\s/i.test(text)) return 'is a command; write the URL alone, what else it says as "method", "headers", "json"';
  const markdown = /^!?\[[^\]]*\]\(\s*<?(https?:[^\s)>]+)/i.exec(text)?.[1];
  const quoted = /^[<"'`(]+\s*(https?:[^\s"'`<>]+?)\s*[>"'`)]+$/i.exec(text)?.[1];
  const inner = markdown ?? quoted;
  return inner === undefined ? undefined : `has other characters around the URL; write "${clip(inner, MAX_QUOTED)}"`;
}

/**
 * URLs with spaces, line breaks, commas, semicolons or bars between, in time that is proportional to the text. A comma may
 * belong to a query that holds URLs.
 */
function splitUrls(text: string): readonly string[] {
  const isAbsolute = /^https?:\/\//i.test(text);
  if (!isAbsolute && (!text.startsWith('/') || text.length > MAX_LOOKED_AT)) return [text];
  const starts = Array.from(text.matchAll(isAbsolute ? /https?:\/\//gi : /\//g), ({ index }) => index).filter((index) => {
    return index === 0 || (isAbsolute ? /[\s,;|]/.test(text[index - 1] ?? '') : isSeparated(text.slice(0, index)));
  });
  const parts = starts.map((start, nth) => text.slice(start, starts[nth + 1]).replace(/[\s,;|]{1,20}$/, ''));
  const isOneQuery = isAbsolute && /\?.*=\s*https?:/i.test(parts[0] ?? '') && !/\s/.test(text);
  return isOneQuery ? [text] : parts;
}

/** Whether a path may end with this, and another begin. */
function isSeparated(before: string): boolean {
  const end = before.trimEnd();
  return /[,;]$/.test(end.slice(-1)) || before.slice(end.length).includes('\n');
}
