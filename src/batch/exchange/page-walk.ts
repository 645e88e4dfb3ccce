import { type HttpRequest, type RequestProgress, headerOf } from '../../http/message.ts';
import { JoinedNotes } from '../../result/joined-notes.ts';
import type { PageFacts } from '../../result/page-facts.ts';
import { SelectError } from '../../result/select/select-error.ts';
import type { Paginate } from '../args/schema.ts';
import type { Answer } from '../outcome/answer.ts';
import type { Pages } from '../outcome/pages.ts';
import type { BodyContext } from '../outcome/read-body.ts';
import { functionRecord } from '../outcome/function-record.ts';
import { isFunction } from '../../result/run-function.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import { uniqueOrigins } from '../plan/provenance.ts';
import { linkedUrl } from '../outcome/next-link.ts';
import { nextByUrl, nextByValue } from './next-page.ts';
import { countOf, countOn, firstRequest, parsePageMode, settleMode, type PageMode } from './page-mode.ts';
import { endNotes, isTotalReached, startNotes, wholeNotes } from './page-notes.ts';
import { readPage } from './read-page.ts';
import { RepeatedPages } from './repeated-pages.ts';

export interface PageOptions {
  readonly planned: PlannedRequest;
  readonly paginate: Paginate;
  /** What is extracted from each page. */
  readonly extract?: unknown;
  readonly trace: RequestProgress;
  /** Cap of all pages together, decoded. */
  readonly maxBytes: number;
  readonly context: BodyContext;
  /** Sends the request of one page. @throws as `send` does */
  send(request: HttpRequest): Promise<Answer>;
  /** Counts a page beyond the first. @returns whether it may be asked for */
  count(): boolean;
}

/** The way from page to page. */
export class PageWalk {
  /** The one that is asked for, counted from 1. */
  page = 1;
  readonly #pages: Pages;
  readonly #options: PageOptions;
  readonly #seen = new Map<string, number>();
  #mode: PageMode;
  /** The first page, once there is a second one. */
  #before: PageFacts | undefined;
  readonly #repeated = new RepeatedPages();
  /** Whether it begins with page 1 because nobody says otherwise. */
  #isFirstAssumed = false;
  #hasFoundNext = false;
  readonly #saidOfNext = new JoinedNotes();

  constructor(pages: Pages, options: PageOptions) {
    this.#pages = pages;
    this.#options = options;
    this.#mode = parsePageMode(options.paginate);
  }

