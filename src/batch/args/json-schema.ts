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
const HIDDEN_KEYWORDS = ['minLength', 'maxLength', 'minItems'];

const SCALARS: readonly JsonSchema[] = [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }];
const OBJECT: JsonSchema = { type: 'object' };
const NULL: JsonSchema = { type: 'null' };

/** Any value in a result. */
const ANY_RESULT: JsonSchema = { anyOf: [OBJECT, { type: 'array' }, ...SCALARS, NULL] };

/** Any value of an argument. Some clients refuse an array without `items`; arrays in arrays are taken all the same. */
const ANY_ARGUMENT: JsonSchema = {
  anyOf: [OBJECT, { type: 'array', items: { anyOf: [OBJECT, ...SCALARS, NULL] } }, ...SCALARS],
};

/**
 * A schema of arguments as a model is shown it. Every session pays for it, so that bounds that nobody would overstep are
 * left out, and what a description says is not said again: a part marked `isOpen` is anything. What is anything says so
 * type by type, one `type` each: clients warn of `{}` and of lists of types.
 * @param told descriptions that another tool has given already: they are not repeated
 */
export function shownSchema(schema: JsonSchema, told: ReadonlySet<string> = new Set()): JsonSchema {
  return { ...shown(schema, told, ANY_ARGUMENT), additionalProperties: false };
}

/** A schema of a result as clients are shown it, who check results by it. */
export function shownResultSchema(schema: JsonSchema): JsonSchema {
  return shown(schema, new Set(), ANY_RESULT);
}

/** The descriptions in a schema. */
export function descriptionsIn(schema: unknown): Set<string> {
  if (typeof schema !== 'object' || schema === null) return new Set();
  const found = Object.entries(schema).flatMap(([key, value]) =>
    key === 'description' ? [String(value)] : [...descriptionsIn(value)],
  );
  return new Set(found);
}

function shown(schema: JsonSchema, told: ReadonlySet<string>, anything: JsonSchema): JsonSchema {
  const { description } = schema;
  const isTold = description !== undefined && told.has(description);
  if (isOpen(schema)) return description === undefined || isTold ? anything : { description, ...anything };
  const inside = (part: JsonSchema): JsonSchema => shown(part, told, anything);
  const { properties, items, anyOf, additionalProperties: others } = schema;
  const parts: JsonSchema = {
    ...schema,
    ...(properties && { properties: mapValues(properties, inside) }),
    ...(items && { items: inside(items) }),
    ...(anyOf && { anyOf: anyOf.map(inside) }),
    ...(typeof others === 'object' && { additionalProperties: inside(others) }),
  };
  // Objects take any member as long as nothing is said; that further ones are refused, the root says for all.
  const isUnsaid = others === false || (typeof others === 'object' && isOpen(others));
  const hidden = new Set([...HIDDEN_KEYWORDS, isTold && 'description', isUnsaid && 'additionalProperties']);
  return Object.fromEntries(Object.entries(parts).filter(([key]) => !hidden.has(key)));
}

function mapValues<From, To>(object: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value)]));
}

function isOpen(schema: JsonSchema): boolean {
  return 'isOpen' in schema || Object.keys(schema).every((key) => key === 'description');
}
