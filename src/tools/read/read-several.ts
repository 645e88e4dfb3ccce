import type { FinishedRequest } from '../../batch/outcome/draft.ts';
import { report } from '../../batch/report/report.ts';
import type { CallResult } from '../../batch/args/result-schema.ts';
import { noneLeft, type Found } from './find-records.ts';
import type { StoredContext } from './read-one.ts';
import { readRecords, type RecordAgain } from './read-records.ts';
import type { ReadArgs } from './read-schema.ts';
import { nameSome } from '../../name-some.ts';
import { patternHint } from '../../result/search-pattern.ts';

/** Indexes that a note names. */
const MAX_NAMED = 20;

/** How to read what takes more than the budget. */
const FEWER = 'read some of them by "offset" and "limit"';

/** How to see the matches that found no room. */
const FURTHER_MATCHES = 'one ref with the same "search", and with "offset": kept, has the rest';

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
  const read = await readRecords(wanted, args, context);
  const finished = read.map(
    ({ kept: { facts, notes: keptNotes = [] }, pending: { record, body, notes = [] } }): FinishedRequest => {
      return {
        record: { ...record, i: facts.i },
        body,
        notes: [...keptNotes, ...notes],
        ...(body ? { ref: `${batch.name}/${facts.i}` } : {}),
      };
    },
  );
  const notes = [
    ...droppedNotes(read),
    ...(search === undefined ? [] : [matchNote(search, read), ...reachNotes(read, args)]),
    ...(wanted.length === 0 ? [noneLeft(args, records.length)] : []),
  ];
  const restBy = search === undefined ? undefined : FURTHER_MATCHES;
  const facts = {
    batch: batch.name,
    elapsedMs: performance.now() - started,
    maxTokens,
    layout,
    restBy,
    fewerBy: FEWER,
    isOnlyCounted: isCounting,
  };
  const result = report({ finished, origins: new Set(), notes }, facts);
  const end = offset + wanted.length;
  return {
    ...result,
    ...(end < records.length && wanted.length > 0 ? { next_offset: end } : {}),
  };
}

function droppedNotes(read: readonly RecordAgain[]): string[] {
  const dropped = read.flatMap(({ isDropped, kept }) => (isDropped ? kept.facts.i : []));
  if (dropped.length === 0) return [];
  return [`the bodies of i ${nameSome(dropped, MAX_NAMED)} are not kept (any more): --store-bytes; run these requests again`];
}

function matchNote(search: string, read: readonly RecordAgain[]): string {
  const found = read.flatMap(({ matches = 0, kept }) => (matches > 0 ? [{ i: kept.facts.i, matches }] : []));
  const searched = read.filter(({ matches }) => matches !== undefined).length;
  const total = found.reduce((sum, { matches }) => sum + matches, 0);
  const which = found.map(({ i, matches }) => (matches === 1 ? `${i}` : `${i} (${matches})`));
  const where = found.length === 0 ? '' : `: i ${nameSome(which, MAX_NAMED)}`;
  const hint = (total === 0 && patternHint(search)) || '';
  return `${JSON.stringify(search)}: ${total} ${total === 1 ? 'match' : 'matches'} in ${found.length} of ${searched} ${searched === 1 ? 'body' : 'bodies'}${where}${hint && `; ${hint}`}`;
}

/**
 * What was not searched of bodies of one kind, where none of them has a match: elsewhere in them there may be some. What is
 * picked by this call itself is no news, unless it is all.
 */
function reachNotes(read: readonly RecordAgain[], { select, extract }: ReadArgs): string[] {
  if ((select !== undefined && select !== '@') || extract !== undefined) return [];
  const kinds = new Set(read.flatMap(({ reach }) => reach ?? []));
  return [...kinds].flatMap((kind) => {
    const alike = read.filter(({ reach }) => reach === kind);
    if (alike.some(({ matches = 0 }) => matches > 0)) return [];
    return `i ${nameSome(
      alike.map(({ kept }) => kept.facts.i),
      MAX_NAMED,
    )}: ${kind}`;
  });
}
