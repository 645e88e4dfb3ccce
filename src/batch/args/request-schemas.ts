import type { z } from 'zod';
import { toJsonSchema, type JsonSchema } from './json-schema.ts';
import {
  callSchema,
  envelopeSchema,
  requestSchema,
  writeCallSchema,
  writeRequestSchema,
  type Envelope,
  type RequestArgs,
} from './schema.ts';

/** What one of the two requesting tools takes. */
export interface RequestSchemas {
  readonly tool: 'fetch_many' | 'request_many';
  /** The call's arguments as a client is told of them. */
  readonly callJson: JsonSchema;
  readonly requestJson: JsonSchema;
  /** An item of `requests`: a URL, or a request. */
  readonly itemJson: JsonSchema;
  /** The call's arguments without what its requests may have. */
  readonly envelopeJson: JsonSchema;
  readonly envelope: z.ZodType<Envelope>;
  readonly request: z.ZodType<RequestArgs>;
  /** Which requests of an earlier call are to be run. */
  readonly picked: z.ZodType<Pick<Envelope, 'i'>>;
}

/** Made when first asked for: the start of the process needs none of it. */
function schemas(
  tool: RequestSchemas['tool'],
  call: z.ZodType,
  request: RequestSchemas['request'],
  envelope: RequestSchemas['envelope'],
): RequestSchemas {
  let callJson: JsonSchema | undefined;
  let requestJson: JsonSchema | undefined;
  let envelopeJson: JsonSchema | undefined;
  return {
    tool,
    request,
    envelope,
    picked: envelopeSchema.pick({ i: true }),
    get callJson() {
      return (callJson ??= toJsonSchema(call));
    },
    get requestJson() {
      return (requestJson ??= toJsonSchema(request));
    },
    get itemJson() {
      return this.callJson.properties?.['requests']?.items ?? {};
    },
    get envelopeJson() {
      return (envelopeJson ??= withoutItems(this.callJson));
    },
  };
}

function withoutItems(call: JsonSchema): JsonSchema {
  const requests = { ...call.properties?.['requests'], items: { type: ['string', 'object'] } };
  return { ...call, properties: { ...call.properties, requests } };
}

/** `fetch_many`: GET and HEAD. */
export const READ_SCHEMAS = schemas('fetch_many', callSchema, requestSchema, envelopeSchema.omit({ idempotency_key: true }));

/** `request_many`: any method, with bodies. */
export const WRITE_SCHEMAS = schemas('request_many', writeCallSchema, writeRequestSchema, envelopeSchema);
