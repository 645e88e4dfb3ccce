import { clip } from '../../clip.ts';

/** A value that can be written as it is. */
export type Scalar = string | number | boolean;

/** Values by the names of their variables: any JSON values, of which only some fit where a variable is used. */
export type Row = Readonly<Record<string, unknown>>;

/** Characters of a value in a URL, a query or a header. */
export const MAX_VALUE_LENGTH = 16_384;
/** Characters of a value in a body; of an object or a list, of its JSON text. */
export const MAX_BODY_VALUE_LENGTH = 1_048_576;

/** Whether a JSON value is a string, a number or a boolean. */
export function isScalar(value: unknown): value is Scalar {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Whether a JSON value is an object, and no list. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value of a variable; null where the row has none. */
export function valueOf(row: Row, name: string): unknown {
  return Object.hasOwn(row, name) ? (row[name] ?? null) : null;
}

/** A value as a part of a text: a list of scalars with commas between, anything else that is no scalar as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isScalar(value) || (Array.isArray(value) && value.every(isScalar))) return String(value);
  return JSON.stringify(value) ?? '';
}

/**
 * Characters of {@link textOf}; of a list of scalars no more are counted than `most`, so that a list of millions costs
 * nothing before it is refused.
 */
export function lengthOf(value: unknown, most = Infinity): number {
  if (typeof value === 'string') return value.length;
  if (!Array.isArray(value)) return textOf(value).length;
  let length = -1;
  for (const item of value) {
    if (!isScalar(item)) return textOf(value).length;
    length += String(item).length + 1;
    if (length > most) break;
  }
  return Math.max(0, length);
}

/** The beginning of a value, for words about it. */
export function excerptOf(value: unknown, most = 60): string {
  const text = isScalar(value) ? String(value) : (JSON.stringify(value) ?? '');
  return clip(text, most);
}
