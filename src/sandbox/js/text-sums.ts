import { exampleOf } from './example-of.ts';
import type { Program } from './program/program.ts';
import { isNumberAsText, type ReadBodies } from './read-bodies.ts';

/**
 * What is to be said of members that a program adds to numbers, where bodies have numbers as text under their key, or text
 * beside numbers in one list: `+` joins them, and what is computed with that may look like a number again. The first of each
 * key; of those that are text here and there only where the program cannot have left them out.
 */
export function textSumNotes(
  { text: program, sums, chooses }: Pick<Program, 'text' | 'sums' | 'chooses'>,
  read: ReadBodies,
): string[] {
  const notes = new Map<string, string>();
  // What is chosen by a value, `x.price > 0`, may be text that reads as one; `x.price || 0` of "" is 0.
  const joins = (text: string): boolean =>
    isNumberAsText(text) || (chooses === undefined && (text !== '' || !program.includes('||')));
  for (const { key, member, place } of sums) {
    if (notes.has(key)) continue;
    const isMixed = read.valuesUnder(key).some((value) => typeof value === 'number');
    const text = isMixed ? (chooses === 'kinds' ? undefined : read.textBesideNumbers(key, joins)) : numberAsText(key, read);
    const is = isMixed ? 'text in places' : 'text';
    if (text !== undefined)
      notes.set(key, `${place}: ${key} is ${is}, such as ${exampleOf(text)}, which + joins: Number(${member})`);
  }
  return [...notes.values()];
}

/** What is a number but for its quotes, where all under the key is text. */
function numberAsText(key: string, read: ReadBodies): string | undefined {
  const text = read.valuesUnder(key).find(isNumberAsText);
  return text !== undefined && read.areAll(key, 'string') ? text : undefined;
}
