import { fitBodies } from '../../result/budget/fit-bodies.ts';
import { missing } from '../../result/budget/truncated.ts';
import { estimateTokens, tokensToWeight } from '../../result/budget/tokens.ts';
import { weigh } from '../../result/budget/json-weight.ts';
import { bodyNotes, limitNotes } from './notes.ts';
import { minimalRecords, shrinkRecords } from './shrink-records.ts';
import type { CallResult, ResultRecord } from '../args/result-schema.ts';
import { shortened, summarise, type ReportFacts } from './summary.ts';
import { layOutTable } from './table.ts';
import type { FinishedRequest } from '../outcome/draft.ts';
import type { Run } from '../run/run-options.ts';
import { render, renderCounted } from '../../result/budget/render.ts';
import { serialise } from './serialise.ts';

/** Clients cut or spill larger results, some at 50,000 characters: a default result stays under 40,000. */
const MAX_CHARACTERS_PER_TOKEN = 4;

/** What a text takes of a result's budget. */
export function tokensOf(text: string): number {
  return Math.max(estimateTokens(text), text.length / MAX_CHARACTERS_PER_TOKEN);
}
/** More rounds of cutting are not needed: each is at least a tenth tighter than the one before. */
const MAX_ROUNDS = 8;
/** @param fewer how there would be fewer records */
function tooMany(fewer = 'ask for fewer requests'): string {
  return `the records alone take more than max_tokens, without bodies; ${fewer}, or raise it`;
}

/** The result of a call: what went wrong first, then one record per request, within the budget. */
export function report(run: Pick<Run, 'finished' | 'origins' | 'notes'>, facts: ReportFacts): CallResult {
  const finished = run.finished.filter(
    ({ record }) => facts.isOnlyCounted !== true && (facts.layout !== 'failures' || record.outcome !== undefined),
  );
  const budget = tokensToWeight(facts.maxTokens);
  const weight = finished.reduce(
    (sum, { body }) => (sum > budget * 4 ? sum : sum + (body ? weigh(body.value, budget * 4) : 0)),
    0,
  );
  // Half of the budget, or what the bodies leave.
  const share = facts.maxTokens * Math.max(0.5, 0.9 - weight / budget);
  let { records, note: shrunk } = shrinkRecords(finished, share);
  // What happened is worth more than bodies.
  if (isMute(records)) ({ records, note: shrunk } = shrinkRecords(finished, facts.maxTokens * 0.9));
  const summary = summarise(run, facts);
  const build = (bodies: readonly Shown[], notes: readonly string[], layout = facts.layout): CallResult => {
    const full = records.map((record, index) => ({ ...record, ...bodies[index] }));
    const laidOut = layout === 'table' ? layOutTable(full) : { results: full };
    return { summary, ...laidOut, ...(notes.length > 0 ? { notes: [...notes] } : {}) };
  };
  const noted = [...limitNotes(run.notes), ...limitNotes(bodyNotes(run.finished))];
  const allNotes = (): string[] => [...(shrunk === undefined ? [] : [shrunk]), ...noted];
  const fits = (result: CallResult): number => {
    const text = serialise(result);
    return tokensOf(text) / facts.maxTokens;
  };

  // Whole, if that is not hopeless: only the finished text tells what a table costs.
  const uncut = finished.every(({ body }) => !body?.isCut);
  if (uncut && weight <= budget * 4) {
    const result = build(
      finished.map(({ body }) => (body ? { body: render(body.value) } : {})),
      allNotes(),
    );
    if (fits(result) <= 1) return result;
  }

  let tokens = Math.max(
    0,
    facts.maxTokens -
      estimateTokens(
        serialise(
          build(
            finished.map(() => ({})),
            allNotes(),
          ),
        ),
      ) -
      60,
  );
  for (let round = 1; ; round++) {
    // With no room for bodies another round would come to the same.
    const last = round === MAX_ROUNDS || (round > 1 && tokens === 0);
    const bodies = last ? refsOnly(finished) : fitted(finished, tokens);
    const cut = cutNotes(finished, bodies, facts.restBy);
    const result = build(bodies, [...cut, ...allNotes()]);
    const excess = fits(result);
    if (excess <= 1) return result;
    if (last) {
      ({ records, note: shrunk } = shrinkRecords(finished, 0));
      const small = build(bodies, [...cut, ...allNotes()]);
      if (fits(small) <= 1) return small;
      ({ records, note: shrunk } = minimalRecords(finished));
      const whole = bodies.map(({ body, truncated }) => (truncated || body === undefined ? {} : { body }));
      // In a table a body that is not shown would look like one that is null.
      const withNotes = (most: number): CallResult => {
        const notes = [...cut, ...(shrunk === undefined ? [] : [shrunk]), ...firstNotes(noted, most)];
        return { ...build(whole, notes, 'records'), summary: shortened(summary) };
      };
      let most = noted.length;
      let least = withNotes(most);
      while (fits(least) > 1 && most > 0) {
        most = Math.floor(most / 2);
        least = withNotes(most);
      }
      if (fits(least) <= 1) return least;
      const [more, less] = [small, least].map((each) => ({ ...each, notes: [...(each.notes ?? []), tooMany(facts.fewerBy)] }));
      return more && serialise(more).length <= facts.maxTokens * MAX_CHARACTERS_PER_TOKEN ? more : (less ?? least);
    }
    tokens = Math.floor(tokens * Math.min(0.9, 1 / excess));
  }
}

