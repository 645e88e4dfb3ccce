import { CutList, CutObject, CutText, Elided, extent, isContainer, Table } from './truncated.ts';
import { MARKER, startWithin, weigh, weighJson } from './json-weight.ts';
import { namesOf } from './render.ts';

/**
 * A value that has to be cut is shown to this depth, below it as a label: nobody reads deeper, and each level would be
 * weighed again. A value that fits is shown whole, however deep it is.
 */
const MAX_DEPTH = 24;
/** Below this weight there is no room for anything but a label. */
const MIN_CUT_WEIGHT = 40;
/** Keys that are left out are named, up to this many, where there is room. */
const MAX_NAMED = 5;
/** Of the keys in a label such as `…[object: id, name]`. */
const MAX_LABEL_WEIGHT = 45;
const ROOM_FOR_NAMES = 3 * MARKER;

/**
 * Cuts a JSON value to a weight, keeping its structure: the first items of an array, all keys of an object before any
 * value whole, the beginning of a text. Cutting what has been cut already is fine: the counts stay those of the whole.
 * @param value plain JSON, or what an earlier cut gave
 * @param budget as {@link weigh} weighs the JSON of {@link render}
 * @returns `value` itself where it fits
 */
export function truncate(value: unknown, budget: number, depth = 0): unknown {
  if (depth <= MAX_DEPTH && weigh(value, budget) <= budget) return value;
  if (typeof value === 'string') return cutText(value, value.length, budget);
  if (value instanceof CutText) return cutText(value.text, value.of, budget);
  if (!isContainer(value)) return value;
  if (value instanceof Elided) return value;
  if (budget < MIN_CUT_WEIGHT || depth > MAX_DEPTH) return new Elided(label(value), extent(value).of);
  if (Array.isArray(value)) return cutList(value, value.length, budget, depth);
  if (value instanceof CutList) return cutList(value.items, value.of, budget, depth);
  if (value instanceof Table) return cutTable(value, budget, depth);
  if (value instanceof CutObject) return cutObject(value.members, value.others, value.of, budget, depth);
  const keys = Object.keys(value);
  // A member weighs 4 at the least: the others cannot fit, and there may be a million of them.
  const near = keys.slice(0, Math.ceil(budget / 4)).map((key) => [key, Reflect.get(value, key)] as const);
  return cutObject(near, keys.slice(near.length, near.length + MAX_NAMED), keys.length, budget, depth);
}

function cutText(text: string, of: number, budget: number): unknown {
  const start = startWithin(text, budget - MARKER);
  return start === '' ? new Elided(`…[${of} chars]`, of) : new CutText(atBoundary(start), of);
}

/** Ends a text at a line or a sentence if that costs little. */
function atBoundary(text: string): string {
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('. ') + 1, text.lastIndexOf('。') + 1);
  return end > text.length * 0.8 ? text.slice(0, end) : text;
}

function cutList(items: readonly unknown[], of: number, budget: number, depth: number): unknown {
  let room = budget - MARKER;
  const kept: unknown[] = [];
  for (const item of items) {
    const weight = weigh(item, room) + 2;
    if (weight > room) break;
    kept.push(item);
    room -= weight;
  }
  if (kept.length === 0 && items.length > 0) kept.push(truncate(items[0], room - 2, depth + 1));
  return new CutList(kept, of);
}

/** The names of the columns whole, if they leave room for rows, and the first rows. */
function cutTable(table: Table, budget: number, depth: number): unknown {
  let room = budget - weigh(new Table(table.columns, [], table.of), budget);
  if (room < budget / 4) return new Elided(label(table), table.of);
  const kept: object[] = [];
  for (const row of table.rows) {
    const weight = weigh(table.cells(row), room) + 2;
    if (weight > room) break;
    kept.push(row);
    room -= weight;
  }
  const [first] = table.rows;
  const cut = kept.length === 0 && first ? truncate(table.cells(first), room - 2, depth + 1) : undefined;
  return new Table(table.columns, isContainer(cut) ? [cut] : kept, table.of);
}

function cutObject(
  members: readonly (readonly [string, unknown])[],
  others: readonly string[],
  of: number,
  budget: number,
  depth: number,
): unknown {
  const names = budget > ROOM_FOR_NAMES ? MAX_NAMED : 0;
  let room = budget - MARKER - (names > 0 ? MARKER : 0);
  // Keys first: they say what can be asked for. So many that each value still has a little room.
  const shown: (readonly [string, unknown])[] = [];
  let needed = 0;
  for (const member of members) {
    const weight = weighJson(member[0]) + 4;
    needed += Math.min(weigh(member[1], MIN_CUT_WEIGHT), MIN_CUT_WEIGHT);
    if (weight + needed > room) break;
    room -= weight;
    shown.push(member);
  }
  if (shown.length === 0) return new Elided(label(Object.fromEntries(members)), of);
  const shares = waterFill(
    shown.map(([, value]) => weigh(value, room)),
    room,
  );
  const kept = shown.map(([key, value], index) => [key, truncate(value, shares[index] ?? 0, depth + 1)] as const);
  const left = [...members.slice(shown.length).map(([key]) => key), ...others];
  return new CutObject(kept, left.slice(0, names), of);
}

/**
 * Shares a budget: what asks for little gets it whole, the others the rest in equal parts.
 * 50, 80, 3000, 12000, 200, 9000 under 8,000 give 50, 80, 2556, 2557, 200, 2557.
 */
export function waterFill(needs: readonly number[], budget: number): number[] {
  const shares = needs.map(() => 0);
  let left = Math.max(0, budget);
  const order = needs.map((_, index) => index).toSorted((a, b) => (needs[a] ?? 0) - (needs[b] ?? 0));
  order.forEach((index, served) => {
    const share = Math.min(needs[index] ?? 0, Math.floor(left / (order.length - served)));
    shares[index] = share;
    left -= share;
  });
  return shares;
}

function label(value: object): string {
  if (Array.isArray(value)) return `…[array of ${value.length}]`;
  if (value instanceof CutList) return `…[array of ${value.of}]`;
  if (value instanceof Table) return `…[table of ${value.of} rows, ${value.columns.length} columns]`;
  const keys = value instanceof CutObject ? value.members.map(([key]) => key) : Object.keys(value);
  return `…[object: ${namesOf(keys.slice(0, 3), keys.length > 3, MAX_LABEL_WEIGHT)}]`;
}
