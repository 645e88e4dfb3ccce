import { weigh } from '../../result/budget/json-weight.ts';
import { renderCounted } from '../../result/budget/render.ts';
import { estimateTokens, tokensToWeight } from '../../result/budget/tokens.ts';
import { truncate } from '../../result/budget/truncate.ts';
import { missing } from '../../result/budget/truncated.ts';
import type { CallResult } from '../args/result-schema.ts';
import type { FinishedRequest } from '../outcome/draft.ts';
import type { ProgramRun, Run } from '../run/run-options.ts';
import { bodyNotes, limitNotes } from './notes.ts';
import { tokensOf } from './report.ts';
import { shrinkRecords } from './shrink-records.ts';
import { shortened, summarise, type ReportFacts } from './summary.ts';
import { serialise } from './serialise.ts';
import { nameSome } from '../../name-some.ts';

/** Records of failures that stand beside the value. */
const MAX_FAILURES = 3;
/** Indexes of failures that a note names. */
const MAX_NAMED = 20;
/** More rounds of cutting are not needed: each is at least a tenth tighter than the one before. */
const MAX_ROUNDS = 8;
/** Rounds in which only the value is cut. */
const SHORT_AFTER = 5;

/** The result of a call that has a program: what it returned, and the first requests that did not succeed. */
export function reportProgram(
  run: Pick<Run, 'finished' | 'origins' | 'notes'>,
  { outcome, ref, over }: ProgramRun,
  facts: ReportFacts,
): CallResult {
  const failures = run.finished.filter(({ record }) => record.outcome !== undefined);
  const coverage = over ?? { total: run.finished.length, failed: indexesOf(failures) };
  const notes = [
    ...limitNotes([...failureNotes(failures, coverage), ...outcome.notes, ...run.notes]),
    ...limitNotes(bodyNotes([...run.finished, ...outcome.bodyNotes])),
  ];
  const value: unknown = 'json' in outcome ? JSON.parse(outcome.json) : null;
  const bytes = 'json' in outcome ? Buffer.byteLength(outcome.json) : 0;
  const cutTo = (tokens: number, isShort: boolean): CallResult => {
    const summary = summarise(run, facts);
    const budget = tokensToWeight(tokens);
    const cut = weigh(value, budget) <= budget ? value : truncate(value, budget);
    const isCut = cut !== value;
    const { records } = shrinkRecords(failures.slice(0, MAX_FAILURES), facts.maxTokens / (isShort ? 8 : 4));
    const truncated = isCut ? { ...missing(cut), ...(ref === undefined ? {} : { ref }), bytes } : undefined;
    const lines = isShort ? linesWithin(facts.maxTokens / 4, outcome.console) : outcome.console;
    const said = [...(isCut ? [cutNote(ref, facts.restBy)] : []), ...notes, ...lines];
    return {
      summary: isShort ? shortened(summary) : summary,
      value: isCut ? renderCounted(cut) : value,
      ...('error' in outcome ? { error: outcome.error } : {}),
      ...(truncated ? { truncated } : {}),
      results: records,
      ...(said.length > 0 ? { notes: said } : {}),
    };
  };
  let tokens = facts.maxTokens;
  for (let round = 1; ; round++) {
    const result = cutTo(tokens, round > SHORT_AFTER);
    const text = serialise(result);
    const excess = tokensOf(text) / facts.maxTokens;
    if (excess <= 1 || round === MAX_ROUNDS) return result;
    tokens = Math.floor(Math.min(tokens * Math.min(0.9, 1 / excess), facts.maxTokens * 0.9));
  }
}

/** As many of the console's lines as there is room for. */
function linesWithin(tokens: number, lines: readonly string[]): string[] {
  let left = tokens;
  const kept = lines.filter((line) => (left -= estimateTokens(line) + 3) >= 0);
  return kept.length === lines.length
    ? kept
    : [...kept, `console: ${lines.length - kept.length} more lines did not fit max_tokens`];
}

function cutNote(ref: string | undefined, restBy: string | undefined): string {
  const kept = ref === undefined ? 'the rest could not be kept (--store-bytes)' : `read_result {"ref": "${ref}"} has the rest`;
  return `the value was cut to fit max_tokens; ${restBy ?? kept}; or return less of it`;
}

/** What a value computed over all records may lack. @param told those that did not succeed and are in the summary */
function failureNotes(told: readonly FinishedRequest[], { total, failed }: NonNullable<ProgramRun['over']>): string[] {
  if (failed.length === 0) return [];
  const which = failed.length === 1 ? '1 record did not succeed and is' : `${failed.length} records did not succeed and are`;
  const inSummary = new Set(indexesOf(told));
  const isTold = failed.every((i) => inSummary.has(i));
  return [`${which} not in ok, of ${total}: ${isTold ? 'summary.failures has their i' : `i ${nameSome(failed, MAX_NAMED)}`}`];
}

function indexesOf(finished: readonly FinishedRequest[]): number[] {
  return finished.map(({ record: { i } }) => i);
}
