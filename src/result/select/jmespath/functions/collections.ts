import { deepEqual } from '../equality.ts';
import type { Evaluate, Run } from '../run.ts';
import { countCodePoints, isRecord, setKey } from '../values.ts';

/** Elements, keys, or code points of a text. @throws {LimitError} */
export function lengthOf(value: unknown, run: Run): number {
  if (Array.isArray(value)) return value.length;
  if (typeof value === 'string') {
    run.spendText(value.length);
    return countCodePoints(value);
  }
  const count = isRecord(value) ? Object.keys(value).length : 0;
  run.spend(count);
  return count;
}

/** Whether a list has a value that equals another, or a text one that is part of it. @throws {LimitError} */
export function contains(subject: unknown, searched: unknown, run: Run): boolean {
  if (typeof subject === 'string') {
    run.spendText(subject.length);
    if (typeof searched === 'string') return subject.includes(searched);
    const isSwapped = Array.isArray(searched);
    if (isSwapped)
      run.remark('contains list', 'contains() looks for a list in a text: the list comes first, contains(list, value)');
    else if (typeof searched === 'number')
      run.remark('contains number', `contains() looks for the number ${searched} in a text: write '${searched}'`);
    return false;
  }
  if (!Array.isArray(subject)) return false;
  run.spend(subject.length);
  return subject.some((item) => deepEqual(item, searched, run));
}

/** The value of every element, null where there is none. @param size parts of the expression @throws {LimitError} */
export function mapped(each: Evaluate, items: readonly unknown[], size: number, run: Run): unknown[] {
  run.spend(items.length * size);
  const made: unknown[] = [];
  for (const item of items) made.push(each(item, run) ?? null);
  return made;
}

/** Lists of the first elements, of the second, and so on, as far as the shortest list goes. @throws {LimitError} */
export function zip(lists: readonly (readonly unknown[])[], run: Run): unknown[][] {
  const length = Math.min(...lists.map((list) => list.length));
  run.spend(length * lists.length);
  return Array.from({ length }, (_, place) => lists.map((list) => list[place]));
}

/** One object of all keys; of equal ones the last counts. @throws {LimitError} */
export function merge(objects: readonly Readonly<Record<string, unknown>>[], run: Run): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const object of objects) {
    const entries = Object.entries(object);
    run.spend(entries.length * 3);
    for (const [key, value] of entries) setKey(merged, key, value);
  }
  return merged;
}

/** An object of `[key, value]`; of equal keys the last counts. @throws {LimitError} */
export function fromItems(pairs: readonly (readonly [string, unknown])[], run: Run): Record<string, unknown> {
  run.spend(pairs.length);
  const object: Record<string, unknown> = {};
  for (const [key, value] of pairs) setKey(object, key, value);
  return object;
}

/** The keys, the values or both of an object. @throws {LimitError} */
export function membersOf(what: 'keys' | 'values' | 'items', object: Readonly<Record<string, unknown>>, run: Run): unknown[] {
  const members = what === 'keys' ? Object.keys(object) : what === 'values' ? Object.values(object) : Object.entries(object);
  run.spend(members.length);
  return members;
}
