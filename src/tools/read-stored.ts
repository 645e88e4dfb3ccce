import { escapeControls } from '../escape-controls.ts';
import { estimateTokens, tokensToWeight } from '../result/budget/tokens.ts';
import { truncate } from '../result/budget/truncate.ts';
import type { BodyPart, PartQuestion } from '../result/read-part.ts';
import type { Reading } from '../result/reading.ts';
import { endUrl } from '../result/record-facts.ts';
import { UnknownRef, type KeptRecord, type ResultStore } from '../result/store/result-store.ts';
import { JobCrash, JobError, JobTimeout } from '../sandbox/job-errors.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { PROGRAM_REF } from '../batch/program/kept-value.ts';
import type { ReadArgs, ReadResult } from './read-schema.ts';
import { UsageError } from './usage-error.ts';
import type { BodySource } from '../result/store/read-source.ts';
import { render } from '../result/budget/render.ts';
import { lines } from '../batch/report/serialise.ts';

/** Tokens that the facts around a body cost. */
const ENVELOPE_TOKENS = 150;
/** Of the budget, what the address and each note may take. */
const SHARE_OF_ADDRESS = 0.2;
const SHARE_OF_NOTE = 0.2;
/** Milliseconds that reading a part may take. */
const LIMIT_MS = 5_000;

const PREFIX = /^fetch-many:\/\/results\//;

/** What reading a kept body needs. */
export interface StoredContext {
  readonly results: ResultStore;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
}

/**
 * Reads a body again that an earlier call has brought: a part of it, what a `select` picks, or what a search finds. No
 * request is made.
 * @throws {UsageError} if there is no such body (any more), or it cannot be read like that
 * @throws the reason of the context's signal
 */
export async function readStored(args: ReadArgs, context: StoredContext): Promise<ReadResult> {
  const ref = args.ref.trim().replace(PREFIX, '');
  const record = withUsage(() => findRecord(ref, context.results));
  const url = clip(endUrl(record.facts), args.max_tokens * SHARE_OF_ADDRESS);
  const tokens = Math.max(0, args.max_tokens - ENVELOPE_TOKENS - estimateTokens(url));
  const { search, offset, limit, select } = args;
  const part = await readPartOf(ref, { search, offset, limit, select, tokens }, context);
  return toResult(ref, record, url, part, args);
}

/**
 * Reads a part of a kept body.
 * @throws {UsageError} if there is no such body (any more), or it cannot be read like that
 * @throws the reason of the context's signal
 */
export async function readPartOf(
  ref: string,
  { select, ...part }: Omit<PartQuestion, 'reading'> & Pick<Reading, 'select'>,
  { results, sandbox, signal }: StoredContext,
): Promise<BodyPart> {
  try {
    const record = findRecord(ref, results);
    const reading = readingFor(record, select);
    const sources = await findSources(ref, record, results);
    const read = await sandbox.run('part', { sources, reading, ...part }, { owner: signal, limitMs: LIMIT_MS, signal });
    if ('outcome' in read) throw new UsageError(read.message);
    return read;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof UnknownRef) throw new UsageError(error.message);
    if (error instanceof JobTimeout)
      throw new UsageError(`${ref} could not be read within ${error.ms / 1_000} s; ask for less of it`);
    if (error instanceof JobCrash || error instanceof JobError)
      throw new UsageError(`${ref} could not be read: ${error.message}`);
    throw error;
  }
}

function withUsage<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw error instanceof UnknownRef ? new UsageError(error.message) : error;
  }
}

/** @throws {UnknownRef} */
export function findRecord(ref: string, results: ResultStore): KeptRecord {
  const [name = '', which = '', ...more] = ref.split('/');
  const { records, program } = results.batch(name.toLowerCase(), ref);
  if (which === PROGRAM_REF && more.length === 0 && program) return program;
  const record = /^\d+$/.test(which) && more.length === 0 ? records[Number(which)] : undefined;
  if (record) return record;
  throw new UnknownRef(
    `"${ref.slice(0, 50)}" names no record: ${name} has ${records.length}, "${name}/0" to "${name}/${records.length - 1}"`,
  );
}

/** @throws {UnknownRef} if a body has been dropped, or was never kept */
async function findSources(ref: string, { keys, reading, bytes }: KeptRecord, { bodies }: ResultStore): Promise<BodySource[]> {
  if (reading === undefined) throw new UnknownRef(`${ref} has no body`);
  const sources = await Promise.all(keys.map((key) => bodies.source(key)));
  const there = sources.filter((each) => each !== undefined);
  if (there.length === keys.length && (keys.length > 0 || bytes === 0)) return there;
  const why = keys.length === 0 ? 'could not be kept' : 'has been dropped to make room for newer ones';
  throw new UnknownRef(`the body of ${ref} ${why} (--store-bytes); run the request again`);
}

/** As the call has read it, with what is given now in the place of what the call had. */
function readingFor({ reading, facts: { outcome } }: KeptRecord, select: Reading['select']): Reading {
  if (!reading) throw new UnknownRef('it has no body');
  if (outcome !== 'select_error' && outcome !== 'decode') return select === undefined ? reading : { ...reading, select };
  // What could not be read like that is read as it is.
  return { ...reading, select, isLenient: select === undefined };
}

function toResult(
  ref: string,
  { bytes }: KeptRecord,
  url: string,
  part: BodyPart,
  { offset, max_tokens: maxTokens }: ReadArgs,
): ReadResult {
  const end = offset + part.count;
  const cut = part.isCut ? ['cut to fit max_tokens; pick a part of it with "select"'] : [];
  const notes = [...part.notes.map((note) => clip(note, maxTokens * SHARE_OF_NOTE)), ...cut];
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

/** JSON with one item per line, so that a client that spills it to a file leaves something that can be paged. */
export function serialiseRead({ body, ...facts }: ReadResult): string {
  const shown = Array.isArray(body) ? lines(body) : JSON.stringify(body);
  return escapeControls(`${JSON.stringify(facts).slice(0, -1)},\n"body": ${shown}}`);
}

/** The beginning of a text, of so many tokens at the most. */
function clip(text: string, tokens: number): string {
  const shown = render(truncate(text, tokensToWeight(tokens)));
  return typeof shown === 'string' ? shown : text;
}
