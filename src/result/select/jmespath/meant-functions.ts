import { functionMeantBy } from './function-names.ts';
import type { Spot } from './spots.ts';
import { isRecord } from './values.ts';

type KeySpot = Extract<Spot, { kind: 'key' }>;

/** What is written in place of a key that a list has not; of the whole body only what counts it, or is its first or last. */
export function ofList(spot: KeySpot, list: readonly unknown[]): string | undefined {
  const form = functionMeantBy(spot.name);
  if (form === undefined || !(spot.prefix === '' ? /^(?:length\(list|list\[-?\d\])/ : /\blist\b/).test(form)) return undefined;
  if (!list.some((item) => isRecord(item))) return /_by\(list/.test(form) ? undefined : written(spot, form);
  // A total is a key that such a list lacks.
  if (/^total$/i.test(spot.name)) return undefined;
  const ofItems = form.replace('sort(list)', 'sort_by(list, &key)');
  return written(spot, ofItems.replace(/^(sum|avg|max|min|join|contains)\((', ', )?list/, '$1($2list[].key'));
}

/** `items`, `values` and others are names of keys, first of all. */
export function ofRecord(spot: KeySpot): string | undefined {
  const form = functionMeantBy(spot.name);
  return form?.startsWith('keys(object') ? written(spot, form) : undefined;
}

export function ofText(spot: KeySpot): string | undefined {
  const form = functionMeantBy(spot.name);
  const isMeant = form !== undefined && (/^\w+\(text\)$/.test(form) || /^len(?:gth)?$/i.test(spot.name));
  return isMeant ? written(spot, form) : undefined;
}

/** `items[].length` looks for a key of each item. */
export function ofRecordInList(spot: KeySpot): string | undefined {
  return spot.isEach && /^(?:len(?:gth)?|first|last)$/i.test(spot.name) ? ofWholeList(spot) : undefined;
}

/** `items[].price.sum` looks for a key of each number. */
export function ofEachNumber(spot: KeySpot): string | undefined {
  return /^(?:sum|avg|max|min)\(list\)$/.test(functionMeantBy(spot.name) ?? '') ? ofWholeList(spot) : undefined;
}

function ofWholeList({ name, prefix }: KeySpot): string | undefined {
  const form = functionMeantBy(name);
  // Of lists in lists it may be another one that is meant.
  if (form === undefined || !/^[\w.]*\[\*?\](?:\.\w+)*$/.test(prefix)) return undefined;
  return `of the list it is ${form.replace(/^list\[/, `${prefix} | [`).replace('list', () => prefix)}`;
}

function written(spot: KeySpot, form: string): string {
  return `write ${form.replace(/\b(?:list|object|value|text)\b/, () => here(spot, '@'))}`;
}

/** The path of what a spot looks into, as it is written where it stands. */
export function here({ prefix, base }: Pick<Spot, 'prefix' | 'base'>, whole: string): string {
  if (base === '' || !prefix.startsWith(base)) return prefix === '' ? whole : prefix;
  return prefix === base ? '@' : prefix.slice(base.length + 1);
}
