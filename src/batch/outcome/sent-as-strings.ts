import type { RequestItem } from '../plan/request-item.ts';
import type { ValueSource } from '../plan/value-source.ts';

/** What is to be said of values that were numbers beyond 2^53 and stand as they are in a JSON body: there they are strings. */
export function sentAsStrings(
  { quoted = [] }: { readonly quoted?: readonly string[] },
  { item: { uses, body }, valueSource: { variable } }: { readonly item: RequestItem; readonly valueSource: ValueSource },
): string[] {
  if (body?.field !== 'json') return [];
  const whole = new Set(uses.flatMap(({ place, isOptional, name }) => (place === 'body' && isOptional ? [name] : [])));
  // Of rows, the names of variables come after the row.
  const places = quoted.map((path) =>
    variable === undefined ? path.replace(/^\[\]\.?/, '') : path.replace(/^(?:\[\])?/, variable),
  );
  const sent = places.filter((path) => whole.has(path.split(/[.[]/, 1)[0] ?? ''));
  if (sent.length === 0) return [];
  const cure = 'where they must be numbers, write the JSON as text under "body", in which {name} needs no quotes';
  return [`numbers beyond 2^53 are strings in the JSON that is sent: ${sent.join(', ')}; ${cure}`];
}
