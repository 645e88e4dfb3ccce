import { clip } from '../clip.ts';
import { isObject, shape } from './select/shape.ts';

/** Characters that are told of a body, and of one value in it. */
const MAX_TOLD = 120;
const MAX_VALUE = 40;
/** Different values that are told, and values that are looked at. */
const MAX_VALUES = 4;
const MAX_LOOKED_AT = 2_000;
const MAX_DEPTH = 5;
/** Keys, or items, of a body that is told itself. */
const MAX_KEYS = 8;

/**
 * What of a body an expression or a function is about: the values of keys that it mentions, `status: "running"`; of a body
 * that has none of them its beginning, or what it is.
 * @returns at most 120 characters
 */
export function describeMentioned(body: unknown, expression: string): string {
  const words = new Set(expression.replaceAll(/'[^']*'|`[^`]*`/g, ' ').match(/[\p{L}_$][\p{L}\p{N}_$-]*/gu));
  const found = new Map<string, number>();
  let left = MAX_LOOKED_AT;
  const walk = (value: unknown, path: string, depth: number, isMentioned: boolean): void => {
    if (--left < 0 || depth > MAX_DEPTH) return;
    if (!isObject(value)) {
      const told = `${path}: ${clip(JSON.stringify(value) ?? 'null', MAX_VALUE)}`;
      if (isMentioned) found.set(told, (found.get(told) ?? 0) + 1);
    } else if (Array.isArray(value)) {
      for (const item of value) walk(item, `${path}[]`, depth + 1, false);
    } else {
      for (const [key, member] of Object.entries(value)) {
        if (words.has(key)) walk(member, path === '' ? key : `${path}.${key}`, depth + 1, true);
      }
    }
  };
  walk(body, '', 0, false);
  const values = [...found].slice(0, MAX_VALUES).map(([told, count]) => (count > 1 ? `${told} (${count} times)` : told));
  return clip(values.join(', ') || beginning(body), MAX_TOLD);
}

/** What is small is told itself. */
function beginning(body: unknown): string {
  if (isObject(body) && Object.keys(body).length > MAX_KEYS) return shape(body);
  return clip(JSON.stringify(body) ?? 'null', MAX_TOLD);
}
