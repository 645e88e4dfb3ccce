import { descriptionsIn, shownResultSchema, shownSchema, toJsonSchema, type JsonSchema } from '../batch/args/json-schema.ts';
import { READ_SCHEMAS, WRITE_SCHEMAS } from '../batch/args/request-schemas.ts';
import { resultSchema } from '../batch/args/result-schema.ts';
import { saveResultSchema, saveSchema } from './save/save-schema.ts';
import { readResultSchema, readSchema } from './read/read-schema.ts';

/** What a tool takes and gives, as a client is told. */
export interface ShownSchemas {
  readonly input: JsonSchema;
  readonly output: JsonSchema;
}

/**
 * The schemas of the tools as they are listed. The build puts what this returns in the place of this file, so that a list is
 * answered before zod is loaded: it must depend on nothing.
 */
export function shownSchemas(): Readonly<Record<'fetch_many' | 'request_many' | 'read_result' | 'save_result', ShownSchemas>> {
  const output = shownResultSchema(toJsonSchema(resultSchema));
  const told = descriptionsIn(READ_SCHEMAS.callJson);
  return {
    fetch_many: { input: shownSchema(READ_SCHEMAS.callJson), output },
    request_many: { input: shownSchema(WRITE_SCHEMAS.callJson, told), output },
    read_result: {
      input: shownSchema(toJsonSchema(readSchema), told),
      output: shownResultSchema(toJsonSchema(readResultSchema)),
    },
    save_result: {
      input: shownSchema(toJsonSchema(saveSchema), told),
      output: shownResultSchema(toJsonSchema(saveResultSchema)),
    },
  };
}
