import type { Sum } from './program/program.ts';
import type { BodyText } from './records.ts';

/** Bodies that are looked into, and bytes of each: the others are much like them. */
const MAX_BODIES = 20;
const MAX_BYTES = 65_536;

/**
 * What is to be said of members that a program adds to numbers, where bodies have numbers as text under their key: `+` joins
 * them, and what is computed with that may look like a number again. The first of each key.
 * @param read bodies that the program has read
 */
export function textSumNotes(sums: readonly Sum[], read: Iterable<BodyText>): string[] {
  if (sums.length === 0) return [];
  const texts = [...read].slice(0, MAX_BODIES).map((body) => body().subarray(0, MAX_BYTES).toString());
  const notes = new Map<string, string>();
  for (const { key, member, place } of sums) {
    if (notes.has(key)) continue;
    const value = firstMatch(texts, numberAsText(key));
    if (value !== undefined) notes.set(key, `${place}: ${key} is text, such as "${value}", which + joins: Number(${member})`);
  }
  return [...notes.values()];
}

function numberAsText(key: string): RegExp {
  const name = JSON.stringify(key).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`${name}\\s*:\\s*"(-?\\d{1,15}(?:\\.\\d{1,15})?)"`);
}

function firstMatch(texts: readonly string[], pattern: RegExp): string | undefined {
  for (const text of texts) {
    const [, found] = pattern.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  return undefined;
}
