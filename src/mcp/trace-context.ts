import type { TraceContext } from '../http/message.ts';

/** W3C Trace Context section 3.2.2: version 00, of which ids of nothing but zeros are invalid. */
const TRACEPARENT = /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
/** Section 3.3.1: a list of at most 32 members, of printable ASCII. Section 3.3.1.5: 512 characters must go along. */
const TRACESTATE = /^[\x20-\x7e]{1,512}$/;

/**
 * The trace context in a request's `_meta`, where MCP 2026-07-28 has it. `baggage` is left out: it may say anything about
 * the user.
 * @returns undefined if there is none or it is not valid (section 4.3: then it is as if there were none)
 */
export function traceContextIn(meta: Readonly<Record<string, unknown>>): TraceContext | undefined {
  const { traceparent, tracestate } = meta;
  if (typeof traceparent !== 'string' || !TRACEPARENT.test(traceparent)) return undefined;
  return typeof tracestate === 'string' && TRACESTATE.test(tracestate) ? { traceparent, tracestate } : { traceparent };
}
