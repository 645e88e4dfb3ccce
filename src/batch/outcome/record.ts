import type { ResponseHeaders, RequestProgress } from '../../http/message.ts';
import { SECRET_HEADERS } from '../../http/header-rules.ts';
import { isIdempotent } from '../../http/methods.ts';
import type { UnreadBody } from '../../result/read-shown.ts';
import type { Answer } from './answer.ts';
import { answerNotes, hiddenNotes } from './answer-notes.ts';
import { describeWritten } from './answered.ts';
import { describeEnd, describeFailure, describeLeft, describeStatus, type EndReason } from './describe-failure.ts';
import { describePatience, describePhase } from './describe-progress.ts';
import type { Reading } from '../../result/reading.ts';
import { furtherPages } from './further-pages.ts';
import { functionRecord, withRecord } from './function-record.ts';
import { keptBody, readAgain, readWith } from './kept-body.ts';
import { readBodies, readingOf, type BodyContext, type ReadBodies } from './read-body.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import { readingOfPages, type Pages } from './pages.ts';
import type { Poll } from './poll.ts';
import type { Unnumbered, PendingRecord } from './draft.ts';
import { named, tried } from './naming.ts';

/**
 * What became of a request that was answered, with whatever status: its body read and projected.
 * @param reply what its pages have held, if it follows them, or what it has seen, if it is asked again
 * @returns a new one each time; at once where the body can be read at once
 * @throws the reason of the context's signal
 */
export function recordOfAnswer(
  planned: PlannedRequest,
  answer: Answer,
  trace: RequestProgress,
  headersWanted: readonly string[],
  context: BodyContext,
  { pages, poll }: { readonly pages?: Pages; readonly poll?: Poll } = {},
): PendingRecord | Promise<PendingRecord> {
  const further = pages ?? poll;
  const said = answerNotes(planned, answer, trace);
  const hidden = hiddenNotes(headersWanted, answer);
  const keptNotes = pages && pages.notes.length > 0 ? [...pages.notes, ...said] : said;
  const isOk = answer.status < 400 && !poll?.failure;
  const { movedTo } = pages ?? trace;
  const written = describeWritten(planned, trace);
  const facts = factsOf(answer, trace, pick(answer.headers, headersWanted), pages);
  const failure: Failure =
    further?.failure ??
    (isOk
      ? NO_FAILURE
      : {
          outcome: 'http_error',
          error: describeStatus(answer) + describeLeft(answer, trace) + describePatience(trace) + written,
        });
  const name = named(planned, isOk && !pages?.failure ? 'ok' : 'failed', movedTo);
  const record: Unnumbered = Object.assign(name, facts, failure);
  const beyond = isOk ? furtherPages(planned, answer, headersWanted, context.program) : undefined;
  const wanted = pages ? readingOfPages(planned, pages) : readingOf(planned, answer, context.url, !isOk, beyond);
  const reading = wanted && withRecord(wanted, () => functionRecord(planned, answer, context));
  const held = pages ? pages.bodies : [answer.body];
  const bytes = held.reduce((sum, each) => sum + each.bytes, 0);
  if (!reading || bytes === 0) {
    // What is selected of nothing is nothing: a 204 is as good an answer as any.
    const isNull = isOk && (reading?.select ?? reading?.extract) !== undefined;
    const body = isNull ? { value: null, isCut: false, weight: 4, of: 0, bytes: 0 } : undefined;
    return { record, body, notes: [...(further?.notes ?? []), ...said, ...hidden] };
  }
  if (pages?.count === 0) {
    const { pages: _, ...plain } = reading;
    const kept = keptBody(held, { ...plain, select: undefined }, context, keptNotes);
    return { record, kept, isReferred: true, advice: readAgain };
  }
  /** A record without its body. Where pages are missing, too, that comes first. */
  const unreadRecord = ({ outcome, message, again, isUnfit = false }: UnreadBody, how: Reading): PendingRecord => {
    const words = { ...named(planned, 'failed', movedTo), ...facts, outcome, error: message + written, ...failure };
    const asItIs = isUnfit
      ? keptBody(held, { ...how, extract: undefined }, context, keptNotes)
      : keptBody(held, how, context, keptNotes);
    const advice = again === undefined ? readAgain : readWith(again);
    return { record: words, notes: [...said, ...hidden], kept: asItIs, isReferred: true, advice };
  };
  const recordOf = (read: ReadBodies): PendingRecord => {
    const readAs = read.plainBecause === undefined ? reading : { ...reading, plainBecause: read.plainBecause };
    if ('unread' in read) return unreadRecord(read.unread, readAs);
    const kept = keptBody(held, readAs, context, keptNotes);
    const { kind, value, isCut, weight, of, notes, keys } = read.shown;
    const shown: PendingRecord = {
      record,
      body: { value, isCut, weight, of, bytes },
      keys,
      notes: [...(further?.notes ?? []), ...notes, ...said, ...hidden],
      kept,
      // Only described here: its bytes are to be had by the ref.
      isReferred: kind === 'binary' && reading.as !== 'base64',
    };
    if (!keys?.isNothing) return shown;
    const nothing = { outcome: 'select_error', message: keys.missing ?? 'nothing is there', again: 'select' } as const;
    const error = { ...unreadRecord(nothing, reading), keys };
    if (failure.outcome !== undefined) return error;
    return { ...error, orNull: { ...shown, kept: { ...kept, reading: { ...reading, isAbsentNull: true } } } };
  };
  const read = readBodies(held, reading, context);
  return read instanceof Promise ? read.then(recordOf) : recordOf(read);
}

