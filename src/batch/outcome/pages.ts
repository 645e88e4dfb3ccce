import type { Reading } from '../../result/reading.ts';
import type { HttpRequest } from '../../http/message.ts';
import type { ValueOrigin } from '../plan/provenance.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { HeldBody } from './answer.ts';
import type { Unnumbered } from './draft.ts';

/** What a request that follows pages has got; it grows while it runs. */
export interface Pages {
  /** Of the pages that are joined; of the first one also if it could not be read. */
  readonly bodies: HeldBody[];
  /** Where they came from. */
  by: readonly ValueOrigin[];
  /** Bytes of the pages, decoded. */
  bytes: number;
  /** Pages that have been read and are joined. */
  count: number;
  /** Items of these. */
  items: number;
  /** Why it stopped though there is or may be more. */
  readonly notes: string[];
  /** What ended it; the pages before are kept. */
  failure?: Pick<Unnumbered, 'outcome' | 'kind' | 'error' | 'status'>;
  /** Of the first page. */
  contentType: string | undefined;
  url: string;
  /** Of the first page, what functions are told: see `Reading`. */
  record?: string;
  /** Where redirects of the first page have led, if there were any. */
  movedTo: string | undefined;
  /** The page that is asked for, or was last. */
  asked?: { readonly page: number; readonly url: URL };
}

/** Pages before the first has come. */
export function noPages(): Pages {
  return { bodies: [], by: [], bytes: 0, count: 0, items: 0, notes: [], contentType: undefined, url: '', movedTo: undefined };
}

/** How the joined items of pages are read. */
export function readingOfPages(
  { select, extract, paginate }: PlannedRequest,
  { contentType, url, record, failure }: Pages,
): Reading {
  return {
    contentType,
    url,
    as: 'json',
    isLenient: false,
    extract,
    select,
    pages: { items: paginate?.items, next: paginate?.next, ...(failure ? { isBrokenOff: true } : {}) },
    ...(record === undefined ? {} : { record }),
  };
}

/** Which page a request was at when it ended, for its error; empty where the record has that URL anyway. */
export function describeAsked({ asked }: Pick<Pages, 'asked'>, { url: first }: HttpRequest, movedTo: string | undefined): string {
  if (!asked || asked.url.href === first.href) return '';
  const led = movedTo === undefined ? '' : `, which redirects to ${movedTo}`;
  return `; page ${asked.page} is ${asked.url.href}${led}`;
}

/** How a record says that it has the pages which were read before it ended. */
export function keptPages(count: number): string {
  return count === 1 ? 'page 1 is kept' : `pages 1 to ${count} are kept`;
}
