/**
 * Characters that are seen as nothing, or make others seen as what they are not: controls other than tabs and line ends,
 * DEL and those of C1 among them, which terminals obey (ECMA-48), marks of direction (Unicode UAX #9), and the line
 * separators that JSON lets through.
 */
// oxlint-disable-next-line no-control-regex -- it is controls that are looked for
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** Writes what could not be seen as `\u` escapes: to JSON, in which they mean the same, and to whatever a terminal shows. */
export function escapeControls(text: string): string {
  return text.replaceAll(UNSEEN, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
