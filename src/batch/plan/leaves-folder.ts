import type { ExpandedPart } from './template.ts';

/** What separates the segments of a path, also for a server that decodes it before it splits it. */
const SEPARATOR = /[/\\]|%2f|%5c/gi;
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;
const ANY_DOT_SEGMENT = /(?:^|[/\\]|%2f|%5c)(?:\.|%2e){1,2}(?:[/\\?#]|%2f|%5c|$)/i;
const ORIGIN = /^[a-z][a-z0-9+.-]*:[/\\]*[^/\\?#]*|^[/\\]{2,}[^/\\?#]*/i;

/** A place in a URL, in UTF-16 code units. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** A value, and how many segments of the path are before it, once that is known. */
type Value = Place & { depth?: number };

/**
 * Whether a `.` or `..` that comes of a value takes the path out of the folder in which the value stands, or makes it that
 * folder itself: `/f/{id}` is never to be `/` or `/f/`. Dots may be written as %2e, and separators as the URL Standard
 * reads them or percent-encoded. What the template itself says is the caller's own word; a value that brings the host has
 * no folder.
 * @param parts of a URL or a path
 * @param base the URL that a path is appended to
 */
export function leavesFolder(parts: readonly ExpandedPart[], base: string | undefined): boolean {
  const url = parts.map(({ text }) => text).join('');
  if (!ANY_DOT_SEGMENT.test(url)) return false;
  const origin = ORIGIN.exec(url)?.[0].length ?? 0;
  const tail = url.slice(origin).search(/[?#]/);
  const path = { start: origin, end: tail < 0 ? url.length : origin + tail };
  const values = valuesIn(parts).filter(({ start, end }) => start >= path.start && start < path.end && end > start);
  let depth = origin === 0 && base !== undefined ? depthOf(base) : 0;
  let next = 0;
  for (const segment of segmentsIn(url, path)) {
    // In order, as the segments are: of thousands of values only a few are looked at for each.
    while ((values[next]?.end ?? Infinity) <= segment.start) next++;
    let end = next;
    while ((values[end]?.start ?? Infinity) <= segment.end) end++;
    const near = values.slice(next, end);
    for (const value of near) if (value.start < segment.end) value.depth ??= depth;
    const text = url.slice(segment.start, segment.end);
    if (DOT_SEGMENT.test(text)) {
      if (text.length !== 1 && text.toLowerCase() !== '%2e') depth = Math.max(0, depth - 1);
      if (near.some((value) => value.start < segment.end && isOutside(depth, segment, value))) return true;
    } else if (text !== '') depth++;
    // One that begins with a separator stands in the folder that ends there.
    for (const value of near) value.depth ??= depth;
  }
  return false;
}

/** Whether an empty value leaves a segment of the path empty, so that `/f/{id}` is `/f/`. */
export function emptiesSegment(parts: readonly ExpandedPart[]): boolean {
  const url = parts.map(({ text }) => text).join('');
  const tail = url.search(/[?#]/);
  let at = 0;
  return parts.some(({ text, isOfPath }) => {
    const isBetween = '/'.includes(url.charAt(at - 1)) && '/?#'.includes(url.charAt(at));
    const isEmptied = isOfPath && text === '' && isBetween && (tail < 0 || at <= tail);
    at += text.length;
    return isEmptied;
  });
}

/**
 * What is left of the path where the value of a reserved expansion ends it in the midst: by a "?" that begins no query of
 * names and values, by a "#", behind which nothing is sent, or by either if the path goes on behind the value. Undefined if
 * none does; a value that brings the host may, and one that is all of a query: `?acl`.
 */
export function cutPath(parts: readonly ExpandedPart[]): string | undefined {
  let before = '';
  for (const [at, { kind, text, isOfPath }] of parts.entries()) {
    if (/[?#]/.test(before)) return undefined;
    const isAll = before === '' || (text.startsWith('?') && !/[/#]/.test(before.slice(-1) + text));
    const goesOn =
      parts
        .slice(at + 1)
        .find((part) => part.text !== '')
        ?.text.startsWith('/') ?? false;
    const cut = goesOn ? text.search(/[?#]/) : isAll ? -1 : text.search(/\?(?![^=#]*=)|#/);
    if (kind === 'reserved' && isOfPath && cut >= 0) return before + text.slice(0, cut);
    before += text;
  }
  return undefined;
}

/** @param depth of what the path has come to with this segment */
function isOutside(depth: number, segment: Place, { depth: own = 0, end }: Value): boolean {
  return depth < own || (depth === own && end <= segment.end);
}

/** Each value for itself; of a reserved expansion nobody can tell them apart. */
function valuesIn(parts: readonly ExpandedPart[]): Value[] {
  let at = 0;
  return parts.flatMap(({ kind, text }): Value[] => {
    const start = at;
    at += text.length;
    if (kind === 'literal') return [];
    return kind === 'reserved'
      ? [{ start, end: at }]
      : [...segmentsIn(text, { start: 0, end: text.length }, /\//g)].map((each) => ({
          start: start + each.start,
          end: start + each.end,
        }));
  });
}

function* segmentsIn(text: string, { start, end }: Place, separator = SEPARATOR): Iterable<Place> {
  let from = start;
  for (const match of text.slice(start, end).matchAll(separator)) {
    yield { start: from, end: start + match.index };
    from = start + match.index + match[0].length;
  }
  yield { start: from, end };
}

function depthOf(base: string): number {
  const { pathname } = new URL(base);
  return pathname.split('/').filter(Boolean).length;
}
