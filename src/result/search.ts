/** Something that contains the text that was searched for. */
export type SearchMatch =
  | { readonly offset: number; readonly text: string }
  | { readonly offset: number; readonly item: unknown }
  | { readonly key: string; readonly value: unknown };

/** Characters shown around a match in a long line. */
const CONTEXT_CHARS = 150;

/**
 * Finds what contains a text, in any case: the lines of a text (offset in characters), the items of an array (offset in
 * items), the members of an object.
 */
export function searchIn(value: unknown, wanted: string): SearchMatch[] {
  const needle = lowerCase(wanted);
  const has = (candidate: unknown): boolean => lowerCase(JSON.stringify(candidate)).includes(quoted(needle));
  if (typeof value === 'string') return linesWith(value, needle);
  if (Array.isArray(value)) return value.flatMap((item: unknown, offset) => (has(item) ? [{ offset, item }] : []));
  if (typeof value !== 'object' || value === null) return [];
  const members: [string, unknown][] = Object.entries(value);
  return members.flatMap(([key, member]) => (has({ [key]: member }) ? [{ key, value: member }] : []));
}

function quoted(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** In lower case, and as long as before: offsets stay those of the text. Only İ becomes two units. */
function lowerCase(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase();
}

function linesWith(text: string, needle: string): SearchMatch[] {
  const searched = lowerCase(text);
  const matches: SearchMatch[] = [];
  for (let at = searched.indexOf(needle); at >= 0;) {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const from = Math.max(start, at - CONTEXT_CHARS);
    const to = Math.min(end, at + needle.length + CONTEXT_CHARS);
    matches.push({
      offset: from,
      text: `${from > start ? '…' : ''}${text.slice(from, to)}${to < end ? '…' : ''}`.toWellFormed(),
    });
    at = searched.indexOf(needle, Math.max(to, at + needle.length));
  }
  return matches;
}
