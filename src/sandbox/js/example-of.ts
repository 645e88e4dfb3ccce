import { clip } from '../../clip.ts';

/** Characters of it. */
const MAX_EXAMPLE = 30;

/** A value as a note shows one of many, as JSON. @param value that JSON has */
export function exampleOf(value: unknown): string {
  return clip(JSON.stringify(value), MAX_EXAMPLE);
}
