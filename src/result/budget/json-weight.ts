import { CutList, CutObject, CutText, Elided, isContainer, Table } from './truncated.ts';
import { charWeight, weighText } from './tokens.ts';

/** What a marker such as `"…[97 more of 100]"` may weigh. */
export const MARKER = 40;

/**
 * Weighs the JSON of a value, as far as `limit`: more than that is not looked at.
 * @returns the weight, or something above `limit`
 */
export function weigh(value: unknown, limit: number): number {
  if (typeof value === 'string') return weighJson(value, limit);
  if (value instanceof CutText) return weighJson(value.text, limit) + MARKER;
  if (value instanceof Elided) return weighJson(value.was, limit);
  if (!isContainer(value)) return weighText(String(value));
  if (Array.isArray(value)) return weighItems(value, 4, limit);
  if (value instanceof CutList) return weighItems(value.items, 4 + markerWeight(value), limit);
  if (value instanceof Table) return weighTable(value, limit);
  if (value instanceof CutObject) return weighMembers(value.members, 4 + markerWeight(value), limit);
  return weighObject(value, limit);
}

/** Its members one at a time: the entries of a million keys take a second to make, and all but the first are over the limit. */
function weighObject(value: object, limit: number): number {
  let weight = 4;
  for (const key of Object.keys(value)) {
    if (weight > limit) return weight;
    weight += weighJson(key, limit) + 2 + weigh(Reflect.get(value, key), limit - weight) + 2;
  }
  return weight;
}

function weighItems(items: readonly unknown[], own: number, limit: number): number {
  let weight = own;
  for (const item of items) {
    if (weight > limit) return weight;
    weight += weigh(item, limit - weight) + 2;
  }
  return weight;
}

/** `{"columns":[],"rows":[]}` weighs 30 by itself. */
function weighTable(table: Table, limit: number): number {
  let weight = weighItems(table.columns, 34 + (table.of > table.rows.length ? MARKER : 0), limit);
  for (const row of table.rows) {
    if (weight > limit) return weight;
    weight += weigh(table.cells(row), limit - weight) + 2;
  }
  return weight;
}

function weighMembers(members: readonly (readonly [string, unknown])[], own: number, limit: number): number {
  let weight = own;
  for (const [key, member] of members) {
    if (weight > limit) return weight;
    weight += weighJson(key, limit) + 2 + weigh(member, limit - weight) + 2;
  }
  return weight;
}

function markerWeight(value: CutList | CutObject): number {
  return value instanceof CutObject && value.others.length > 0 ? MARKER * 2 : MARKER;
}

/** Weighs a text as JSON writes it, as far as `limit`. */
export function weighJson(text: string, limit = Infinity): number {
  let weight = 4;
  for (let index = 0; index < text.length && weight <= limit; index++) weight += jsonWeight(text, index);
  return weight;
}

/** The beginning of a text that weighs at most `weight` as JSON writes it, without half a character at the end. */
export function startWithin(text: string, weight: number): string {
  let room = weight;
  let length = 0;
  while (length < text.length && (room -= jsonWeight(text, length)) >= 0) length++;
  const isSplit = length < text.length && /[\ud800-\udbff]/.test(text[length - 1] ?? '');
  return text.slice(0, isSplit ? length - 1 : length);
}

/** Of one UTF-16 unit, as JSON writes it: quotes, backslashes, control characters and lone surrogates are escaped. */
function jsonWeight(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code === 34 || code === 92) return 4;
  if (code >= 32 && (code < 0xd800 || code > 0xdfff)) return charWeight(code);
  if (code >= 0xd800) return isPaired(text, index, code) ? 2 : 12;
  return code >= 8 && code <= 13 && code !== 11 ? 3 : 12;
}

function isPaired(text: string, index: number, code: number): boolean {
  const other = text.charCodeAt(code < 0xdc00 ? index + 1 : index - 1);
  return code < 0xdc00 ? other >= 0xdc00 && other <= 0xdfff : other >= 0xd800 && other < 0xdc00;
}
