import { escapeControls } from '../../escape-controls.ts';
import type { FinishedRequest } from '../outcome/draft.ts';
import type { Run } from '../run/run-options.ts';
import { bodyNotes } from './notes.ts';
import { report } from './report.ts';
import { reportProgram } from './report-program.ts';
import { serialise } from './serialise.ts';
import { summarise, type ReportFacts } from './summary.ts';
import { EVERYTHING, wholeBody, type WholeContext } from './whole-body.ts';

/**
 * The result of a call with every body uncut, whatever its budget, in pieces: records are read one after the other, so that
 * all together may be larger than the memory. A table and a program's value are one piece.
 * @throws the reason of the context's signal
 */
export async function* writeWhole(run: Run, facts: ReportFacts, context: WholeContext): AsyncGenerator<string> {
  const unbounded = { ...facts, maxTokens: EVERYTHING };
  if (run.program) {
    yield serialise(reportProgram(run, run.program, unbounded));
    return;
  }
  if (facts.layout === 'table') {
    const finished: FinishedRequest[] = [];
    for (const each of run.finished) finished.push(await withWholeBody(each, context));
    yield serialise(report({ ...run, finished }, unbounded));
    return;
  }
  yield `{"summary": ${json(summarise(run, unbounded))},\n"results": [`;
  let separator = '\n';
  for (const each of run.finished) {
    if (facts.layout === 'failures' && each.record.outcome === undefined) continue;
    yield `${separator}${json({ ...each.record, ...(await wholeBody(each, context)) })}`;
    separator = ',\n';
  }
  const notes = wholeNotes(run);
  yield `${separator === '\n' ? '' : '\n'}]${notes.length > 0 ? `,\n"notes": ${json(notes)}` : ''}}`;
}

/** All that is to be said of a call and its bodies. */
export function wholeNotes(run: Pick<Run, 'notes' | 'finished'>): readonly string[] {
  return [...run.notes, ...bodyNotes(run.finished)];
}

async function withWholeBody(finished: FinishedRequest, context: WholeContext): Promise<FinishedRequest> {
  const { body } = finished;
  if (!body?.isCut) return finished;
  const whole = await wholeBody(finished, context);
  return whole.truncated ? finished : { ...finished, body: { ...body, value: whole.body, isCut: false } };
}

/** As one line. */
export function json(value: unknown): string {
  return escapeControls(JSON.stringify(value));
}
