import { keptValue, PROGRAM_REF } from '../../batch/program/kept-value.ts';
import { runProgramOver } from '../../batch/program/run-program.ts';
import type { CallResult } from '../../batch/args/result-schema.ts';
import type { FinishedRequest } from '../../batch/outcome/draft.ts';
import { reportProgram } from '../../batch/report/report-program.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import { noneLeft, type Found } from './find-records.ts';
import type { StoredContext } from './read-one.ts';
import { readAs } from './read-as.ts';
import { readSchema, type ReadArgs } from './read-schema.ts';
import { recordAgain } from './record-again.ts';

/** What to do about bodies that are not kept. */
export const RUN_AGAIN = 'run the requests again';

/** What is said where a value is cut that was computed from the one kept: this stays there, to be asked again. */
const NOT_KEPT = 'it was computed from the kept value, and is not kept beside it: raise max_tokens';

/**
 * Runs a program over records that an earlier call has brought. No request is made. Its value takes the place of that of the
 * call's own program, unless it is made of that value.
 * @throws the reason of the context's signal
 */
export async function readProgram(found: Found, js: string, args: ReadArgs, context: StoredContext): Promise<CallResult> {
  const started = performance.now();
  const { results, sandbox, signal } = context;
  const { offset, limit } = args;
  const chosen = found.kind === 'one' ? [found.record] : found.records.slice(offset, offset + limit);
  const records = (await readAs(chosen, args, context)).map(({ record }) => readBy(js, record));
  const inputs = records.map((record) => ({ record }));
  const ids = found.kind === 'one' ? [] : found.batch.ids;
  const within = { bodies: results.bodies, sandbox, owner: signal, signal, ids, advice: RUN_AGAIN };
  const outcome = await runProgramOver(js, inputs, within);
  const [name = '', which] = found.ref.split('/');
  const isOfValue = found.kind === 'one' && which === PROGRAM_REF;
  let ref: string | undefined;
  if ('json' in outcome && !isOfValue) {
    const content = Buffer.from(outcome.json);
    const key = await results.bodies.put(content, undefined);
    if (key !== undefined) {
      results.setProgram(
        name.toLowerCase(),
        keptValue(key, content.length, name, which === undefined ? js : `over ${found.ref}: ${js}`),
      );
      ref = `${name}/${PROGRAM_REF}`;
    }
  }
  const finished = records.map(({ facts }): FinishedRequest => ({ record: recordAgain(facts) }));
  const notes = found.kind === 'one' ? ofOneNotes(args) : ofPartNotes(args, chosen.length, found.records.length);
  const timed = { batch: name, elapsedMs: performance.now() - started, maxTokens: args.max_tokens };
  const facts = { ...timed, layout: 'records', restBy: isOfValue ? NOT_KEPT : undefined } as const;
  return reportProgram({ finished, origins: new Set(), notes }, { outcome, ref }, facts);
}

/** That there are records which the program has not had, in what was asked for. */
function ofPartNotes(args: ReadArgs, had: number, count: number): string[] {
  if (had === count) return [];
  return [had === 0 ? noneLeft(args, count) : `js had ${had} of ${count} records: "offset" and "limit" count them`];
}

/** That nothing is left out where a part was asked for. */
function ofOneNotes({ offset, limit }: ReadArgs): string[] {
  if (offset === 0 && limit === readSchema.shape.limit.def.defaultValue) return [];
  return ['js had the whole body: "offset" and "limit" do not count what is in it; slice it in js'];
}

/** A record whose body is read by another program than the call's, which may look at other things in it. */
export function readBy(program: string, record: KeptRecord): KeptRecord {
  const { reading } = record;
  return reading?.further ? { ...record, reading: { ...reading, further: { ...reading.further, program } } } : record;
}
