import { mapConcurrent } from '../../concurrency/index.ts';
import { describeJobFailure } from '../../batch/outcome/read-body.ts';
import type { FinishedRequest } from '../../batch/outcome/draft.ts';
import { report } from '../../batch/report/report.ts';
import type { CallResult, Outcome, ResultRecord } from '../../batch/args/result-schema.ts';
import { unpack } from '../../result/budget/pack.ts';
import { extent } from '../../result/budget/truncated.ts';
import { weigh } from '../../result/budget/json-weight.ts';
import type { RecordFacts } from '../../result/record-facts.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import type { Found } from './find-records.ts';
import type { StoredContext } from './read-one.ts';
import type { ReadArgs } from './read-schema.ts';
import { readingAgain, sourcesOfRecord } from './reading-again.ts';

/** Milliseconds that reading a body may take. */
const LIMIT_MS = 5_000;
/** Bodies that are read at a time: the sandbox has two processes. */
const CONCURRENCY = 4;
/** Indexes that a note names. */
const MAX_NAMED = 20;
/** Tokens that the matches in one body may take. */
const MATCH_TOKENS = 2_000;

/** A record read again, and what a search has found in it. */
interface ReadAgain {
  readonly finished: FinishedRequest;
  readonly matches?: number;
  readonly isDropped?: boolean;
}

/**
 * Reads the bodies of several records of a call again, each as a record of its own. No request is made.
 * @throws the reason of the context's signal
 */
export async function readSeveral(
  { batch, records }: Extract<Found, { kind: 'several' }>,
  args: ReadArgs,
  context: StoredContext,
): Promise<CallResult & { readonly next_offset?: number }> {
  const started = performance.now();
  const { offset, limit, search, max_tokens: maxTokens, layout = 'records' } = args;
  const isCounting = search !== undefined && limit === 0;
  const wanted = isCounting ? records.slice(offset) : records.slice(offset, offset + limit);
  const read = await mapConcurrent(wanted, (record) => readRecord(batch.name, record, args, context), {
    concurrency: CONCURRENCY,
    signal: context.signal,
  });
  const finished = read.map((each) => each.finished);
  const notes = [...droppedNotes(read), ...(search === undefined ? [] : [matchNote(search, read)])];
  const facts = { batch: batch.name, elapsedMs: performance.now() - started, maxTokens, layout };
  const result = report({ finished, origins: new Set(), notes }, facts);
  const end = offset + wanted.length;
  return {
    ...result,
    ...(isCounting ? { results: [] } : {}),
    ...(end < records.length && wanted.length > 0 ? { next_offset: end } : {}),
  };
}

async function readRecord(name: string, kept: KeptRecord, args: ReadArgs, context: StoredContext): Promise<ReadAgain> {
  const { facts, reading, bytes } = kept;
  const record = recordOf(facts);
  if (!reading || bytes === 0) return { finished: { record } };
  const sources = await sourcesOfRecord(kept, context.results.bodies);
  if (!sources) return { finished: { record }, isDropped: true };
  const ref = `${name}/${facts.i}`;
  const question = { sources, reading: readingAgain(kept, reading, facts.outcome === 'http_error' ? {} : args) };
  const options = { owner: context.signal, signal: context.signal, limitMs: LIMIT_MS };
  // What could not be read as the call wanted is ok if it can be read as it is wanted now.
  const readable = facts.outcome === 'select_error' || facts.outcome === 'decode' ? asOk(record) : record;
  try {
    if (args.search !== undefined) {
      const part = { search: args.search, offset: 0, limit: Math.max(args.limit, 1), tokens: MATCH_TOKENS };
      const found = await context.sandbox.run('part', { ...question, ...part }, options);
      if ('outcome' in found) return { finished: failedAgain(record, found.outcome, found.message) };
      const body = { value: found.value, isCut: found.isCut, weight: weigh(found.value, Infinity), of: found.of, bytes };
      return { finished: { record: readable, body, ref, notes: found.of === 0 ? [] : found.notes }, matches: found.of };
    }
    const answer = await context.sandbox.run('read', { ...question, maxTokens: args.max_tokens }, options);
    if ('unread' in answer) return { finished: failedAgain(record, answer.unread.outcome, answer.unread.message) };
    const value = unpack(answer.piece);
    const { isCut, weight, notes } = answer.shown;
    return { finished: { record: readable, body: { value, isCut, weight, of: extent(value).of, bytes }, ref, notes } };
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    return { finished: failedAgain(record, 'decode', `the body ${describeJobFailure(error)}`) };
  }
}

/** A record as far as it does not depend on how its body is read. */
export function recordOf({ i, id, url, final_url: finalUrl, vars, status, outcome, error, attempts }: RecordFacts): ResultRecord {
  return {
    i,
    ...(id === null ? {} : { id }),
    ...(vars !== null && outcome === null ? { vars: { ...vars } } : url === null ? {} : { url }),
    ...(finalUrl === null ? {} : { final_url: finalUrl }),
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- it was one when it was kept
    ...(outcome === null ? {} : { outcome: outcome as Outcome }),
    ...(status === null ? {} : { status }),
    ...(error === null ? {} : { error }),
    ...(attempts > 1 ? { attempts } : {}),
  };
}

function asOk({ outcome: _outcome, error: _error, ...record }: ResultRecord): ResultRecord {
  return record;
}

function failedAgain(record: ResultRecord, outcome: Outcome, message: string): FinishedRequest {
  return { record: { ...record, outcome, error: message } };
}

function droppedNotes(read: readonly ReadAgain[]): string[] {
  const dropped = read.flatMap(({ isDropped, finished }) => (isDropped ? finished.record.i : []));
  if (dropped.length === 0) return [];
  return [`the bodies of i ${named(dropped)} are not kept (any more): --store-bytes; run these requests again`];
}

function matchNote(search: string, read: readonly ReadAgain[]): string {
  const found = read.flatMap(({ matches = 0, finished }) => (matches > 0 ? [{ i: finished.record.i, matches }] : []));
  const total = found.reduce((sum, { matches }) => sum + matches, 0);
  const which = found.map(({ i, matches }) => (matches === 1 ? `${i}` : `${i} (${matches})`));
  const where = found.length === 0 ? '' : `: i ${named(which)}`;
  return `${JSON.stringify(search)}: ${total} matches in ${found.length} of ${read.length} bodies${where}`;
}

function named(all: readonly (number | string)[]): string {
  const more = all.length > MAX_NAMED ? ` and ${all.length - MAX_NAMED} more` : '';
  return `${all.slice(0, MAX_NAMED).join(', ')}${more}`;
}
