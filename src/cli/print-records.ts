import { READ_SCHEMAS } from '../batch/args/request-schemas.ts';
import { coerce } from '../batch/args/coerce.ts';
import type { FinishedRequest, Unnumbered } from '../batch/outcome/draft.ts';
import type { EndedNode } from '../batch/run/run-options.ts';
import type { RequestNode } from '../batch/schedule/request-node.ts';
import { runCall } from '../tools/run-call.ts';
import { UsageError } from '../tools/usage-error.ts';
import { wholeContext } from './print-whole.ts';
import type { ReadCall } from './read-call.ts';
import { isAllOk, type Printing } from './printing.ts';

/**
 * Prints one record a line as each ends, with its URL and its body whole; those whose outcome depends on others', and those
 * that were never sent, at the end. The summary and the notes are one line of JSON beside it.
 * @returns whether all was ok
 */
export async function printRecords({ args, schemas }: ReadCall, printing: Printing): Promise<boolean> {
  const { deps, out, say, bar, signal } = printing;
  const hasFailuresOnly = checkLayout(args) === 'failures';
  const [{ json, wholeNotes }, { wholeBody }, { summarise }, { serialise }] = await Promise.all([
    import('../batch/report/write-whole.ts'),
    import('../batch/report/whole-body.ts'),
    import('../batch/report/summary.ts'),
    import('../batch/report/serialise.ts'),
  ]);
  const { redactor } = deps.engine.credentials;
  const context = wholeContext(printing);
  const print = async (node: RequestNode, record: Unnumbered, held: Held, i?: number): Promise<void> => {
    if (hasFailuresOnly && record.outcome === undefined) return;
    const line = json({ ...identified(node, record, i), ...(await wholeBody(held, context)) });
    bar.clear();
    await out.write(`${redactor.text(line)}\n`);
  };
  const printed = new Set<RequestNode>();
  let lines: Promise<void> = Promise.resolve();
  const onEnded = ({ node, i }: EndedNode): void => {
    const { pending } = node;
    if (!pending) return;
    printed.add(node);
    lines = lines.then(() => print(node, pending.record, pending, i));
    lines.catch(() => undefined); // the call is ended by the same
  };
  const progress = (done: number, total: number, message: () => string): void => bar.update(done, total, message());
  const done = await runCall(args, schemas, deps, { signal, progress }, { keepsAll: true, onEnded });
  await lines;
  if ('dryRun' in done) {
    await out.write(`${serialise(done.dryRun)}\n`);
    return isAllOk(done.dryRun.summary);
  }
  const { ran, facts } = done;
  for (const [i, node] of ran.nodes.entries()) {
    const finished = ran.finished[i];
    if (finished && !printed.has(node)) await print(node, finished.record, finished, i);
  }
  const summary = summarise(ran, facts);
  const notes = wholeNotes(ran);
  say(redactor.text(json({ summary, ...(notes.length > 0 ? { notes } : {}) })));
  return isAllOk(summary);
}

type Held = Pick<FinishedRequest, 'body' | 'kept'>;

/** A record that can stand alone: the others and the arguments are elsewhere. */
function identified({ planned }: RequestNode, record: Unnumbered, i: number | undefined): object {
  const { id, url = planned?.request.url.href, ...rest } = record;
  const vars = record.vars ?? (planned?.shownVars ? planned.row : undefined);
  return {
    ...(i === undefined ? {} : { i }),
    ...(id === undefined ? {} : { id }),
    ...(url === undefined ? {} : { url }),
    ...(vars === undefined ? {} : { vars }),
    ...rest,
  };
}

/** @throws {UsageError} for what is no record a line */
function checkLayout(args: unknown): unknown {
  const given: unknown = coerce(READ_SCHEMAS.envelopeJson, args);
  if (typeof given !== 'object' || given === null) return undefined;
  if ('js' in given) throw new UsageError('--ndjson prints records, and js makes one value of them: leave one of the two out');
  const layout: unknown = 'layout' in given ? given.layout : undefined;
  if (layout === 'table') throw new UsageError('--ndjson prints records, and a table has rows: leave one of the two out');
  return layout;
}
