import { AjvJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/ajv';
import type { JsonSchemaType, JsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';

/** Makes each validator once: a hundred clients are told the same three output schemas. */
class CachingValidators extends AjvJsonSchemaValidator {
  readonly #made = new Map<string, JsonSchemaValidator<unknown>>();

  override getValidator<T>(schema: JsonSchemaType): JsonSchemaValidator<T> {
    const key = JSON.stringify(schema);
    let made = this.#made.get(key);
    if (!made) this.#made.set(key, (made = super.getValidator(schema)));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the SDK does: the caller says what the schema describes
    return made as JsonSchemaValidator<T>;
  }
}

export const validators = new CachingValidators();
