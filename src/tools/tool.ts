import type { JsonSchema } from '../batch/args/json-schema.ts';
import type { TraceContext } from '../http/message.ts';

/** What a handler is given beside its arguments. */
export interface ToolContext {
  /** Aborted when the caller does not want the result any more. */
  readonly signal: AbortSignal;
  /** Tells the caller how far the call has come, if it asked; cheap to call often. */
  progress(done: number, total: number, message: () => string): void;
  /** Goes along with every request that the call sends. Default: none does. */
  readonly traceContext?: TraceContext;
}

/** What a handler gives back: one value, as JSON for programs and as text for models. */
export interface ToolResult {
  readonly value: Record<string, unknown>;
  readonly text: string;
  readonly isError: boolean;
}

/** A tool as one value that knows nothing of a protocol's SDK. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly annotations: {
    readonly readOnlyHint?: boolean;
    readonly idempotentHint?: boolean;
    readonly destructiveHint?: boolean;
    readonly openWorldHint?: boolean;
  };
  readonly inputSchema: JsonSchema;
  readonly outputSchema: JsonSchema;
  /** @throws {UsageError} if the call itself cannot run */
  handle(args: unknown, context: ToolContext): Promise<ToolResult>;
}
