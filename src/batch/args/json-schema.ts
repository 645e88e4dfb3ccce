import * as z from 'zod';

/** The part of JSON Schema that our schemas use. */
export interface JsonSchema {
  type?: string | string[] | undefined;
  description?: string | undefined;
  default?: unknown;
  enum?: unknown[] | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
  required?: string[] | undefined;
  anyOf?: JsonSchema[] | undefined;
  properties?: Record<string, JsonSchema> | undefined;
  items?: JsonSchema | undefined;
  additionalProperties?: boolean | JsonSchema | undefined;
  [keyword: string]: unknown;
}

const made = new WeakMap<z.ZodType, JsonSchema>();

/**
 * The JSON Schema of a zod schema, without what only costs a model tokens. It is made once, when first asked for: ask
 * late, for the start need not wait for it.
 */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  let known = made.get(schema);
  if (!known) made.set(schema, (known = generate(schema)));
  return known;
}

function generate(schema: z.ZodType): JsonSchema {
  const generated = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      delete jsonSchema.$schema;
      delete jsonSchema.propertyNames;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    },
  });
  delete generated.$schema;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the generator's own type is wider than what it makes
  return generated as JsonSchema;
}

/** What a model need not be told to write the right thing: it is checked all the same. */
const HIDDEN_KEYWORDS = new Set(['minLength', 'maxLength', 'minItems']);

/**
 * A schema as a model is shown it. Every session pays for it, so that what a description says is not said again: a part
 * marked `isOpen` is anything, and bounds that nobody would overstep are left out.
 * @param told descriptions that another tool has given already: they are not repeated
 */
export function shownSchema(schema: JsonSchema, told: ReadonlySet<string> = new Set()): JsonSchema {
  return { ...shown(schema, told), additionalProperties: false };
}

/** The descriptions in a schema. */
export function descriptionsIn(schema: unknown): Set<string> {
  if (typeof schema !== 'object' || schema === null) return new Set();
  const found = Object.entries(schema).flatMap(([key, value]) =>
    key === 'description' ? [String(value)] : [...descriptionsIn(value)],
  );
  return new Set(found);
}

function shown(value: JsonSchema, told: ReadonlySet<string>): JsonSchema {
  const isTold = value.description !== undefined && told.has(value.description);
  if (value['isOpen']) return value.description === undefined || isTold ? {} : { description: value.description };
  const entries = Object.entries(value).flatMap(([key, member]) => {
    if (HIDDEN_KEYWORDS.has(key) || (key === 'additionalProperties' && member === false) || (key === 'description' && isTold))
      return [];
    return [[key, shownMember(member, told)] as const];
  });
  return Object.fromEntries(entries);
}

function shownMember(member: unknown, told: ReadonlySet<string>): unknown {
  if (Array.isArray(member)) return member.map((item) => shownMember(item, told));
  return typeof member === 'object' && member !== null ? shown({ ...member }, told) : member;
}
