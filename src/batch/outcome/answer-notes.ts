import { codingList, codingNote } from '../../http/inflate.ts';
import { SECRET_HEADERS } from '../../http/header-rules.ts';
import { headerOf, type HttpRequest, type RequestProgress, type TurnedRequest } from '../../http/message.ts';
import { FOLLOWED } from '../../http/redirect-status.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Answer } from './answer.ts';

/** Conditions of a request that an answer without a body may meet (RFC 9110 section 13.1). */
const CONDITIONS = ['if-none-match', 'if-modified-since'];
/** Characters of a URL that a note names. */
const MAX_PLACE = 200;
const NONE: readonly string[] = [];

/** What is to be said of an answer whose body is not what a reader takes it for, however it is read. */
export function answerNotes(
  planned: PlannedRequest,
  answer: Answer,
  { turned }: Pick<RequestProgress, 'turned'>,
): readonly string[] {
  const moved = answer.status < 400 && turned ? turnedNote(planned.request, turned) : undefined;
  const coding = codingNote(codingList(answer.headers));
  const notes = [bodyNote(planned, answer), moved, coding].filter((note) => note !== undefined);
  return notes.length > 0 ? notes : NONE;
}

/** What is to be said of headers that are wanted and there, and never shown. @param wanted names as the caller writes them */
export function hiddenNotes(wanted: readonly string[], { headers }: Answer): readonly string[] {
  if (wanted.length === 0) return NONE;
  const hidden = wanted
    .map((name) => name.toLowerCase())
    .filter((name) => SECRET_HEADERS.has(name) && headers[name] !== undefined);
  return hidden.map((name) => `${name} is there, and is never shown: it may be a secret`);
}

function bodyNote({ request, as, select, extract, paginate }: PlannedRequest, answer: Answer): string | undefined {
  const { status, headers } = answer;
  const isRead = as !== 'none' && request.method !== 'HEAD';
  // There are servers whose pages are parts.
  if (status === 206 && isRead && !paginate && !isAsked(request, ['range'])) {
    return `the server sent a part only (206${rangeOf(headers)}), though the request has no Range: the body is not whole`;
  }
  if (status === 200 && isRead && isPartAsked(request, answer.body.bytes)) {
    return 'the server does not heed the Range of the request (200, not 206): the body is whole';
  }
  if (status === 207) return '207 Multi-Status: parts of it may have failed';
  if (status === 304 && isRead && !isAsked(request, CONDITIONS)) {
    return '304 Not Modified brings no body, though the request has no condition: try the header "cache-control": "no-cache"';
  }
  if (FOLLOWED.has(status) && isRead) {
    return `${status} redirects and does not say where to (it has no Location): this body is not what was asked for`;
  }
  const unused = select === undefined ? extract && 'extract' : 'select';
  if (request.method === 'HEAD' && status < 400 && unused !== undefined) {
    return `${unused} was not used: HEAD brings no body; response_headers shows its headers, GET has the body`;
  }
  if (as === 'none' && status < 400 && select !== undefined) {
    return 'select was not used: "as": "none" leaves the body out; without it the body is what select gives';
  }
  return undefined;
}

/**
 * What is to be said of a write that a redirect has made a GET, where that looks as if the write itself belonged elsewhere:
 * to https, say, or to the path with a slash. Many servers answer a write that is done by a 302 to what it has made.
 */
function turnedNote({ method }: HttpRequest, { status, from, to }: TurnedRequest): string | undefined {
  const isElsewhere = status === 301 || (status === 302 && from.href !== to.href && plainPath(from) === plainPath(to));
  if (!isElsewhere) return undefined;
  const place = `${to.origin}${to.pathname}`.slice(0, MAX_PLACE);
  return `the ${method} was answered ${status}, so that ${place} was asked by GET, without the body: if nothing was done, send the ${method} there`;
}

function plainPath({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '');
}

function isAsked({ headers }: HttpRequest, names: readonly string[]): boolean {
  return names.some((name) => headers[name] !== undefined);
}

/**
 * Whether less than the body was asked for, on no condition. Of other units than bytes all there is may be a 200.
 * @param bytes of it, decoded
 */
function isPartAsked({ headers }: HttpRequest, bytes: number): boolean {
  const { range = '', 'if-range': condition } = headers;
  if (condition !== undefined || !/^\s*bytes\s*=/i.test(range)) return false;
  const [, last] = /=\s*0+-(\d*)\s*$/.exec(range) ?? [];
  return last === undefined || (last !== '' && Number(last) + 1 < bytes);
}

/** Which part it is (RFC 9110 section 14.4), in whatever unit, if the answer says so in the usual form. */
function rangeOf(headers: Answer['headers']): string {
  const range = headerOf(headers, 'content-range') ?? '';
  return /^[a-z]{1,20} \d{1,15}-\d{1,15}\/(?:\d{1,15}|\*)$/.test(range) ? `, ${range}` : '';
}
