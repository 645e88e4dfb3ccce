import type { SharedRequests } from '../exchange/coalescing.ts';
import type { RequestGraph } from '../schedule/request-graph.ts';
import type { OriginWaits } from './origin-waits.ts';
import type { Progress } from './run-options.ts';

/** How far a call has come, always as it is now: it is told for each request, and looked at a few times a second. */
export class CallProgress implements Progress {
  #pages = 0;
  readonly #tell: ((progress: Progress) => void) | undefined;
  readonly #graph: RequestGraph;
  readonly #sharedRequests: SharedRequests;
  readonly #waits: OriginWaits;

  /** @param tell told when there is news. Default: nobody is */
  constructor(
    graph: RequestGraph,
    sharedRequests: SharedRequests,
    waits: OriginWaits,
    tell: ((progress: Progress) => void) | undefined,
  ) {
    this.#tell = tell;
    this.#graph = graph;
    this.#sharedRequests = sharedRequests;
    this.#waits = waits;
  }

  /** Tells that there is news. */
  report(): void {
    this.#tell?.(this);
  }

  /** Counts a page beyond the first of a request. @returns whether it may be asked for */
  countPage(): boolean {
    if (!this.#graph.count()) return false;
    this.#pages++;
    this.report();
    return true;
  }

  get pages(): number {
    return this.#pages;
  }

  get done(): number {
    return this.#graph.ended.done;
  }

  get failed(): number {
    return this.#graph.ended.failed;
  }

  get total(): number {
    return this.#graph.total;
  }

  get waits(): Progress['waits'] {
    return this.#waits.origins;
  }

  get polling(): Progress['polling'] {
    return this.#sharedRequests.polling;
  }
}
