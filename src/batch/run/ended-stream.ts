import type { RequestGraph } from '../schedule/request-graph.ts';
import { allInOrder } from '../schedule/input-order.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import type { RunOptions } from './run-options.ts';

/** Tells of requests as they end. */
export class EndedStream {
  readonly #graph: RequestGraph;
  readonly #onEnded: RunOptions['onEnded'];
  #places: ReadonlyMap<RequestNode, number> | undefined;

  constructor(graph: RequestGraph, onEnded: RunOptions['onEnded']) {
    this.#graph = graph;
    this.#onEnded = onEnded;
  }

  /** Tells of one, unless its outcome is not decided yet. */
  tell(node: RequestNode): void {
    if (this.#onEnded && node.pending && !node.pending.orNull) this.#onEnded({ node, i: this.#placeOf(node) });
  }

  /** Known once all requests are: values of one that is running may become requests before it. */
  #placeOf(node: RequestNode): number | undefined {
    if (this.#graph.isGrowing) return undefined;
    this.#places ??= new Map(allInOrder(this.#graph.itemNodes).map((each, i) => [each, i]));
    return this.#places.get(node);
  }
}
