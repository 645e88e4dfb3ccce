/** Characters shown around a match in a long line. */
const CONTEXT_CHARS = 150;

/** A line that has a text, or a piece of a long one. */
export interface Line {
  /** In characters of the text. */
  readonly offset: number;
  readonly text: string;
}

/**
 * In lower case, and as long as before: offsets stay those of the text. Only İ becomes two units; Σ is ς at the end of a
 * word.
 */
export function lowerCase(text: string): string {
  return text.replaceAll('İ', 'i').toLowerCase().replaceAll('ς', 'σ');
}

/** A text around the first place where it has another; as it is if it does not. @param needle in lower case */
export function aroundFirst(text: string, needle: string): string {
  const at = lowerCase(text).indexOf(needle);
  if (at < 0) return text;
  const from = Math.max(0, at - CONTEXT_CHARS);
  const to = Math.min(text.length, at + needle.length + CONTEXT_CHARS);
  const [before, after] = [from > 0 ? `[+${from} chars]…` : '', to < text.length ? `…[+${text.length - to} chars]` : ''];
  return `${before}${text.slice(from, to)}${after}`.toWellFormed();
}

/**
 * The lines of a text that have another, or of long lines the pieces that do; how often it is there, and whether a line is in
 * pieces. In time that is proportional to the text.
 * @param needle in lower case
 */
export function linesWith(
  text: string,
  needle: string,
): { readonly lines: Line[]; readonly times: number; readonly isInPieces: boolean } {
  const searched = lowerCase(text);
  const lines: Line[] = [];
  let [times, isInPieces] = [0, false];
  // A line may be all of a text, and have many matches: where it starts and ends is looked for once.
  let [start, end] = [0, -1];
  let shownTo = 0;
  for (let at = searched.indexOf(needle); at >= 0; at = searched.indexOf(needle, at + Math.max(needle.length, 1))) {
    times++;
    if (at < shownTo) continue;
    if (at > end) {
      start = text.lastIndexOf('\n', at - 1) + 1;
      const newline = text.indexOf('\n', at + Math.max(needle.length - 1, 0));
      end = newline < 0 ? text.length : newline;
    } else if (lines.length > 0) isInPieces = true;
    const from = Math.max(start, at - CONTEXT_CHARS);
    const to = Math.min(end, at + needle.length + CONTEXT_CHARS);
    lines.push({
      offset: from,
      text: `${from > start ? '…' : ''}${text.slice(from, to)}${to < end ? '…' : ''}`.toWellFormed(),
    });
    shownTo = Math.max(to, at + needle.length);
  }
  return { lines, times, isInPieces };
}
