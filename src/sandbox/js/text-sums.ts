import type { Sum } from './program/program.ts';
import { isNumberAsText, type ReadBodies } from './read-bodies.ts';

/**
 * What is to be said of members that a program adds to numbers, where bodies have numbers as text under their key: `+` joins
 * them, and what is computed with that may look like a number again. The first of each key.
 */
export function textSumNotes(sums: readonly Sum[], read: ReadBodies): string[] {
  const notes = new Map<string, string>();
  for (const { key, member, place } of sums) {
    if (notes.has(key)) continue;
    const value = numberAsText(read.valuesUnder(key));
    if (value === undefined || !read.areAll(key, 'string')) continue;
    notes.set(key, `${place}: ${key} is text, such as "${value}", which + joins: Number(${member})`);
  }
  return [...notes.values()];
}

/** What is a number but for its quotes, where nothing under the key is one without. */
function numberAsText(values: readonly unknown[]): string | undefined {
  if (values.some((value) => typeof value === 'number')) return undefined;
  return values.find(isNumberAsText);
}
