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
import { headerTotals } from '../outcome/header-totals.ts';
import { endBefore, lackOf, requestKey, sizeOf } from './page-end.ts';
import { nextRequest } from './next-page.ts';
import { countOf, firstRequest, parsePageMode, settleMode, type PageMode } from './page-mode.ts';
import { beyondNotes, emptyNotes, endNotes, isTotalReached, startNotes, wholeNotes, type LastPage } from './page-notes.ts';
import { withPageKey } from './page-param.ts';
import { PageSigns } from './page-signs.ts';
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
  readonly #signs = new PageSigns();
  #first: HttpRequest | undefined;
  /** The page that was read last. */
  #last: LastPage | undefined;
  /** Whether it begins with page 1 because nobody says otherwise. */
  #isFirstAssumed = false;
  #hasFoundNext = false;
  /** Items of the pages that are joined, of whole ones those in their lists. */
  #items = 0;
  readonly #saidOfNext = new JoinedNotes();

  constructor(pages: Pages, options: PageOptions) {
    this.#pages = pages;
    this.#options = options;
    this.#mode = parsePageMode(options.paginate);
  }

  first(request: HttpRequest): HttpRequest {
    const first = firstRequest(request, this.#mode);
    this.#isFirstAssumed = first !== request && this.#options.paginate.start === undefined;
    this.#first = first;
    return first;
  }

  /** Takes a page. @returns the request for the next one, if it is to be followed */
  async read(answer: Answer, request: HttpRequest): Promise<HttpRequest | undefined> {
    const pages = this.#pages;
    this.#seen.set(requestKey(request), this.page);
    const facts = await this.#factsOf(answer);
    if (this.page === 1) this.#mode = settleMode(this.#mode, facts);
    const count = this.#mode.kind === 'count' ? countOf(request, this.#mode) : this.page;
    const size = sizeOf(facts, this.#before ?? facts);
    const last = { answer, facts, page: this.page, count, size, items: this.#items + size };
    this.#saidOfNext.add(facts.notes);
    const lack = this.#before && lackOf(facts, this.#before);
    const isAgain = this.#before !== undefined && this.#before.count > 0 && this.#repeated.before(facts) === this.page - 1;
    const end = this.#before && endBefore(this.#mode, last, { lack, before: isAgain ? this.#last : undefined });
    if (end) return this.#end(end.note === undefined ? emptyNotes(this.#mode, pages, last, this.#last) : [end.note], facts);
    if (lack !== undefined) pages.notes.push(`page ${this.page} has no items: it is ${lack}`);
    this.#join(answer, facts, lack !== undefined);
    this.#items += lack === undefined ? size : 0;
    const isSaid = this.#signs.add(last) && this.#mode.kind === 'count';
    const isOver = isSaid || isTotalReached(this.#mode, last);
    const named = isOver ? undefined : this.#next(answer, request, facts, size);
    // Cursors of a list that may grow lead to where one is.
    const isHere = named !== undefined && this.#seen.get(requestKey(named)) === this.page && (size === 0 || facts.saysLast);
    const next = isHere ? undefined : named;
    const stop = next ? this.#stop(next) : undefined;
    this.#last = last;
    if (next && stop === undefined) {
      this.page++;
      this.#before ??= facts;
      return withPageKey(next, this.#options.planned, this.page);
    }
    return this.#end(stop === undefined ? endNotes(this.#mode, pages, last, this.#hasFoundNext) : [stop], facts);
  }

  /**
   * Whether an error in the place of a page says that the one before was the last; then what is to be said is noted.
   * @param said the error, in words
   */
  endsWith(status: number, said: string): boolean {
    const last = this.#last;
    const beyond = this.#mode.kind === 'count' ? this.#signs.isBeyond(status) : undefined;
    if (!last || !beyond) return false;
    const notes = beyondNotes(this.#mode, this.#pages, last, beyond === 'likely' ? said : undefined);
    return notes !== undefined && this.#end(notes, last.facts) === undefined;
  }

  async #factsOf(answer: Answer): Promise<PageFacts> {
    const pages = this.#pages;
    const { trace, paginate, extract, context } = this.#options;
    const type = headerOf(answer.headers, 'content-type');
    const record = this.#recordOf(answer);
    const read = await readPage(answer.body, type, { paginate, extract }, this.#mode, context, trace.url, record);
    const facts = { ...read, hints: [...read.hints, ...headerTotals(answer)] };
    if (this.page > 1) return facts;
    pages.contentType = type;
    if (record !== undefined) pages.record = record;
    if (facts.noItems !== undefined) {
      pages.bodies.push(answer.body);
      throw new SelectError(facts.noItems);
    }
    return facts;
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

  #next(answer: Answer, request: HttpRequest, facts: PageFacts, size: number): HttpRequest | undefined {
    const { trace, paginate } = this.#options;
    const source = { answer, url: trace.url, first: this.#first ?? request, said: `paginate.next "${paginate.next}"` };
    const next = nextRequest(this.#mode, { facts, size, request, source, answer });
    this.#hasFoundNext ||= next !== undefined && this.#mode.kind !== 'count';
    return next;
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
