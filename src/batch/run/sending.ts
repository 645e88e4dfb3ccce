import type { RequestPermit } from '../../http/pacing/request-permit.ts';
import type { Asked } from '../../http/pacing/quota-names.ts';
import type { SharedRequest } from '../exchange/coalescing.ts';
import type { RequestContext } from '../exchange/context.ts';
import { perform } from '../exchange/send-request.ts';
import type { RequestReply } from '../outcome/answered.ts';
import type { PlannedRequest } from '../plan/plan-request.ts';
import type { QueuedRequest } from './origin-queues.ts';

/** What is told what has come of a request: all that wait for it. */
export type Tell = (sharedRequest: SharedRequest, reply: RequestReply) => Promise<void>;

/** A request of a call on its way from the queue to those that wait for it. */
export class Sending implements QueuedRequest {
  readonly origin: string;
  readonly #planned: PlannedRequest;
  readonly #sharedRequest: SharedRequest;
  readonly #context: RequestContext;
  readonly #tell: Tell;

  constructor(planned: PlannedRequest, sharedRequest: SharedRequest, context: RequestContext, tell: Tell) {
    this.origin = planned.request.url.origin;
    this.#planned = planned;
    this.#sharedRequest = sharedRequest;
    this.#context = context;
    this.#tell = tell;
  }

  get asked(): Asked {
    return this.#planned.request;
  }

  async run(permit: RequestPermit): Promise<void> {
    const startedAt = performance.now();
    const sharedRequest = this.#sharedRequest;
    try {
      const reply = await perform(this.#planned, sharedRequest, permit, this.#context);
      sharedRequest.ms = Math.round(performance.now() - startedAt);
      await this.#tell(sharedRequest, reply);
    } finally {
      sharedRequest.lease?.end();
    }
  }

  refused(error: unknown): Promise<void> {
    return this.#tell(this.#sharedRequest, { error });
  }
}
