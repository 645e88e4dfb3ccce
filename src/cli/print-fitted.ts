import { resultSchema, type CallResult } from '../batch/args/result-schema.ts';
import { fetchMany } from '../tools/fetch-many.ts';
import { redactedTool } from '../tools/redacted-tool.ts';
import { requestMany } from '../tools/request-many.ts';
import type { ReadCall } from './read-call.ts';
import { isAllOk, type Printing } from './printing.ts';

/**
 * Prints what the tool gives as text: within the budget of the call.
 * @returns whether all was ok
 */
export async function printFitted({ args, schemas }: ReadCall, { deps, out, say, bar, signal }: Printing): Promise<boolean> {
  const tool = (schemas.tool === 'fetch_many' ? fetchMany : requestMany)(deps);
  const { value, text } = await redactedTool(tool, deps.engine.credentials.redactor).handle(args, {
    signal,
    progress: (done, total, message) => bar.update(done, total, message()),
  });
  bar.clear();
  await out.write(`${text}\n`);
  signal.throwIfAborted();
  const result = resultSchema.parse(value);
  if (isCut(result)) say('fetch-many: what did not fit max_tokens was cut; --full prints it whole');
  return isAllOk(result.summary, result.error !== undefined);
}

/** A ref alone says nothing: what is binary has one, and what failed. What stands for bodies by a ref is told in a note. */
function isCut({ results, truncated, columns = [], notes = [] }: CallResult): boolean {
  return (
    truncated !== undefined ||
    columns.includes('_truncated') ||
    results.some((record) => record.truncated !== undefined) ||
    notes.some((note) => note.includes('cut to fit max_tokens') || note.startsWith('to save room'))
  );
}
