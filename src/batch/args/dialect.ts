import type { z } from 'zod';
import { jsonSchemaOf, type JsonSchema } from './json-schema.ts';
import {
  callSchema, envelopeSchema, requestSchema, writeCallSchema, writeRequestSchema, type Envelope, type RequestArgs,
} from './schema.ts';

/** What one of the two requesting tools takes. */
export interface Dialect {
  readonly tool: 'fetch_many' | 'request_many';
  /** The call's arguments as a client is told of them. */
  readonly callJson: JsonSchema;
  readonly requestJson: JsonSchema;
  readonly envelope: z.ZodType<Envelope>;
  readonly request: z.ZodType<RequestArgs>;
}

/** Made when first asked for: the start of the process needs none of it. */
function dialect(tool: Dialect['tool'], call: z.ZodType, request: Dialect['request'], envelope: Dialect['envelope']): Dialect {
  let callJson: JsonSchema | undefined;
  let requestJson: JsonSchema | undefined;
  return {
    tool,
    request,
    envelope,
    get callJson() {
      return (callJson ??= jsonSchemaOf(call));
    },
    get requestJson() {
      return (requestJson ??= jsonSchemaOf(request));
    },
  };
}

/** `fetch_many`: GET and HEAD. */
export const READING = dialect('fetch_many', callSchema, requestSchema, envelopeSchema.omit({ idempotency_key: true }));

/** `request_many`: any method, with bodies. */
export const WRITING = dialect('request_many', writeCallSchema, writeRequestSchema, envelopeSchema);