/** Not more notes than that, and how many are left out. */
function firstNotes(notes: readonly string[], most: number): string[] {
  const left = notes.length - most;
  return left === 0 ? [...notes] : [...notes.slice(0, most), `notes that found no room: ${left}; raise max_tokens`];
}

/** Whether there are failures, and none says what happened. */
function isMute(records: readonly ResultRecord[]): boolean {
  const failures = records.filter(({ outcome }) => outcome !== undefined);
  return failures.length > 0 && failures.every(({ error }) => error === undefined);
}

/** What a record has of its body. */
type Shown = Pick<ResultRecord, 'body' | 'truncated' | 'ref'>;

function fitted(finished: readonly FinishedRequest[], tokens: number): Shown[] {
  const bodies = finished.flatMap(({ body }) => body ?? []);
  const inTurn = fitBodies(bodies, tokens).values();
  return finished.map(({ body, ref }) => {
    if (!body) return {};
    const share = inTurn.next().value;
    if (!share) return ref === undefined ? { truncated: { kept: 0, of: body.of, bytes: body.bytes } } : { ref };
    if (!share.isCut) return { body: render(share.value) };
    const truncated = { ...missing(share.value), ...(ref === undefined ? {} : { ref }), bytes: body.bytes };
    return { body: renderCounted(share.value), truncated };
  });
}

/** The least: a ref, or what takes no more room than one; what failed does without its body. */
function refsOnly(finished: readonly FinishedRequest[]): Shown[] {
  return fitted(finished, 0).map((shown, index) => (finished[index]?.record.outcome === undefined ? shown : {}));
}

/** Says of what is not shown whole where the rest is. */
function cutNotes(finished: readonly FinishedRequest[], shown: readonly Shown[], restBy: string | undefined): string[] {
  const cut = finished.filter((_, index) => shown[index]?.truncated !== undefined || shown[index]?.ref !== undefined);
  if (cut.length === 0) return [];
  const kept = cut.flatMap(({ ref }) => ref ?? []);
  const bodies = cut.length === 1 ? '1 body was' : `${cut.length} bodies were`;
  const select = '"select" the fields you need to see more';
  if (restBy !== undefined) return [`${bodies} cut to fit max_tokens; ${restBy}; ${select}`];
  const rest = kept[0] === undefined ? 'the rest could not be kept' : `read_result {"ref": "${kept[0]}"} has the rest`;
  const isPart = kept.length > 0 && kept.length < cut.length;
  const others = kept.length > 1 ? `, likewise the others${isPart ? ' that are kept' : ''}` : isPart ? ' of that one' : '';
  return [`${bodies} cut to fit max_tokens; ${rest}${others}; ${select}`];
}
