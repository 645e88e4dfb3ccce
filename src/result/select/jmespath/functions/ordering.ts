import { EvaluationError, type Evaluate, type Run } from '../run.ts';
import { compareTexts, isNumeric, setKey, shown, typeOf } from '../values.ts';

type Key = string | number;

/** What is sorted, and how its text reads in an error. */
export interface Keyed {
  readonly items: readonly unknown[];
  readonly by: Evaluate;
  /** Of the function and of the key's expression. */
  readonly name: string;
  readonly key: string;
}

/** A call whose values have an order, and how the list of them reads. */
export interface Ordered {
  readonly name: string;
  readonly list: string;
}

/** Numbers or texts in order; all are of one type. @throws {LimitError} */
export function sorted<T extends Key>(values: readonly T[], run: Run, { name, list }: Ordered): T[] {
  spendOnOrder(values.length, run);
  const inOrder = values.toSorted(compare);
  remarkOnOrder(inOrder, run, name, mapped(name, list));
  return inOrder;
}

/** Elements in the order of their keys; equal ones keep theirs. @throws {EvaluationError} */
export function sortedBy(keyed: Keyed, run: Run): unknown[] {
  const keys = keysOf(keyed, run);
  spendOnOrder(keys.length, run);
  const order = keys.map((_, place) => place).toSorted((a, b) => compare(keys[a] ?? 0, keys[b] ?? 0));
  const inOrder = order.map((place) => keys[place] ?? 0);
  remarkOnOrder(inOrder, run, keyed.name, `&to_number(${keyed.key})`);
  return order.map((place) => keyed.items[place]);
}

/** The first of the elements with the largest (1) or smallest (-1) key; null if there are none. @throws {EvaluationError} */
export function extremeBy(keyed: Keyed, sign: 1 | -1, run: Run): unknown {
  const keys = keysOf(keyed, run);
  let best = 0;
  for (let at = 1; at < keys.length; at++) if (sign * compare(keys[at] ?? 0, keys[best] ?? 0) > 0) best = at;
  if (keys.length === 0) return null;
  remarkOnExtreme(keys[best] ?? 0, keys, sign, run, keyed.name, `&to_number(${keyed.key})`);
  return keyed.items[best];
}

/** The largest (1) or smallest (-1) of numbers or texts of one type; null if there are none. @throws {LimitError} */
export function extreme(values: readonly Key[], sign: 1 | -1, run: Run, { name, list }: Ordered): Key | null {
  let best = values[0];
  for (const value of values) if (best !== undefined && sign * compare(value, best) > 0) best = value;
  if (best === undefined) return null;
  remarkOnExtreme(best, values, sign, run, name, mapped(name, list));
  return best;
}

function mapped(name: string, list: string): string {
  return `${name}(map(&to_number(@), ${list}))`;
}

/** Remarks on texts in order that all are numbers, where numbers would have another. @param instead what orders numbers */
function remarkOnOrder(inOrder: readonly Key[], run: Run, name: string, instead: string): void {
  const isOther = inOrder.some((key, place) => Number(key) < Number(inOrder[place - 1] ?? key));
  if (isOther) remarkOnTexts(inOrder, run, name, instead);
}

/** The same of the extreme one among texts. */
function remarkOnExtreme(best: Key, keys: readonly Key[], sign: 1 | -1, run: Run, name: string, instead: string): void {
  if (keys.some((key) => sign * (Number(key) - Number(best)) > 0)) remarkOnTexts(keys, run, name, instead);
}

function remarkOnTexts(keys: readonly Key[], run: Run, name: string, instead: string): void {
  if (!keys.every((key) => typeof key === 'string' && isNumeric(key))) return;
  run.remark(`texts ${name}`, `${name}() orders texts, so that "9" comes after "10": ${instead} orders numbers`);
}

/** Elements by their keys, which are texts; those whose key is null are left out, with a remark. @throws {EvaluationError} */
export function groupedBy({ items, by, name, key }: Keyed, run: Run): Record<string, unknown> {
  run.spend(items.length * 8);
  const groups = new Map<string, unknown[]>();
  let without = 0;
  for (const item of items) {
    const group = by(item, run) ?? null;
    if (group === null) without++;
    else if (typeof group !== 'string') {
      throw new EvaluationError(`${name}() groups by a text, and ${key} is ${shown(group)}: write &to_string(${key})`);
    } else if (groups.has(group)) groups.get(group)?.push(item);
    else groups.set(group, [item]);
  }
  if (without > 0) run.remark(`${name} ${key}`, `${without} of ${items.length} have no ${key} and are in no group of ${name}()`);
  const result: Record<string, unknown> = {};
  for (const [group, members] of groups) setKey(result, group, members);
  return result;
}

/** The keys of elements: all numbers or all texts. @throws {EvaluationError} */
function keysOf({ items, by, name, key }: Keyed, run: Run): Key[] {
  const keys: Key[] = [];
  for (const [place, item] of items.entries()) {
    const value = by(item, run) ?? null;
    const isKey = typeof value === 'number' || typeof value === 'string';
    if (isKey && (place === 0 || typeof value === typeof keys[0])) keys.push(value);
    else throw new EvaluationError(unordered(name, key, value, place, keys[0]));
  }
  return keys;
}

function unordered(name: string, key: string, value: unknown, place: number, first: unknown): string {
  const where = `${name}() needs a number or a text as ${key} of every element`;
  const found = `of element ${place} it is ${shown(value)}`;
  if (value === null)
    return `${where}, and ${found}: leave those out with list[?${key}], or use not_null(${key}, ${typeof first === 'number' ? '`0`' : "'x'"})`;
  if (first === undefined || !['number', 'string'].includes(typeOf(value))) return `${where}, and ${found}`;
  const isNumber = [value, first].every((each) => typeof each === 'number' || (typeof each === 'string' && isNumeric(each)));
  const alike = `${isNumber ? 'to_number' : 'to_string'}(${key}) makes them alike`;
  return `${where}, all of one type, and ${found} where the first has ${shown(first)}: ${alike}`;
}

function compare(left: Key, right: Key): number {
  if (typeof left === 'string') return compareTexts(left, String(right));
  return left - Number(right);
}

function spendOnOrder(count: number, run: Run): void {
  run.spend(count * Math.ceil(Math.log2(count + 2)));
}
