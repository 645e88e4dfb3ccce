import type { ElementNode } from '../dom.ts';
import { find } from '../walk.ts';
import type { Writer } from './writer.ts';

/** What is raised: the number of a footnote in brackets, a power after `^`, all else as it is: `1st`. */
export function writeSup(element: ElementNode, writer: Writer): void {
  const text = writer.line(() => writer.children(element));
  const isNote =
    find(element, ({ name, attribs }) => name === 'a' && attribs['href'] !== undefined) !== undefined &&
    /^(?:\d+|[*†‡§a-z])$/.test(text);
  if (isNote) writer.inline.atom(`[${text}]`);
  else if (/^[-−+]?\d+$|^[a-z]$/.test(text) && /[\p{L}\p{N})\]`]/u.test(writer.inline.last)) writer.inline.atom(`^${text}`);
  else if (isTerm(text)) writer.inline.atom(`^(${text})`);
  else writer.inline.atom(text);
}

/** What is lowered: digits as in H2O, an index after `_`. */
export function writeSub(element: ElementNode, writer: Writer): void {
  const text = writer.line(() => writer.children(element));
  if (isTerm(text)) writer.inline.atom(`_(${text})`);
  else if (/^[a-z]$/i.test(text) && /[\p{L}\p{N})]/u.test(writer.inline.last)) writer.inline.atom(`_${text}`);
  else writer.inline.atom(text);
}

/** A sum, a product or the like, which would read as part of the line. */
function isTerm(text: string): boolean {
  return (
    text.length > 1 &&
    text.length < 40 &&
    /[-−+*/·=]/.test(text) &&
    /^[\p{L}\p{N}\s.,()−+*/·=^_-]+$/u.test(text) &&
    !/^[-−+]?\d+$/.test(text) &&
    !/^[-−+]$/.test(text)
  );
}

/** The reading of a word follows it in brackets. */
export function writeReading(element: ElementNode, writer: Writer): void {
  const text = writer.line(() => writer.children(element));
  if (text !== '') writer.inline.atom(`(${text})`);
}
