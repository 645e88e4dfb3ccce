import type { Reading } from '../../result/reading.ts';
import { namedCsvType } from '../../result/decode/named-csv.ts';
import { isFunction } from '../../result/run-function.ts';
import { isQuickSelection } from '../../result/select-body.ts';

/** What is JSON or plain text by its label: decoding it takes time in proportion to its size, and little of it. */
const PLAIN = /^\s*(?:application\/(?:[\w.+-]*\+)?json|text\/(?:plain|json))\s*(?:;|$)/i;

/** Whether a body of so many bytes is read so quickly that no other process is needed for it. */
export function isInlineReading({ contentType, url, as, extract, select, pages }: Reading, bytes: number): boolean {
  if (extract !== undefined) return false;
  if (as === 'base64') return select === undefined;
  if (contentType === undefined || !PLAIN.test(contentType) || namedCsvType(contentType, url) !== undefined) return false;
  const expressions = [select, pages?.items];
  return !expressions.some(isFunction) && expressions.every((each) => each === undefined || isQuickSelection(each, bytes));
}
