import { splitTex } from './tex.ts';

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u00ad\u200b\u2060\ufeff]/g;

/** Letters that only a machine reads: tag characters, but for those of a flag, and runs of variation selectors. */
const SECRET = /(\u{1f3f4}[\u{e0020}-\u{e007f}]{1,8})|[\u{e0000}-\u{e007f}]+|(?:[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]){2,}/gu;

/** Any of those, or the first half of one. */
// oxlint-disable-next-line no-control-regex, no-misleading-character-class -- see above
const SUSPECT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u00a0\u00ad\u200b\u2060\ufeff\ufe00-\ufe0f\udb40]/;

/** A text without characters that are not seen; a space that does not break is a space, so that a search finds it. */
export function visible(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replace(UNSEEN, '')
    .replaceAll('\u00a0', ' ')
    .replace(SECRET, (_, flag: string | undefined) => flag ?? '');
}

const MARKS = /[\\*_`\]]/;

/**
 * Escapes what Markdown would take for a mark where it stands: `snake_case`, `a * b`, `[1]` and `C:\path` stay as they
 * are, and so does TeX.
 */
export function escapeMarks(text: string): string {
  if (!MARKS.test(text)) return text;
  if (!/\\[([]|\$\$/.test(text)) return escaped(text);
  return splitTex(text)
    .map((part, at) => (at % 2 === 1 ? part : escaped(part)))
    .join('');
}

function escaped(text: string): string {
  let out = text;
  if (out.includes('\\')) out = out.replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\');
  if (/[*`]/.test(out)) out = out.replace(/`|(?<=\S)\*|\*(?=\S)/g, '\\$&');
  if (out.includes('_')) out = out.replace(/(?<![\p{L}\p{N}_])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}_])/gu, '\\_');
  return out.includes(']') ? out.replace(/\](?=[([])/g, '\\]') : out;
}

/** Escapes what would make a line of text a heading, a quote, a list or a rule. */
export function escapeStart(line: string): string {
  const first = line.charCodeAt(0);
  if (first >= 0x30 && first <= 0x39) return line.replace(/^(\d{1,9})([.)])(?= |$)/, '$1\\$2');
  return /^[#>+*=~-]/.test(line) ? line.replace(/^(?:#{1,6}(?= |$)|>|[-+*](?= |$)|~~~|=+$|-{2,}$)/, '\\$&') : line;
}
