import { RequestFailure } from '../../request-failure.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { PageFacts } from '../../result/page-facts.ts';
import { hopTo } from '../../http/cross-origin.ts';
import { parseUrl } from '../../parse-url.ts';
import { isRecord } from '../../result/select/jmespath/values.ts';
import { SelectError } from '../../result/select/select-error.ts';
import type { Answer } from '../outcome/answer.ts';
import { linkedUrl, namedNext } from '../outcome/next-link.ts';
import { resolveUrl } from '../plan/resolve-url.ts';
import { countOn, type PageMode } from './page-mode.ts';
import { withParam } from './page-param.ts';

/** A page that says what comes next. */
interface PageSource {
  readonly answer: Pick<Answer, 'isLocal'>;
  /** Where it was found, after redirects. */
  readonly url: string;
  /** What the first page was asked for with. */
  readonly first: HttpRequest;
  /** What names the next page, for errors: `paginate.next "meta.cursor"`. */
  readonly said: string;
}

/**
 * The request for the next page, whose URL a page says. It is by way of where the page was found: what a redirect to
 * another origin has left behind does not come back.
 * @param next absolute, or relative to the page
 * @param request what the page was asked for with
 * @throws {RequestFailure} `blocked` if it must not be followed
 */
function nextByUrl(next: string, request: HttpRequest, { answer, url: from }: PageSource): HttpRequest {
  const target = parseUrl(next, from);
  const url = target ? resolveUrl(target.href, undefined, undefined) : 'not a URL';
  if (typeof url === 'string') {
    throw new RequestFailure({ outcome: 'blocked', message: `blocked: the next page is not one to follow: ${url}` });
  }
  const there = from === request.url.href ? request : hopTo(request, answer, new URL(from), request.method);
  return hopTo(there, answer, url, request.method);
}

/**
 * The request for the next page, which a page says in a header or its body: a URL, or a cursor for `param`. An object may
 * hold either; without `param` its members are parameters, as MediaWiki has them in `continue`.
 * @throws {SelectError} if it is neither
 * @throws {RequestFailure} `blocked` if it is a URL that must not be followed
 */
function nextByValue(next: unknown, param: string | undefined, request: HttpRequest, page: PageSource): HttpRequest {
  const isWrite = request.method !== 'GET';
  const found = isRecord(next) ? within(next, param) : next;
  if (Array.isArray(found) || isRecord(found)) {
    if (param !== undefined && isWrite && !('odd' in found)) return withParam(request, param, found);
    const parameters = param === undefined && !isWrite ? parametersOf(found) : undefined;
    if (parameters) return parameters.reduce((asked, [name, value]) => withParam(asked, name, value), page.first);
  }
  if (typeof found !== 'string' && typeof found !== 'number') {
    const odd = isRecord(found) && 'odd' in found ? String(found['odd']) : JSON.stringify(found).slice(0, MAX_SAID);
    throw new SelectError(`${page.said} gave ${odd}, which is neither a URL nor a cursor`);
  }
  const isUrl = typeof found === 'string' && found !== next && isRecord(next) && !(param !== undefined && param in next);
  if (param !== undefined && !isUrl) return withParam(request, param, found);
  if (typeof found !== 'string' || !/[/?:]/.test(found)) {
    const cure = isWrite ? 'its path in the JSON body' : 'its query parameter';
    throw new SelectError(
      `${page.said} gave ${JSON.stringify(found)}, which is no URL; if it is a cursor, name ${cure} in paginate.param`,
    );
  }
  return nextByUrl(besideRequest(found, page.url), request, page);
}

/** A page that may be followed. */
interface FollowedPage {
  readonly facts: PageFacts;
  /** Items of it. */
  readonly size: number;
  /** What it was asked for with. */
  readonly request: HttpRequest;
  readonly answer: Answer;
  readonly source: PageSource;
}

/**
 * The request for the page after one; undefined at the end.
 * @throws as {@link nextByValue}
 */
export function nextRequest(mode: PageMode, { facts, size, request, answer, source }: FollowedPage): HttpRequest | undefined {
  if (mode.kind === 'count') return size === 0 ? undefined : countOn(request, mode, size);
  if (mode.kind === 'link') {
    const linked = linkedUrl(answer);
    return linked === undefined ? undefined : nextByUrl(linked, request, source);
  }
  const next = mode.kind === 'header' ? namedNext(answer, mode.name) : facts.next;
  if (next === undefined || next === null || next === false || next === '') return undefined;
  if (mode.kind === 'header' && next === '0') return undefined;
  return nextByValue(next, mode.param, request, source);
}

/** Characters of a value that an error repeats. */
const MAX_SAID = 100;

/** What an object has for the next page: the value of the parameter, or a URL; else itself. */
function within(next: Record<string, unknown>, param: string | undefined): unknown {
  const own = param === undefined ? undefined : next[param];
  if (typeof own === 'string' || typeof own === 'number') return own;
  const url = ['href', 'url', 'uri', 'link']
    .map((key) => next[key])
    .find((value) => typeof value === 'string' && /[/?]/.test(value));
  return url ?? next;
}

/** Parameters that an object stands for; undefined if it has something else, too. */
function parametersOf(next: object): [string, string | number][] | undefined {
  const entries: [string, unknown][] = Array.isArray(next) ? [] : Object.entries(next);
  if (
    entries.length === 0 ||
    !entries.every(([, value]) => typeof value === 'number' || (typeof value === 'string' && !/^(?:https?:\/)?\//.test(value))) ||
    'odd' in next
  )
    return undefined;
  return entries.map(([name, value]) => [name, typeof value === 'number' ? value : String(value)]);
}

/**
 * A path as it is below the place where the request's is: Confluence names `/rest/api/content` below `/wiki`, others below
 * what a gateway puts before it, and Discourse leaves the `.json` out.
 */
function besideRequest(next: string, from: string): string {
  const text = next.trim();
  if (!text.startsWith('/') || text.startsWith('//')) return next;
  const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(text) ?? [];
  const asked = new URL(from).pathname;
  const isBelow = path.length > 1 && asked !== path && asked.endsWith(path);
  return isBelow || asked === `${path}.json` ? asked + rest : next;
}
