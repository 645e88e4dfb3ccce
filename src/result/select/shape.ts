import { clip } from '../../clip.ts';

/** Characters of an expression that an error repeats. */
const MAX_QUOTED = 200;

/** A body in a few words: what one must know to write the next expression. */
export function shape(body: unknown): string {
  if (Array.isArray(body)) {
    return body.length === 0 ? 'an empty array' : `an array of ${body.length}, the first ${shape(body[0])}`;
  }
  if (isObject(body)) {
    const keys = Object.keys(body);
    const shown = keys.slice(0, 20).map((key) => (key.length > 40 ? `${key.slice(0, 39)}…` : key));
    const more = keys.length > 20 ? ` and ${keys.length - 20} more` : '';
    return keys.length === 0 ? 'an empty object' : `an object with the keys ${shown.join(', ')}${more}`;
  }
  return body === null ? 'null' : `a ${typeof body}`;
}

/** An expression as an error repeats it: not so long that what is there would not be read. */
export function quoted(expression: string): string {
  return clip(expression, MAX_QUOTED);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
