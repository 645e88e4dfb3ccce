import { absentNotes, decide, findKeys } from '../../batch/outcome/absent-keys.ts';
import type { PendingRecord } from '../../batch/outcome/draft.ts';
import { orPlainPage } from '../../batch/outcome/plain-page.ts';
import { describeJobFailure, LIMIT_MS } from '../../batch/outcome/read-body.ts';
import { mapConcurrent } from '../../concurrency/index.ts';
import { weigh } from '../../result/budget/json-weight.ts';
import { CutList } from '../../result/budget/truncated.ts';
import { unpack } from '../../result/budget/pack.ts';
import type { Reading } from '../../result/reading.ts';
import { ONLY } from '../../result/further-words.ts';
import { isSearchable } from '../../result/search-reach.ts';
import type { BodySource } from '../../result/store/read-source.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import type { StoredContext } from './read-one.ts';
import type { ReadArgs } from './read-schema.ts';
import { readingAgain, sourcesOfRecord } from './reading-again.ts';
import { isErrorBody, isUnread, readableFacts, recordAgain, unreadFacts } from './record-again.ts';

/** Bodies that are read at a time: the sandbox has two processes. */
const CONCURRENCY = 4;
/** Tokens that the matches in one body may take. */
const MATCH_TOKENS = 2_000;

/** How bodies are to be read again. */
type HowAgain = Pick<ReadArgs, 'as' | 'extract' | 'select' | 'search' | 'limit' | 'max_tokens'>;

/** A record read again, and what a search has found in it, if its body is text. */
export interface RecordAgain {
  readonly kept: KeptRecord;
  readonly pending: PendingRecord;
  readonly matches?: number;
  /** What of its body the search has not reached. */
  readonly reach?: string | undefined;
  readonly isDropped?: boolean;
}

/**
 * Reads the bodies of records again. As in a call, a key that a body lacks is null if a body of another record of the same
 * template has it, else an error.
 * @throws the reason of the context's signal
 */
export async function readRecords(
  records: readonly KeptRecord[],
  how: HowAgain,
  context: StoredContext,
): Promise<readonly RecordAgain[]> {
  const read = await mapConcurrent(records, (record) => readRecord(record, how, context), {
    concurrency: CONCURRENCY,
    signal: context.signal,
  });
  const byPlace = new Map<number, PendingRecord[]>();
  for (const { kept, pending } of read) byPlace.set(kept.place, [...(byPlace.get(kept.place) ?? []), pending]);
  const found = new Map([...byPlace].map(([place, all]) => [place, findKeys(all)] as const));
  return read.map((each) => {
    const isFound = found.get(each.kept.place) ?? (() => false);
    const pending = decide(each.pending, isFound);
    return { ...each, pending: { ...pending, notes: [...absentNotes(pending, isFound), ...(pending.notes ?? [])] } };
  });
}

async function readRecord(kept: KeptRecord, how: HowAgain, context: StoredContext): Promise<RecordAgain> {
  const { facts, reading, bytes } = kept;
  const pending = { record: recordAgain(facts) };
  if (!reading || bytes === 0) return { kept, pending };
  const sources = await sourcesOfRecord(kept, context.results.bodies);
  if (!sources) return { kept, pending, isDropped: true };
  const wanted = readingAgain(kept, reading, isErrorBody(kept) ? {} : how);
  const read = how.search === undefined ? readWhole : searchIn;
  try {
    return await orPlainPage(wanted, context.signal, (as) => read(kept, sources, as, how, context));
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    return { kept, pending: { record: recordAgain(unreadFacts(kept, 'decode', `the body ${describeJobFailure(error)}`)) } };
  }
}

type Read = (
  kept: KeptRecord,
  sources: readonly BodySource[],
  reading: Reading,
  how: HowAgain,
  context: StoredContext,
) => Promise<RecordAgain>;

const readWhole: Read = async (kept, sources, reading, how, { sandbox, signal }) => {
  const { facts, keys, bytes } = kept;
  const question = { sources, reading, maxTokens: how.max_tokens };
  const answer = await sandbox.run('read', question, { owner: signal, signal, limitMs: LIMIT_MS });
  if ('unread' in answer) {
    const { outcome, message } = answer.unread;
    return { kept, pending: { record: recordAgain(unreadFacts(kept, outcome, message)) } };
  }
  const { isCut, weight, of, notes, keys: presence } = answer.shown;
  const isAsked = how.as !== undefined || how.extract !== undefined || how.select !== undefined;
  const before = isUnread(kept) && !isAsked ? [`its body as it is; in the call: ${facts.error ?? facts.outcome}`] : [];
  const shown: PendingRecord = {
    record: recordAgain(readableFacts(kept)),
    body: { value: unpack(answer.piece), isCut, weight, of, bytes },
    notes: [...before, ...notes],
    keys: presence,
    kept: { reading, keys, bytes, isWhole: true, notes: [] },
  };
  if (!presence?.isNothing || reading.isAbsentNull) return { kept, pending: shown };
  const error = recordAgain(unreadFacts(kept, 'select_error', presence.missing ?? 'nothing is there'));
  const asNull = { reading: { ...reading, isAbsentNull: true }, keys, bytes, isWhole: true, notes: [] };
  return { kept, pending: { record: error, keys: presence, orNull: { ...shown, kept: asNull } } };
};

const searchIn: Read = async (kept, sources, reading, { search, limit }, { sandbox, signal }) => {
  const { bytes } = kept;
  const question = { sources, reading, search, offset: 0, limit: Math.max(limit, 1), tokens: MATCH_TOKENS };
  const found = await sandbox.run('part', question, { owner: signal, signal, limitMs: LIMIT_MS });
  if ('outcome' in found) {
    return { kept, pending: { record: recordAgain(unreadFacts(kept, found.outcome, found.message)) } };
  }
  const { value: shown, count, of, reach } = found;
  // Matches beyond the limit were not asked for; those that found no room were.
  const isShort = count < Math.min(of, question.limit);
  const value = isShort && Array.isArray(shown) ? new CutList(shown, of) : shown;
  const body = { value, isCut: isShort || found.isCut, weight: weigh(shown, Infinity), of, bytes };
  const notes = of === 0 ? found.notes.filter((note) => note.startsWith(ONLY)) : found.notes;
  const isSearched = isSearchable(found, reading);
  return {
    kept,
    pending: { record: recordAgain(readableFacts(kept)), body, notes },
    ...(isSearched ? { matches: of } : {}),
    reach,
  };
};
