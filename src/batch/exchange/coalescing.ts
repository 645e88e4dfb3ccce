import type { BodyLease } from '../../http/byte-budget.ts';
import type { RequestProgress } from '../../http/message.ts';
import { isSafe } from '../../http/methods.ts';
import { LikeRequests } from './like-requests.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import type { AnsweredRequest, RequestReply } from '../outcome/answered.ts';
import { noPages, type Pages } from '../outcome/pages.ts';
import { newPoll, type Poll } from '../outcome/poll.ts';

/** One request on the wire, for one or more requests of a call that are equal. */
export interface SharedRequest {
  readonly trace: RequestProgress;
  /** Those that wait for it; the first is the one that is sent. */
  readonly nodes: RequestNode[];
  /** Requests that are equal but for the URL, by URL; absent for those that are never shared. */
  readonly likes: Map<string, SharedRequest> | undefined;
  /** Whether the body is wanted, or status and headers are enough. */
  readonly wantsBody: boolean;
  /** What its pages have held so far; let go when all have been told. */
  pages: Pages | undefined;
  /** What it has seen so far, if it is asked again until something holds. */
  readonly poll: Poll | undefined;
  /** What it has of the memory for bodies, once it has been sent; given back when all have been told. */
  lease: BodyLease | undefined;
  /** Milliseconds that it has taken, once it is over. */
  ms: number | undefined;
  /** What keeps it from being sent again by a later call; looked for when one of its records is a failure. */
  answered: AnsweredRequest | undefined;
  /** What has come and is being read, while those that waited for it are told. */
  arrived: RequestReply | undefined;
  /** Kept for equals that may still come, if there is room. */
  reply: RequestReply | undefined;
}

/** Bytes of answers that one call keeps for equal requests that may still come. */
const KEPT_BYTES = 8 * 1024 * 1024;

/** The exchanges of a call, so that equal requests share one: GET and HEAD with the same URL and headers. */
export class SharedRequests {
  readonly #likes = new LikeRequests<SharedRequest>();
  readonly #byNode = new Map<RequestNode, SharedRequest>();
  readonly #polling = new Set<SharedRequest>();
  #kept = 0;

  /** The exchange of a request: a new one, or an equal request's. */
  of(node: RequestNode, planned: PlannedRequest, newProgress: () => RequestProgress): SharedRequest {
    const wantsBody = planned.as !== 'none' || planned.until !== undefined || node.itemNode.dependents.length > 0;
    this.#parted(planned);
    const likes = isShareable(planned) ? this.#likes.of(planned, wantsBody) : undefined;
    const { href } = planned.request.url;
    const known = likes?.get(href);
    if (known) {
      if (!known.reply) known.nodes.push(node);
      this.#byNode.set(node, known);
      return known;
    }
    const pages = planned.paginate ? noPages() : undefined;
    const poll = planned.until && newPoll(planned.until);
    // With all members that it will have: those that come later take more room.
    const later = { lease: undefined, ms: undefined, answered: undefined, arrived: undefined, reply: undefined };
    const made: SharedRequest = { trace: newProgress(), nodes: [node], likes, wantsBody, pages, poll, ...later };
    if (poll) this.#polling.add(made);
    this.#byNode.set(node, made);
    likes?.set(href, made);
    return made;
  }

  /** The exchange that a request has had a part in. */
  with(node: RequestNode): SharedRequest | undefined {
    return this.#byNode.get(node);
  }

  /** Those that are asked again until something holds, and are not over. */
  get polling(): Iterable<SharedRequest> {
    return this.#polling;
  }

  /** A request has been answered, or not. What was so before one that may have changed something is given to nobody. */
  settled(sharedRequest: SharedRequest): void {
    const [first] = sharedRequest.nodes;
    this.#polling.delete(sharedRequest);
    if (first?.planned) this.#parted(first.planned);
  }

  /** Equal requests before and behind one that may change something are two. */
  #parted({ request }: PlannedRequest): void {
    if (!isSafe(request.method)) this.#likes.clear();
  }

  /**
   * An exchange is over, and all that waited for it have been told.
   * @param isGrowing whether equal requests may still come; then its answer is kept, if there is room
   */
  over(sharedRequest: SharedRequest, reply: RequestReply, isGrowing: boolean): void {
    const { likes, nodes } = sharedRequest;
    sharedRequest.pages = undefined;
    const href = nodes[0]?.planned?.request.url.href;
    const bytes = 'error' in reply ? 0 : inMemory(reply);
    // What was so before something changed is given to nobody any more, and not kept either.
    if (href === undefined || sharedRequest.reply === reply || likes?.get(href) !== sharedRequest) return;
    if (isGrowing && this.#kept + bytes <= KEPT_BYTES) {
      this.#kept += bytes;
      sharedRequest.reply = reply;
    } else {
      likes.delete(href);
    }
  }
}

/** Bytes of a reply that are in memory; the others wait in the store. */
function inMemory({ answer, pages }: Exclude<RequestReply, { error: unknown }>): number {
  return (pages?.bodies ?? [answer.body]).reduce((sum, { content }) => sum + (content?.length ?? 0), 0);
}

function isShareable({ request: { method }, until }: PlannedRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !until;
}
