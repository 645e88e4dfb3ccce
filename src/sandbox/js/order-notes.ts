import type { Order } from './program/program.ts';
import { isNumberAsText, type ReadBodies } from './read-bodies.ts';

/**
 * What is to be said of members that a program orders, where bodies have numbers as text under their key, and these stand in
 * another order as texts: "9" comes after "10". The first of each key.
 */
export function orderNotes(orders: readonly Order[], read: ReadBodies): string[] {
  const notes = new Map<string, string>();
  for (const { key, by, instead, place } of orders) {
    if (notes.has(key)) continue;
    const pair = misordered(read.valuesUnder(key));
    if (pair && read.areAll(key, 'string'))
      notes.set(key, `${place}: ${key} is text, and ${by} has "${pair[0]}" after "${pair[1]}": ${instead}`);
  }
  return [...notes.values()];
}

/** Two texts of which the first is less as a number and more as a text, where all under the key are numbers but for their quotes. */
function misordered(values: readonly unknown[]): readonly [string, string] | undefined {
  const texts = values.filter((value) => value !== null);
  if (!texts.every(isNumberAsText)) return undefined;
  const sorted = texts.toSorted((a, b) => Number(a) - Number(b));
  const at = sorted.findIndex(
    (text, place) => place > 0 && Number(sorted[place - 1]) < Number(text) && (sorted[place - 1] ?? '') > text,
  );
  const [less, more] = [sorted[at - 1], sorted[at]];
  return less === undefined || more === undefined ? undefined : [less, more];
}
