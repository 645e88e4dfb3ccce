import { READ_SCHEMAS, WRITE_SCHEMAS, type RequestSchemas } from '../batch/args/request-schemas.ts';
import { reportProgram } from '../batch/report/report-program.ts';
import { report } from '../batch/report/report.ts';
import { serialise } from '../batch/report/serialise.ts';
import { runCall, type RequestToolDeps } from './run-call.ts';
import type { ToolContext, ToolResult } from './tool.ts';

/**
 * Runs a call of a tool that sends requests, and reports what has come of it.
 * @throws {UsageError} if the call itself cannot run
 */
export async function answerCall(
  tool: RequestSchemas['tool'],
  args: unknown,
  deps: RequestToolDeps,
  context: ToolContext,
): Promise<ToolResult> {
  const done = await runCall(args, tool === 'fetch_many' ? READ_SCHEMAS : WRITE_SCHEMAS, deps, context);
  if ('dryRun' in done) return { value: done.dryRun, text: serialise(done.dryRun), isError: false };
  const { ran, facts } = done;
  const value = ran.program ? reportProgram(ran, ran.program, facts) : report(ran, facts);
  return { value, text: serialise(value), isError: ran.cancelled };
}
