import { isTooDeep } from '../../result/decode/json.ts';
import type { JsonSchema } from './json-schema.ts';

/** Items of a list that are looked at. Nothing takes more of them, so that it is refused for their number. */
const MAX_ITEMS = 20_000;
/** Characters of a JSON text that cannot be nested so deeply that it matters. */
const MAX_SHALLOW = 10_000;
/** How a text begins that may be JSON with something in it; of others `JSON.parse` says at once that they are none. */
const MAY_NEST = /^\s*(?:\[|\{\s*")/;

/**
 * What clients and models send though the schema says otherwise, turned into what they mean: JSON text where an array,
 * object, number or boolean belongs; one value where a list of such belongs; a number or boolean where text belongs;
 * an enum's word in another case; null for what is left out. What cannot be read as something the schema takes is left
 * for validation to report.
 */
export function coerce(schema: JsonSchema, value: unknown): unknown {
  const meant = reinterpret(schema, value);
  if (typeof meant !== 'object' || meant === null) return meant;
  const branch = branches(schema).find((candidate) => takenBy(candidate).types.has(typeOf(meant)));
  if (!branch) return meant;
  if (Array.isArray(meant)) {
    const { items } = branch;
    return items && meant.length <= MAX_ITEMS ? coerceItems(items, meant) : meant;
  }
  if (isRecord(meant)) return coerceMembers(branch, meant);
  return meant;
}

function coerceItems(schema: JsonSchema, list: readonly unknown[]): readonly unknown[] {
  const coerced = list.map((item) => coerce(schema, item));
  return coerced.some((item, nth) => item !== list[nth]) ? coerced : list;
}

function coerceMembers(schema: JsonSchema, value: Record<string, unknown>): Record<string, unknown> {
  const { properties, required, additionalProperties: others } = schema;
  const changed = new Map<string, unknown>();
  const left = new Set<string>();
  for (const key of Object.keys(value)) {
    const member = value[key];
    const known = properties && Object.hasOwn(properties, key) ? properties[key] : undefined;
    // Many clients send null for what is left out.
    if (known && member === null && !required?.includes(key)) {
      left.add(key);
      continue;
    }
    const rule = known ?? (typeof others === 'object' ? others : undefined);
    const meant = rule ? coerce(rule, member) : member;
    if (meant !== member) changed.set(key, meant);
  }
  // Most are as they should be, and may have very many members.
  if (changed.size === 0 && left.size === 0) return value;
  const entries = Object.entries(value).filter(([key]) => !left.has(key));
  return Object.fromEntries(entries.map(([key, member]) => [key, changed.has(key) ? changed.get(key) : member]));
}

/** What a schema takes, found once: a call may have a thousand values for it. */
interface Taken {
  readonly types: ReadonlySet<string>;
  readonly words: readonly unknown[];
}

const known = new WeakMap<JsonSchema, Taken>();

function takenBy(schema: JsonSchema): Taken {
  let taken = known.get(schema);
  if (!taken) {
    const all = branches(schema);
    taken = { types: new Set(all.flatMap(typesOf)), words: all.flatMap((branch) => branch.enum ?? []) };
    known.set(schema, taken);
  }
  return taken;
}

function reinterpret(schema: JsonSchema, value: unknown): unknown {
  const { types: wanted, words } = takenBy(schema);
  const accepts = (candidate: unknown): boolean => wanted.has(typeOf(candidate));
  if (typeof value === 'string') {
    const word = words.find((entry) => typeof entry === 'string' && entry.toLowerCase() === value.toLowerCase());
    if (word !== undefined) return word;
    const holdsObject = wanted.has('object') && value.trimStart().startsWith('{');
    const parsed = !accepts(value) || holdsObject ? parseJson(value) : undefined;
    if (parsed !== undefined && accepts(parsed)) return parsed;
    if (accepts(value)) return value;
  }
  if (accepts(value)) return value;
  if ((typeof value === 'number' || typeof value === 'boolean') && wanted.has('string')) return String(value);
  const list = branches(schema).find((branch) => branch.items)?.items;
  if (
    list &&
    branches(list)
      .flatMap(typesOf)
      .includes(typeOf(coerce(list, value)))
  )
    return [value];
  return value;
}

function branches(schema: JsonSchema): JsonSchema[] {
  return schema.anyOf ?? [schema];
}

function typesOf(schema: JsonSchema): string[] {
  return [schema.type ?? []].flat().map((type) => (type === 'integer' ? 'number' : type));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeOf(value) === 'object';
}

function parseJson(text: string): unknown {
  if (text.length > MAX_SHALLOW && MAY_NEST.test(text) && isTooDeep(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
