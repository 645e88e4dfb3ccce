import type { WholeContext } from '../batch/report/whole-body.ts';
import type { ReadCall } from './read-call.ts';
import { isAllOk, type Printing } from './printing.ts';
import { runCall } from '../tools/run-call.ts';

/**
 * Prints the result with every body uncut, whatever its budget.
 * @returns whether all was ok
 */
export async function printWhole({ args, schemas }: ReadCall, printing: Printing): Promise<boolean> {
  const { deps, out, bar, signal } = printing;
  const [{ writeWhole }, { summarise }, { serialise }] = await Promise.all([
    import('../batch/report/write-whole.ts'),
    import('../batch/report/summary.ts'),
    import('../batch/report/serialise.ts'),
  ]);
  const progress = (done: number, total: number, message: () => string): void => bar.update(done, total, message());
  const done = await runCall(args, schemas, deps, { signal, progress }, { keepsAll: true });
  bar.clear();
  if ('dryRun' in done) {
    await out.write(`${serialise(done.dryRun)}\n`);
    return isAllOk(done.dryRun.summary);
  }
  for await (const piece of writeWhole(done.ran, done.facts, wholeContext(printing))) {
    await out.write(deps.engine.credentials.redactor.text(piece));
    signal.throwIfAborted();
  }
  await out.write('\n');
  const { program } = done.ran;
  return isAllOk(summarise(done.ran, done.facts), program !== undefined && 'error' in program.outcome);
}

/** Within what bodies are read again. */
export function wholeContext({ deps: { engine }, signal }: Printing): WholeContext {
  const { results, sandbox, credentials } = engine;
  return { results, sandbox, redactor: credentials.redactor, owner: signal, signal };
}
