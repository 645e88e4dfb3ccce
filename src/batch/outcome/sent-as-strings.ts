import type { RequestItem } from '../plan/request-item.ts';
import type { ValueSource } from '../plan/value-source.ts';

/**
 * What is to be said of values that were numbers beyond 2^53 and stand as they are in a body: in JSON they are strings, and in
 * a text those are that stand in an object or list.
 */
export function sentAsStrings(
  { quoted = [] }: { readonly quoted?: readonly string[] },
  { item: { uses, body }, valueSource: { variable } }: { readonly item: RequestItem; readonly valueSource: ValueSource },
): string[] {
  if (body === undefined || body.field === 'form') return [];
  const isText = body.field === 'body';
  const whole = new Set(
    uses.flatMap(({ place, isOptional, name }) => (place === 'body' && (isText || isOptional) ? [name] : [])),
  );
  // Of rows, the names of variables come after the row.
  const places = quoted.map((path) =>
    variable === undefined ? path.replace(/^\[\]\.?/, '') : path.replace(/^(?:\[\])?/, variable),
  );
  const sent = places.filter((path) => whole.has(nameIn(path)) && !(isText && path === nameIn(path)));
  if (sent.length === 0) return [];
  const own = sent.every((path) => path === nameIn(path)) ? '' : 'pick them as variables of their own, and ';
  const cure = `where they must be numbers, ${own}write the JSON as text under "body", in which {name} needs no quotes`;
  return [`numbers beyond 2^53 are strings in the JSON that is sent: ${sent.join(', ')}; ${cure}`];
}

/** The variable of a place. */
function nameIn(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? '';
}