  first(request: HttpRequest): HttpRequest {
    const first = firstRequest(request, this.#mode);
    this.#isFirstAssumed = first !== request && this.#options.paginate.start === undefined;
    return first;
  }

  /** Takes a page. @returns the request for the next one, if it is to be followed */
  async read(answer: Answer, request: HttpRequest): Promise<HttpRequest | undefined> {
    const pages = this.#pages;
    const { trace, paginate, extract, context } = this.#options;
    this.#seen.set(requestKey(request), this.page);
    const type = headerOf(answer.headers, 'content-type');
    const record = this.#recordOf(answer);
    const facts = await readPage(answer.body, type, { paginate, extract }, this.#mode, context, trace.url, record);
    if (this.page === 1) {
      this.#mode = settleMode(this.#mode, facts);
      pages.contentType = type;
      if (record !== undefined) pages.record = record;
      if (facts.noItems !== undefined) {
        pages.bodies.push(answer.body);
        throw new SelectError(facts.noItems);
      }
    }
    const count = this.#mode.kind === 'count' ? countOf(request, this.#mode) : this.page;
    const last = { answer, facts, page: this.page, count };
    this.#saidOfNext.add(facts.notes);
    const lack = this.#lackOf(facts);
    const end = this.#before && this.#mode.kind === 'count' ? this.#endOfCounting(facts, this.#before, lack) : undefined;
    if (end) {
      return this.#end(end.note === undefined ? endNotes(this.#mode, pages, last, true) : [end.note], facts);
    }
    if (lack !== undefined) pages.notes.push(`page ${this.page} has no items: it is ${lack}`);
    this.#join(answer, facts, lack !== undefined);
    const next = isTotalReached(facts, this.#mode, pages, count) ? undefined : this.#next(answer, request, facts);
    const stop = next ? this.#stop(next) : undefined;
    if (next && stop === undefined) {
      this.page++;
      this.#before ??= facts;
      return next;
    }
    return this.#end(stop === undefined ? endNotes(this.#mode, pages, last, this.#hasFoundNext) : [stop], facts);
  }

  /** Notes what is to be said of the pages, now that there are no more. */
  #end(notes: readonly string[], facts: PageFacts): undefined {
    const { planned } = this.#options;
    const first = this.#before ?? facts;
    const ofFirst = [...startNotes(this.#isFirstAssumed, first), ...wholeNotes(planned, first, this.#pages.count)];
    this.#pages.notes.push(...notes, ...this.#repeated.notes(), ...ofFirst, ...this.#saidOfNext.list());
  }

  #recordOf(answer: Answer): string | undefined {
    const { planned, paginate, context, trace } = this.#options;
    const expressions = [planned.select, paginate.next, paginate.items];
    return expressions.some(isFunction) ? functionRecord(planned, answer, { ...context, url: trace.url }) : undefined;
  }

  /** What a page is that does not have the items which the first one had. */
  #lackOf({ noItems, isList, count, shape }: PageFacts): string | undefined {
    if (!this.#before) return undefined;
    return noItems !== undefined || (this.#before.isList && !isList && count > 0) ? shape : undefined;
  }

  /** Whether a page is one after the last where pages are counted, and what the reader should know of it. */
  #endOfCounting(facts: PageFacts, first: PageFacts, lack: string | undefined): { readonly note?: string } | undefined {
    const ended = `ended before page ${this.page}`;
    if (lack !== undefined) return { note: `${ended}, which has no items: it is ${lack}` };
    if (facts.count === 0) return {};
    if (this.#repeated.before(facts) !== this.page - 1 || first.count === 0) return undefined;
    return {
      note: `${ended}, which equals page ${this.page - 1}; is "${this.#options.paginate.param ?? this.#options.paginate.next}" its parameter?`,
    };
  }

  #join({ body, isLocal }: Answer, facts: PageFacts, isLacking: boolean): void {
    const pages = this.#pages;
    // A page that is something else is no item itself.
    if (!isLacking || this.#options.paginate.items !== undefined) pages.bodies.push(body);
    pages.bytes += body.bytes;
    pages.count++;
    pages.items += isLacking ? 0 : facts.count;
    if (!isLacking) this.#repeated.add(this.page, facts);
    pages.by = uniqueOrigins([...pages.by, { origin: new URL(this.#options.trace.url).origin, isLocal }]);
  }

  #next(answer: Answer, request: HttpRequest, facts: PageFacts): HttpRequest | undefined {
    const mode = this.#mode;
    const source = { answer, url: this.#options.trace.url, said: `paginate.next "${this.#options.paginate.next}"` };
    if (mode.kind === 'count') return facts.count === 0 ? undefined : countOn(request, mode, facts.count);
    if (mode.kind === 'link') {
      const linked = linkedUrl(answer);
      return linked === undefined ? undefined : nextByUrl(linked, request, source);
    }
    const next = mode.kind === 'header' ? headerOf(answer.headers, mode.name)?.trim() : facts.next;
    if (next === undefined || next === null || next === false || next === '') return undefined;
    if (mode.kind === 'header' && next === '0') return undefined;
    this.#hasFoundNext = true;
    return nextByValue(next, mode.param, request, source);
  }

  /** Why the next page is not asked for, though there is one. */
  #stop(next: HttpRequest): string | undefined {
    const { paginate, maxBytes } = this.#options;
    const known = this.#seen.get(requestKey(next));
    const stopped = `stopped after page ${this.page}`;
    if (known !== undefined) return `${stopped}: it names page ${known} again as the next`;
    if (this.page >= paginate.max_pages) return `stopped at max_pages ${this.page}, and there are more`;
    if (this.#pages.bytes >= maxBytes) return `${stopped}: with it the pages reach ${maxBytes} bytes (--max-response-bytes)`;
    return this.#options.count() ? undefined : `${stopped}: no more requests are left in this call (--max-requests)`;
  }
}

function requestKey({ url, body }: HttpRequest): string {
  return `${url.href}\n${body?.() ?? ''}`;
}
