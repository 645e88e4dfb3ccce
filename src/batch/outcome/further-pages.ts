import { plainKey } from '../../result/page-words.ts';
import type { FurtherPages } from '../../result/reading.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Answer } from './answer.ts';
import { headerTotals } from './header-totals.ts';
import { namedNext, readableLink } from './next-link.ts';

/** Parameters and variables that say which page: whoever names one walks by himself. Dates are named so, too. */
const POSITION =
  /^(?:(?:search|criteria|searchcriteria|pagination)?(?:current)?page(?:no|num|number|index|token|after|before|cursor|offset|info|start)?|p|pg|(?:page|sr|ret)?offset|(?:ret|pagination|page)?start|skip(?:token)?|cursor(?:mark)?|pagination(?:page|token|start|cursor)|next(?:page)?(?:token|cursor|page)|start(?:ing)?(?:after|at|index|key|cursor|row)|endingbefore|after|before|from|marker|[a-z]{0,4}continue|continuation(?:token)?|scrollid|sinceid|maxid|searchafter|exclusivestartkey)$/;
/** What such names have in common, to be found in a query at once. */
const MAY_PICK =
  /[?&](?:[\w$.-]*(?:page|offset|cursor|start|skip|before|after|from|marker|token|contin|scroll|_id|limit|size|count|first|last|max|top|rows|num|take|results)|p|pg|n)[^&=]*=|%/i;
const DATE = /^\d{4}-\d\d/;
/** Parameters that say how many. */
const SIZE =
  /^(?:(?:hits|results|items)?perpage|[a-z]{0,2}limit|page(?:size|limit|len(?:gth)?)|pagination(?:page)?size|paginationlimit|size|count|first|last|max(?:results|keys|items|records)|retmax|top|n|rows|num|take|results(?:perpage)?)$/;
/** A member of JSON, or an argument of GraphQL in it, with the beginning of its value. */
const MEMBER = /(?<![\w$])"?([a-z_][\w.$-]{0,40})"?\s*:\s*\\?"?([^\s"\\,})\]]{0,20})/gi;
/** Characters of a body in which they are looked for: what asks for a list is short. */
const MAX_LOOKED_AT = 20_000;
/** Who asks for fewer wants a few, and not all. */
const MANY = 50;
const NOTHING_KNOWN: FurtherPages = {};

/**
 * What an answer and its request say of further pages that are not asked for; undefined where pages are followed, and where
 * the caller names a page or wants a few. Where he sees the whole body, he may yet read it again by a select or program.
 * @param seen names of headers that are shown
 * @param program the call's, over all records
 */
export function furtherPages(
  { request, paginate, until, extract, row }: PlannedRequest,
  answer: Answer,
  seen: readonly string[],
  program: string | undefined,
): FurtherPages | undefined {
  if (paginate || until || (request.method !== 'GET' && request.method !== 'POST')) return undefined;
  const next = nextBy(answer, seen);
  const totals = next ? [] : headerTotals(answer).filter(({ path }) => !isSeen(path, seen));
  const isNothing = next === undefined && totals.length === 0 && program === undefined;
  if (isNothing && extract !== undefined) return undefined;
  if (isPicked(request) || Object.keys(row).some(namesPosition)) return undefined;
  if (isNothing) return NOTHING_KNOWN;
  return { ...next, ...(totals.length === 0 ? {} : { totals }), ...(program === undefined ? {} : { program }) };
}

function nextBy(answer: Answer, seen: readonly string[]): Pick<FurtherPages, 'next' | 'param'> | undefined {
  const { headers } = answer;
  if (headers['link'] !== undefined && !isSeen('link', seen) && readableLink(answer) !== undefined) return { next: 'link' };
  const isNamed = (name: string): boolean => namedNext(answer, name) !== undefined && !isSeen(name, seen);
  if (isNamed('x-next-page')) return { next: 'header:x-next-page' };
  if (!isNamed('x-ms-continuationtoken')) return undefined;
  return { next: 'header:x-ms-continuationtoken', param: 'continuationToken' };
}

function isSeen(name: string, seen: readonly string[]): boolean {
  return seen.some((each) => each.toLowerCase() === name.toLowerCase());
}

/** Whether a parameter or variable of this name says which page. */
function namesPosition(name: string): boolean {
  return POSITION.test(plainKey(name));
}

/** Whether a parameter says which page by its name and its value: dates are named so, and currencies. */
export function isPosition(name: string, value: string): boolean {
  return namesPosition(name) && !DATE.test(value) && (!/^from$/i.test(name) || /^\d*$/.test(value));
}

/** Whether a request says itself which page it wants, or that it wants a few. */
function isPicked({ url, body }: HttpRequest): boolean {
  if (body) {
    for (const [, name = '', value = ''] of body().slice(0, MAX_LOOKED_AT).matchAll(MEMBER)) if (picks(name, value)) return true;
  }
  return MAY_PICK.test(url.search) && [...url.searchParams].some(([name, value]) => picks(name, value));
}

function picks(name: string, value: string): boolean {
  return isPosition(name, value) || (SIZE.test(plainKey(name)) && value !== '' && Number(value) < MANY);
}
