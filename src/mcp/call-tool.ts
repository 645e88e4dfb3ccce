import type { CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { escapeControls } from '../escape-controls.ts';
import { GONE_FILES } from '../gone-files.ts';
import type { Log } from '../log.ts';
import type { Tool, ToolContext } from '../tools/tool.ts';
import { UsageError } from '../tools/usage-error.ts';
import { ProgressReporter, type ProgressReport } from './progress.ts';
import { ERROR_CODE, ProtocolError } from './protocol-error.ts';
import type { Served } from './served.ts';
import { traceContextIn } from './trace-context.ts';

/** The parameters of `tools/call`, checked. */
interface CallParams {
  readonly name: string;
  readonly arguments?: Readonly<Record<string, unknown>> | undefined;
  readonly _meta?: Readonly<Record<string, unknown>> | undefined;
}

/** What a call runs in. */
interface CallContext {
  /** Aborted when the client does not want the result any more. */
  readonly signal: AbortSignal;
  /** Sends `notifications/progress`; resolves when it is on its way. */
  readonly sendProgress: (params: ProgressReport & { readonly progressToken: string | number }) => Promise<void>;
}

/** The tools as `tools/list` has them, always in the same order. */
export function listTools(tools: readonly Tool[]): ListedTool[] {
  return tools.map(({ name, title, description, annotations, inputSchema, outputSchema }) => ({
    name,
    title,
    description,
    annotations: { title, ...annotations },
    inputSchema: { ...inputSchema, type: 'object' },
    outputSchema: { ...outputSchema, type: 'object' },
  }));
}

/**
 * Calls a tool, with progress for a client that has asked for it. What is wrong with the arguments is a result too, for
 * the model to mend.
 * @throws {ProtocolError} if there is no such tool
 * @throws the reason of `signal`
 */
export async function callTool(params: CallParams, served: Served, context: CallContext): Promise<CallToolResult> {
  const { tools, log, calls } = served;
  const tool = tools.find(({ name }) => name === params.name);
  if (!tool) {
    const known = tools.map(({ name }) => name).join(', ');
    throw new ProtocolError(ERROR_CODE.invalidParams, `Unknown tool "${params.name}"; the tools are ${known}`);
  }
  const { _meta: meta = {}, arguments: args } = params;
  const reporter = progressReporter(meta['progressToken'], context, log);
  const traceContext = served.passesTraceContext ? traceContextIn(meta) : undefined;
  const call = resultOf(tool, args, log, {
    signal: context.signal,
    progress: (done, total, message) => reporter?.update(done, total, message),
    ...(traceContext ? { traceContext } : {}),
  });
  calls.add(call);
  try {
    const result = await call;
    await reporter?.finish();
    return result;
  } finally {
    calls.delete(call);
    reporter?.stop();
  }
}

function progressReporter(token: unknown, { sendProgress }: CallContext, log: Log): ProgressReporter | undefined {
  if (typeof token !== 'string' && typeof token !== 'number') return undefined;
  return new ProgressReporter((report) => {
    return sendProgress({ ...report, progressToken: token }).catch((error: unknown) => {
      log('warn', `progress: ${String(error)}`);
    });
  });
}

async function resultOf(tool: Tool, args: unknown, log: Log, context: ToolContext): Promise<CallToolResult> {
  try {
    const { value, text, isError } = await tool.handle(args, context);
    return { content: [{ type: 'text', text }], structuredContent: value, ...(isError ? { isError } : {}) };
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (!(error instanceof UsageError)) log('error', `${tool.name}: ${error instanceof Error ? error.stack : String(error)}`);
    const message = error instanceof UsageError ? error.message : `${tool.name} failed inside: ${insideWords(error)}`;
    return { content: [{ type: 'text', text: escapeControls(message) }], isError: true };
  }
}

function insideWords(error: unknown): string {
  const isGone = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  return isGone ? GONE_FILES : String(error);
}
