import { orPlainPage } from '../../batch/outcome/plain-page.ts';
import { LIMIT_MS } from '../../batch/outcome/read-body.ts';
import type { Reading } from '../../result/reading.ts';
import type { PartQuestion, BodyPart, ReadPart } from '../../result/read-part.ts';
import { estimateTokens, tokensToWeight } from '../../result/budget/tokens.ts';
import { truncate } from '../../result/budget/truncate.ts';
import { render } from '../../result/budget/render.ts';
import { endUrl } from '../../result/record-facts.ts';
import type { KeptRecord, ResultStore } from '../../result/store/result-store.ts';
import { JobCrash, JobError, JobTimeout } from '../../sandbox/job-errors.ts';
import type { Sandbox } from '../../sandbox/sandbox.ts';
import { UsageError } from '../usage-error.ts';
import type { Found } from './find-records.ts';
import type { PartResult, ReadArgs } from './read-schema.ts';
import { failedNotes } from './record-again.ts';
import { describeDropped, readingAgain, sourcesOfRecord, type ReadingAgain } from './reading-again.ts';

/** Tokens that the facts around a body cost. */
const ENVELOPE_TOKENS = 150;
/** Of the budget, what the address and each note may take. */
const SHARE_OF_ADDRESS = 0.2;
const SHARE_OF_NOTE = 0.2;

/** What reading a kept body needs. */
export interface StoredContext {
  readonly results: ResultStore;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
}

/**
 * Reads one body again that an earlier call has brought: a part of it, what a `select` picks, or what a search finds. No
 * request is made.
 * @throws {UsageError} if it has been dropped, or cannot be read like that
 * @throws the reason of the context's signal
 */
export async function readOne(
  { ref, record }: Extract<Found, { kind: 'one' }>,
  args: ReadArgs,
  context: StoredContext,
): Promise<PartResult> {
  const url = clip(endUrl(record.facts), args.max_tokens * SHARE_OF_ADDRESS);
  const tokens = Math.max(0, args.max_tokens - ENVELOPE_TOKENS - estimateTokens(url));
  const { search, offset, limit } = args;
  const part = await readPartOf(ref, record, args, { search, offset, limit, tokens }, context);
  return toResult(ref, record, url, part, args);
}

/**
 * Reads a part of a kept body.
 * @param again how it is to be read, where that is not as in its call
 * @throws {UsageError} if it has been dropped, or cannot be read like that
 * @throws the reason of the context's signal
 */
export async function readPartOf(
  ref: string,
  record: KeptRecord,
  again: ReadingAgain,
  part: Omit<PartQuestion, 'reading'>,
  { results, sandbox, signal }: Pick<StoredContext, 'results' | 'sandbox' | 'signal'>,
): Promise<BodyPart> {
  try {
    const { reading } = record;
    if (!reading) throw new UsageError(`${ref} has no body${record.facts.error === null ? '' : `: ${record.facts.error}`}`);
    const sources = await sourcesOfRecord(record, results.bodies);
    if (!sources) throw new UsageError(describeDropped(ref, record));
    const options = { owner: signal, limitMs: LIMIT_MS, signal };
    const ask = (how: Reading): Promise<ReadPart> => sandbox.run('part', { sources, reading: how, ...part }, options);
    const wanted = readingAgain(record, reading, again);
    const read = await orPlainPage(wanted, signal, ask);
    if ('outcome' in read) throw new UsageError(read.message);
    return read;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof JobTimeout)
      throw new UsageError(`${ref} could not be read within ${error.ms / 1_000} s; ask for less of it`);
    if (error instanceof JobCrash || error instanceof JobError)
      throw new UsageError(`${ref} could not be read: ${error.message}`);
    throw error;
  }
}

function toResult(
  ref: string,
  record: KeptRecord,
  url: string,
  part: BodyPart,
  { offset, max_tokens: maxTokens }: ReadArgs,
): PartResult {
  const { bytes, notes: ofPages = [] } = record;
  const end = offset + part.count;
  const cut = part.isCut ? ['cut to fit max_tokens; pick a part of it with "select"'] : [];
  const notes = [
    ...[...new Set([...failedNotes(record), ...ofPages, ...part.notes])].map((note) => clip(note, maxTokens * SHARE_OF_NOTE)),
    ...cut,
  ];
  return {
    ref,
    type: part.kind,
    mime_type: part.mimeType,
    url,
    bytes,
    unit: part.unit,
    of: part.of,
    offset,
    count: part.count,
    ...(part.count > 0 && end < part.of ? { next_offset: end } : {}),
    body: part.value,
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** The beginning of a text, of so many tokens at the most. */
function clip(text: string, tokens: number): string {
  const shown = render(truncate(text, tokensToWeight(tokens)));
  return typeof shown === 'string' ? shown : text;
}
