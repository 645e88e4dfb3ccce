import { escapeControls } from '../../escape-controls.ts';
import { lines, serialise } from '../../batch/report/serialise.ts';
import { UsageError, withUsage } from '../usage-error.ts';
import { checkQuestion } from './check-question.ts';
import { findRecords, type Found } from './find-records.ts';
import { listBatches } from './list-batches.ts';
import { readOne, type StoredContext } from './read-one.ts';
import { readProgram } from './read-program.ts';
import type { ReadArgs, ReadResult } from './read-schema.ts';
import { readSeveral } from './read-several.ts';

/**
 * Reads again what earlier calls have brought: one body or a part of it, the records of a batch, or what a program makes of
 * them; without a ref, which batches there are. No request is made.
 * @throws {UsageError} if there is no such result (any more), or it cannot be read like that
 * @throws the reason of the context's signal
 */
export async function readStored(args: ReadArgs, context: StoredContext): Promise<ReadResult> {
  const { js, ref, search } = args;
  if (js !== undefined && search !== undefined) throw new UsageError('search: give js or search, not both');
  await checkQuestion(args, context);
  if (ref === undefined) {
    const odd = js === undefined ? (search === undefined ? 'select' : 'search') : 'js';
    if (args[odd] !== undefined) throw new UsageError(`${odd}: needs a ref; without one the batches are listed`);
    return listBatches(context.results, args.max_tokens, context.redact);
  }
  const { found, isReplaced } = find(ref, context);
  try {
    const result = await readFound(found, args, context);
    if (!isReplaced()) return result;
  } catch (error) {
    if (!(error instanceof UsageError) || !isReplaced()) throw error;
  }
  return readFound(find(ref, context).found, args, context);
}

/** What a ref names, and whether the call has been run again since: its bodies may have gone then while they were read. */
function find(ref: string, { results }: StoredContext): { readonly found: Found; readonly isReplaced: () => boolean } {
  const found = withUsage(() => findRecords(ref, results));
  const name = found.ref.split('/', 1).join().toLowerCase();
  const { records } = results.batch(name);
  return { found, isReplaced: () => results.has(name) && results.batch(name).records !== records };
}

function readFound(found: Found, args: ReadArgs, context: StoredContext): Promise<ReadResult> {
  if (args.js !== undefined) return readProgram(found, args.js, args, context);
  return found.kind === 'one' ? readOne(found, args, context) : readSeveral(found, args, context);
}

/** JSON with one item per line, so that a client that spills it to a file leaves something that can be paged. */
export function serialiseRead(result: ReadResult): string {
  const { summary, results = [], batches, body, ...facts } = result;
  if (summary) return serialise({ summary, results, ...facts });
  if (batches)
    return escapeControls(`{"batches": ${lines(batches)}${facts.notes ? `,\n"notes": ${JSON.stringify(facts.notes)}` : ''}}`);
  const shown = Array.isArray(body) ? lines(body) : JSON.stringify(body);
  return escapeControls(`${JSON.stringify(facts).slice(0, -1)},\n"body": ${shown}}`);
}
