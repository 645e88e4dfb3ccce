import type { FieldValue } from '../args/by-name.ts';
import { fillText, wholeName } from './fill-text.ts';
import { textOf, valueOf, type Row } from './variable-value.ts';

/** What a query or a form is made of, by name. */
export type FieldValues = Readonly<Record<string, FieldValue>>;

/**
 * The fields of a query or a form with their variables filled in, in order. A list repeats its name, null leaves it out;
 * so does a value that stands in for a whole text (`"{name}"`).
 * @param most characters of all names and texts together; what is longer ends somewhere beyond them
 */
export function fillFields(fields: FieldValues, row: Row, most = Infinity): readonly (readonly [name: string, text: string])[] {
  const filled: (readonly [string, string])[] = [];
  let left = most;
  for (const [name, given] of Object.entries(fields)) {
    for (const value of [given].flat()) {
      const texts = typeof value === 'string' ? fillField(value, row, left) : textsOf(value);
      for (const text of texts) {
        filled.push([name, text]);
        left -= name.length + text.length + 1;
        if (left < 0) return filled;
      }
    }
  }
  return filled;
}

/** The texts that a value of a field stands for: of a list one each, of null none. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((item) => item !== null).map(textOf);
  return value === null ? [] : [textOf(value)];
}

function fillField(text: string, row: Row, most: number): readonly string[] {
  const name = wholeName(text);
  return name !== undefined && Object.hasOwn(row, name) ? textsOf(valueOf(row, name)) : [fillText(text, row, most)];
}
