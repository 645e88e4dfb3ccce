import type { FurtherPages } from '../../result/reading.ts';
import { headerOf, type HttpRequest } from '../../http/message.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Answer } from './answer.ts';
import { linkedUrl } from './next-link.ts';

/** Parameters and variables that say which page: whoever names one walks by himself. Dates are named so, too. */
const POSITION =
  /^(?:_?page|p|pg|page_?(?:no|num|number|index|token)|page\[(?:number|after|before|cursor|offset)\]|(?:page\.)?offset|_start|\$?skip|cursor|next_?(?:token|cursor|page)|start(?:ing)?_?(?:after|at|index|key|cursor)?|ending_?before|after|before|from|marker|continuation(?:_?token)?|scroll_?id|since_?id|max_?id|search_?after|exclusive_?start_?key)$/i;
/** What such names have in common, to be found in a query at once. */
const MAY_PICK =
  /[?&](?:[\w$.]*(?:page|offset|cursor|start|skip|before|after|from|marker|token|continuation|scroll|_id|limit|size|count|first|last|max|top|rows|num|take|results)|p|pg|n)[^&=]*=|%/i;
const DATE = /^\d{4}-\d\d/;
/** Parameters that say how many. */
const SIZE =
  /^(?:per_?page|_?limit|page_?size|page\[(?:size|limit)\]|_?size|_?count|first|last|max_?results|\$?top|n|rows|num|take|results(?:_?per_?page)?)$/i;
/** A member of JSON, or an argument of GraphQL in it, with the beginning of its value. */
const MEMBER = /(?<![\w$])"?([a-z_][\w.$-]{0,40})"?\s*:\s*\\?"?([^\s"\\,})\]]{0,20})/gi;
/** Characters of a body in which they are looked for: what asks for a list is short. */
const MAX_LOOKED_AT = 20_000;
/** Who asks for fewer wants a few, and not all. */
const MANY = 50;
const NOTHING_KNOWN: FurtherPages = {};

/**
 * What an answer and its request say of further pages that are not asked for; undefined where pages are followed, where the
 * caller names a page or wants a few, and where he sees all that the answer says of them.
 * @param seen names of headers that are shown
 * @param program the call's, over all records
 */
export function furtherPages(
  { request, paginate, until, select, extract, row }: PlannedRequest,
  answer: Answer,
  seen: readonly string[],
  program: string | undefined,
): FurtherPages | undefined {
  if (paginate || until || (request.method !== 'GET' && request.method !== 'POST')) return undefined;
  const next = nextBy(answer, seen);
  if (next === undefined && program === undefined && (select === undefined || extract !== undefined)) return undefined;
  if (isPicked(request) || Object.keys(row).some(namesPosition)) return undefined;
  if (next === undefined && program === undefined) return NOTHING_KNOWN;
  return { ...(next === undefined ? {} : { next }), ...(program === undefined ? {} : { program }) };
}

function nextBy(answer: Answer, seen: readonly string[]): FurtherPages['next'] {
  const link = answer.headers['link'];
  const named = headerOf(answer.headers, 'x-next-page');
  if (link !== undefined && !isIn(seen, 'link') && isLinked(answer)) return 'link';
  return named?.trim() && !isIn(seen, 'x-next-page') ? 'header:x-next-page' : undefined;
}

function isIn(seen: readonly string[], name: string): boolean {
  return seen.some((each) => each.toLowerCase() === name);
}

/** Whether the Link header names a next page, in a form that can be read. */
export function isLinked(answer: Pick<Answer, 'headers'>): boolean {
  try {
    return linkedUrl(answer) !== undefined;
  } catch {
    return false;
  }
}

/** Whether a parameter or variable of this name says which page. */
export function namesPosition(name: string): boolean {
  return POSITION.test(name);
}

/** Whether a request says itself which page it wants, or that it wants a few. */
function isPicked({ url, body }: HttpRequest): boolean {
  if (body) {
    for (const [, name = '', value = ''] of body().slice(0, MAX_LOOKED_AT).matchAll(MEMBER)) if (picks(name, value)) return true;
  }
  return MAY_PICK.test(url.search) && [...url.searchParams].some(([name, value]) => picks(name, value));
}

function picks(name: string, value: string): boolean {
  return (namesPosition(name) && !DATE.test(value)) || (SIZE.test(name) && value !== '' && Number(value) < MANY);
}
