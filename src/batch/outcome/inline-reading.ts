import type { Reading } from '../../result/reading.ts';

/** What is JSON or plain text by its label: decoding it takes time in proportion to its size, and little of it. */
const PLAIN = /^\s*(?:application\/(?:[\w.+-]*\+)?json|text\/(?:plain|json))\s*(?:;|$)/i;

/** Whether a small body is read so quickly that no other process is needed for it. */
export function isInlineReading({ contentType, as, select }: Reading): boolean {
  if (as === 'base64') return select === undefined;
  if (contentType === undefined || !PLAIN.test(contentType)) return false;
  return select === undefined || typeof select !== 'string' || isSimplePath(select);
}

/** Names, indexes and projections, and selections of such: their steps are bounded by the size of the body. */
function isSimplePath(expression: string): boolean {
  return expression.length <= 1_000 && /^[\w.[\]*{}:,"@ -]+$/.test(expression);
}
