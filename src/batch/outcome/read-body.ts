import { headerOf } from '../../http/message.ts';
import { readShownNow, type ReadBody } from '../../result/read-shown.ts';
import type { Redactor } from '../../http/secrets/redact.ts';
import type { FurtherPages, Reading } from '../../result/reading.ts';
import type { ResultStore } from '../../result/store/result-store.ts';
import { JobCrash, JobError, JobTimeout } from '../../sandbox/job-errors.ts';
import type { JobOptions, Sandbox } from '../../sandbox/sandbox.ts';
import { INLINE_BYTES, type Answer, type HeldBody } from './answer.ts';
import { isInlineReading } from './inline-reading.ts';
import { asPlainPage } from './plain-page.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { BodySource } from '../../result/store/read-source.ts';
import { findSources } from '../../result/store/find-sources.ts';
import { unpack } from '../../result/budget/pack.ts';

/** Milliseconds that reading a body may take in the sandbox. */
export const LIMIT_MS = 5_000;

/** What reading a body needs beside the answer. */
export interface BodyContext {
  readonly results: ResultStore;
  readonly sandbox: Sandbox;
  readonly signal: AbortSignal;
  /** The call: its jobs take turns with those of other calls, and its bodies stay until it ends. */
  readonly owner: object;
  /** The URL that answered. */
  readonly url: string;
  readonly maxTokens: number;
  /** Whether what finds no room in the store stays in memory: a program, or who wants them whole, reads bodies at the end. */
  readonly keepsAll: boolean;
  readonly redactor: Redactor;
  /** The call's, over all records. */
  readonly program?: string | undefined;
}

/**
 * How the body of an answer is read for its own record; undefined if there is nothing to read.
 * @param isLenient whether it is shown as it is, since the request has failed
 * @param further what is known of further pages
 */
export function readingOf(
  planned: PlannedRequest,
  answer: Answer,
  url: string,
  isLenient: boolean = answer.status >= 400,
  further?: FurtherPages,
): Reading | undefined {
  const { as, request } = planned;
  if (as === 'none' || request.method === 'HEAD') return undefined;
  const contentType = headerOf(answer.headers, 'content-type');
  const { select, extract } = isLenient ? {} : planned;
  return { contentType, url, as, isLenient, select, extract, further };
}

/** Why a page has become plain text, if it has: it is not to be tried again. */
interface PlainPage {
  readonly plainBecause?: string | undefined;
}

/** What reading bodies for a record has come to. */
export type ReadBodies = ReadBody & PlainPage;

/**
 * Reads bodies as a record shows them: here and now if that is bounded to be quick, else in the sandbox.
 * @throws the reason of `context.signal`
 */
export function readBodies(held: readonly HeldBody[], reading: Reading, context: BodyContext): ReadBodies | Promise<ReadBodies> {
  const here = contentsHere(held, reading);
  return (here && readShownNow(here, reading, context.maxTokens)) ?? readInSandbox(held, reading, context);
}

/** The bodies, if all are in memory and reading them takes no time to speak of. */
function contentsHere(held: readonly HeldBody[], reading: Reading): readonly Buffer[] | undefined {
  const bytes = held.reduce((sum, each) => sum + each.bytes, 0);
  if (bytes > INLINE_BYTES || !isInlineReading(reading, bytes)) return undefined;
  const contents = held.map(({ content }) => content);
  return contents.every((content) => content !== undefined) ? contents : undefined;
}

async function readInSandbox(held: readonly HeldBody[], reading: Reading, context: BodyContext): Promise<ReadBodies> {
  try {
    const sources = await sourcesOf(held, context);
    const answer = await context.sandbox.run(
      'read',
      { sources, reading, maxTokens: context.maxTokens },
      jobOptions(context, LIMIT_MS),
    );
    return 'unread' in answer ? answer : { shown: { ...answer.shown, value: unpack(answer.piece) } };
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    const plain = asPlainPage(reading, error);
    if (plain) return { ...(await readBodies(held, plain, context)), plainBecause: plain.plainBecause };
    return { unread: { outcome: 'decode', message: `the body ${describeJobFailure(error)}`, again: undefined } };
  }
}

/**
 * Where a sandbox process finds bodies.
 * @throws {JobCrash} if one of them is not in the store any more
 */
export async function sourcesOf(held: readonly HeldBody[], { results }: BodyContext): Promise<BodySource[]> {
  const sources = await findSources(held, results.bodies);
  if (!sources) throw new JobCrash('the body is not in the store any more');
  return sources;
}

/** The same of one. @throws as {@link sourcesOf} */
export async function sourceOf(body: HeldBody, context: BodyContext): Promise<BodySource> {
  const [source] = await sourcesOf([body], context);
  if (!source) throw new Error('a body has no source');
  return source;
}

export function jobOptions({ owner, signal }: BodyContext, limitMs: number): JobOptions {
  return { owner, signal, limitMs };
}

/**
 * Why a job has not done what it was to do, as the end of a sentence about it.
 * @throws what is no failure of a job
 */
export function describeJobFailure(error: unknown): string {
  if (error instanceof JobTimeout) return `could not be read within ${error.ms / 1_000} s; ask for less, or use "as": "text"`;
  if (error instanceof JobCrash) return `could not be read in the memory there is for it (${error.message}); ask for less`;
  if (error instanceof JobError) return `could not be read: ${error.message}`;
  throw error;
}