/** What makes a record a failure, with further facts of it. */
type Failure = Pick<Unnumbered, 'outcome' | 'error' | 'status' | 'kind'>;
const NO_FAILURE: Failure = {};

function factsOf(
  { status }: Answer,
  trace: RequestProgress,
  headers: Unnumbered['headers'],
  pages: Pages | undefined,
): Unnumbered {
  const facts: Unnumbered = Object.assign({ status }, tried(trace));
  if (headers) facts.headers = headers;
  if (pages?.count) facts.pages = pages.count;
  return facts;
}

/** What became of a request that looks at the same answer in the same way. */
export function recordForEqual(pending: PendingRecord, planned: PlannedRequest): PendingRecord {
  const { id: _id, vars: _vars, url: _url, final_url: finalUrl, ...record } = pending.record;
  const { orNull } = pending;
  return {
    ...pending,
    record: { ...named(planned, record.outcome === undefined ? 'ok' : 'failed', finalUrl), ...record },
    ...(orNull ? { orNull: recordForEqual(orNull, planned) } : {}),
  };
}

/** The record of a request that has no answer to show. */
export function failed(planned: PlannedRequest, error: unknown, trace: RequestProgress): Unnumbered {
  const facts = describeFailure(error, trace);
  const isUnsure = trace.sent && !isIdempotent(planned.request);
  const answered = trace.status === undefined ? '' : `; it was answered ${trace.status}`;
  const unsure = `${answered}; it had been sent and may have taken effect: look before it is sent again`;
  const words = `${facts.error ?? ''}${describePatience(trace)}${isUnsure ? unsure : describeWritten(planned, trace)}`;
  return { ...named(planned, 'failed', trace.movedTo), ...facts, error: words, ...tried(trace) };
}

/**
 * The record of a request that was not finished when the call ended.
 * @param pages what its pages have held until then
 */
export function unfinished(
  planned: PlannedRequest,
  trace: RequestProgress | undefined,
  why: EndReason,
  pages?: Pages,
): Unnumbered {
  const sent = trace?.sent ? `it had been sent (${describePhase(trace)})` : 'it had not been sent';
  const { error = '', ...end } = describeEnd(why, sent);
  return {
    ...named(planned, 'failed', (pages?.count ? pages : trace)?.movedTo),
    ...end,
    error: error + (trace ? describeWritten(planned, trace) || describeUnsure(planned, trace) : ''),
    ...(trace ? tried(trace) : {}),
  };
}

/** Says of what was sent and has no answer that sending it again may do it twice. Following pages only reads. */
function describeUnsure({ request, paginate }: PlannedRequest, { sent }: RequestProgress): string {
  return sent && !paginate && !isIdempotent(request) ? '; it may have taken effect: look before it is sent again' : '';
}

function pick(headers: ResponseHeaders, wanted: readonly string[]): Record<string, string | string[]> | undefined {
  if (wanted.length === 0) return undefined;
  const names = wanted.map((name) => name.toLowerCase()).filter((name) => !SECRET_HEADERS.has(name));
  const found = names.flatMap((name) => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return value === undefined ? [] : [[name, value] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
