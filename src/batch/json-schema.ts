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
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  let known = made.get(schema);
  if (!known) made.set(schema, known = generate(schema));
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
