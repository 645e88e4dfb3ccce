import type { HttpRequest, HttpResponse, Trace } from '../../http/message.ts';
import { isSafe } from '../../http/methods.ts';
import type { Pages } from './paginate.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { Slot } from './slot.ts';

/** What came back for a request. */
export type Reply = { readonly response: HttpResponse; readonly pages?: Pages } | { readonly error: unknown };

/** One request on the wire, for one or more requests of a call that are equal. */
export interface Exchange {
  readonly trace: Trace;
  /** Those that wait for it; the first is the one that is sent. */
  readonly slots: Slot[];
  /** The same for equal requests; absent for those that are never shared. */
  readonly key: string | undefined;
  /** Whether the body is wanted, or status and headers are enough. */
  readonly wantsBody: boolean;
  /** What its pages have held so far; let go when all have been told. */
  pages: Pages | undefined;
  /** Kept for equals that may still come, if there is room. */
  reply?: Reply;
}

/** Bytes of answers that one call keeps for equal requests that may still come. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** The exchanges of a call, so that equal requests share one: GET and HEAD with the same URL and headers. */
export class Exchanges {
  readonly #byRequest = new Map<string, Exchange>();
  readonly #bySlot = new Map<Slot, Exchange>();
  #kept = 0;

  /** The exchange of a request: a new one, or an equal request's. */
  of(slot: Slot, planned: PlannedRequest, newTrace: () => Trace): Exchange {
    const wantsBody = planned.as !== 'none' || slot.node.dependents.length > 0;
    const key = keyOf(planned, wantsBody);
    const known = key === undefined ? undefined : this.#byRequest.get(key);
    if (known) {
      if (!known.reply) known.slots.push(slot);
      this.#bySlot.set(slot, known);
      return known;
    }
    const pages = planned.paginate ? { items: [], by: [], bytes: 0, count: 0 } : undefined;
    const made: Exchange = { trace: newTrace(), slots: [slot], key, wantsBody, pages };
    this.#bySlot.set(slot, made);
    if (key !== undefined) this.#byRequest.set(key, made);
    return made;
  }

  /** The exchange that a request has had a part in. */
  with(slot: Slot): Exchange | undefined {
    return this.#bySlot.get(slot);
  }

  /** Bytes of the pages that are held until all of a request's have come. */
  get heldBytes(): number {
    return [...new Set(this.#bySlot.values())].reduce((sum, { pages }) => sum + (pages?.bytes ?? 0), 0);
  }

  /** A request has been answered, or not. What was so before one that may have changed something is given to nobody. */
  settled({ slots: [first] }: Exchange): void {
    if (first?.planned && !isSafe(first.planned.request.method)) this.#byRequest.clear();
  }

  /**
   * An exchange is over, and all that waited for it have been told.
   * @param isGrowing whether equal requests may still come; then its answer is kept, if there is room
   */
  over(exchange: Exchange, reply: Reply, isGrowing: boolean): void {
    const { key } = exchange;
    exchange.pages = undefined;
    const bytes = 'error' in reply ? 0 : (reply.pages?.bytes ?? reply.response.body.length);
    // What was so before something changed is given to nobody any more, and not kept either.
    if (key === undefined || exchange.reply === reply || this.#byRequest.get(key) !== exchange) return;
    if (isGrowing && this.#kept + bytes <= KEPT_BYTES) {
      this.#kept += bytes;
      exchange.reply = reply;
    } else {
      this.#byRequest.delete(key);
    }
  }
}

function keyOf({ request, paginate, timeoutMs }: PlannedRequest, wantsBody: boolean): string | undefined {
  const { method, url, headers, ledBy } = request;
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const pages = paginate ? JSON.stringify(paginate) : '';
  return `${method} ${url.href}\n${headersKey(headers)}\n${ledBy} ${wantsBody} ${timeoutMs} ${pages}`;
}

const headersKeys = new WeakMap<HttpRequest['headers'], string>();

/** Requests without headers of their own share one value. */
function headersKey(headers: HttpRequest['headers']): string {
  let key = headersKeys.get(headers);
  if (key === undefined) {
    key = JSON.stringify(Object.entries(headers).toSorted(([a], [b]) => (a < b ? -1 : 1)));
    headersKeys.set(headers, key);
  }
  return key;
}
