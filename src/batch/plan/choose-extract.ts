import type { As } from '../args/schema.ts';

/** What a document may be asked for as when something is extracted from it: these take nothing away. */
const COMPATIBLE: ReadonlySet<string> = new Set(['auto', 'html', 'json']);

/** Why an `extract` cannot go together with an `as` beside it; undefined if it can. */
export function asProblem(as: unknown): string | undefined {
  if (typeof as !== 'string' || COMPATIBLE.has(as)) return undefined;
  const cure = as === 'markdown' || as === 'text' ? `; {"selector": "main", "value": "${as}"} gives an element's` : '';
  return `extract makes the body, so that "${as}" has no place beside it: leave one of the two out${cure}`;
}

/** What is to be extracted from a request's answer: what it says itself goes before what the call says, `as` included. */
export function chooseExtract<T>(
  own: { readonly extract?: T | undefined; readonly as?: As | undefined },
  ofCall: T | undefined,
): T | undefined {
  const isOpen = own.as === undefined || own.as === 'auto' || own.as === 'html';
  return own.extract ?? (isOpen ? ofCall : undefined);
}
