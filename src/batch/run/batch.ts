import { taskGroup, type TaskGroup } from '../../concurrency/index.ts';
import type { RequestPermit } from '../../http/pacing/request-permit.ts';
import type { Permits } from '../../http/pacing/host-limits.ts';
import { closeEarly } from './unfinished.ts';
import { SharedRequests, type SharedRequest } from '../exchange/coalescing.ts';
import { keptRequest, readAgain, type KeptRequest } from '../exchange/read-again.ts';
import { noteTraces, sentAgain } from '../exchange/traces.ts';
import type { RequestReply } from '../outcome/answered.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import { OriginQueues, type QueuedRequest } from './origin-queues.ts';
import type { EndReason } from '../outcome/describe-failure.ts';
import { HeldShares } from '../outcome/held-shares.ts';
import { newProgress, perform } from '../exchange/send-request.ts';
import { endCall, type EndedCall } from './ended-requests.ts';
import { callPermits } from './call-permits.ts';
import type { Plan } from '../plan/plan.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { RequestGraph } from '../schedule/request-graph.ts';
import { OriginWaits } from './origin-waits.ts';
import type { Engine } from '../engine.ts';
import type { ReadingContext, RequestContext } from '../exchange/context.ts';
import { redactPending } from './redact-pending.ts';
import { EndedStream } from './ended-stream.ts';
import { toPendingRecord } from '../exchange/answer.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { FirstFailure, type Run, type RunOptions } from './run-options.ts';

/** What a run sends its requests into. */
interface Within {
  readonly group: TaskGroup;
  readonly queues: OriginQueues;
}

/** One call while it runs. */
export class Batch {
  readonly origins = new Set<string>();
  /** When the call ends at the latest, on the clock of `performance.now()`. */
  readonly endsAt: number;
  readonly #plan: Plan;
  readonly #engine: Engine;
  readonly #permits: Permits;
  readonly #options: RunOptions;
  readonly #graph: RequestGraph;
  readonly #sharedRequests = new SharedRequests();
  readonly #heldShares: HeldShares;
  readonly #waits = new OriginWaits(() => this.#report());
  readonly #ended: EndedStream;
  #pages = 0;

  constructor(plan: Plan, engine: Engine, options: RunOptions) {
    this.#plan = plan;
    this.#engine = engine;
    this.#options = options;
    this.#graph = new RequestGraph(plan, options.earlier);
    this.#ended = new EndedStream(this.#graph, options.onEnded);
    this.#heldShares = new HeldShares(plan.call.max_tokens);
    this.endsAt = performance.now() + plan.call.deadline_ms;
    this.#permits = callPermits(plan.call, engine.limits);
  }

  async runAll(signal: AbortSignal): Promise<void> {
    await taskGroup(
      async (group) => {
        const ready = await this.#graph.start();
        this.#endAtFailure();
        this.#enqueue(ready, {
          group,
          queues: new OriginQueues(group, this.#permits, (onStepAside) => this.#waits.waitLimit(this.endsAt, onStepAside)),
        });
      },
      { signal },
    );
  }

  /** Equal requests wait for one exchange, or take the answer of one that is over. What is kept of an earlier call is not sent. */
  #enqueue(nodes: readonly RequestNode[], within: Within): void {
    const jobs = nodes.flatMap((node): QueuedRequest[] => {
      const { planned } = node;
      if (!planned) return [];
      const kept = keptRequest(node, this.#engine.results.bodies);
      if (kept) void within.group.spawn(() => this.#readAgain(kept, within));
      if (kept) return [];
      const sharedRequest = this.#sharedRequests.of(node, planned, () => newProgress(planned, this.origins, this.#options));
      const { reply } = sharedRequest;
      if (reply) void within.group.spawn(() => this.#tell([node], sharedRequest, reply, within));
      if (reply || sharedRequest.nodes.length > 1) return [];
      return [
        {
          origin: planned.request.url.origin,
          asked: planned.request,
          run: async (permit) => {
            const context = this.#context(sharedRequest, permit, within.group.signal);
            const startedAt = performance.now();
            const came = await perform(planned, sharedRequest, context);
            sharedRequest.ms = Math.round(performance.now() - startedAt);
            await this.#tell(sharedRequest.nodes, sharedRequest, came, within);
          },
          refused: (error) => this.#tell(sharedRequest.nodes, sharedRequest, { error }, within),
        },
      ];
    });
    within.queues.add(jobs);
  }

  #reading(signal: AbortSignal): ReadingContext {
    const { call } = this.#plan;
    const keepsAll = call.js !== undefined || this.#options.keepsAll === true;
    return { engine: this.#engine, call, owner: this, signal, keepsAll };
  }

  #context(sharedRequest: SharedRequest, permit: RequestPermit, signal: AbortSignal): RequestContext {
    return {
      ...this.#reading(signal),
      permit,
      endsAt: this.endsAt,
      traceContext: this.#options.traceContext,
      onWait: (ms, why) => this.#waits.add(new URL(sharedRequest.trace.url).origin, ms, why),
      onSeen: () => this.#report(),
      countPage: () => {
        if (!this.#graph.count()) return false;
        this.#pages++;
        this.#report();
        return true;
      },
    };
  }

  /** Gives a reply to all that wait for it, more of whom may come meanwhile, and sends what that makes possible. */
  async #tell(nodes: readonly RequestNode[], sharedRequest: SharedRequest, reply: RequestReply, within: Within): Promise<void> {
    const context = this.#reading(within.group.signal);
    const seen = new Map<string, PendingRecord>();
    this.#sharedRequests.settled(sharedRequest);
    // More may join during each wait: they are told in the next round.
    for (let from = 0; from < nodes.length;) {
      const round = nodes.slice(from);
      from = nodes.length;
      for (const node of round) {
        if (!node.planned) continue;
        const { pending, extracted } = await toPendingRecord(node.planned, node.itemNode, sharedRequest, reply, context, seen);
        if (pending.record.outcome !== undefined) noteTraces(node, sharedRequest, reply);
        await this.#finish(node, sentAgain(node, pending), extracted, within);
      }
    }
    this.#sharedRequests.over(sharedRequest, reply, this.#graph.open.length > 0);
    this.#endAtFailure();
  }

  async #readAgain(kept: KeptRequest, within: Within): Promise<void> {
    const { pending, extracted } = await readAgain(kept, this.#options.earlier, this.#reading(within.group.signal));
    kept.node.answered = kept.answered;
    await this.#finish(kept.node, pending, extracted, within);
    this.#endAtFailure();
  }

  async #finish(node: RequestNode, pending: PendingRecord, extracted: ExtractedValues, within: Within): Promise<void> {
    this.#heldShares.add((pending.orNull ?? pending).body);
    const possible = await this.#graph.finish(node, redactPending(pending, this.#engine.credentials.redactor), extracted);
    this.#ended.tell(node);
    this.#enqueue(possible, within);
    this.#report();
  }

  #endAtFailure(): void {
    if (this.#graph.ended.failed > 0 && this.#plan.call.on_error === 'cancel') throw new FirstFailure();
  }

  /** One record per request, in the order of their indexes; what was not finished is told by how the call ended. */
  async close(name: string, ended: EndReason | undefined, signal: AbortSignal): Promise<EndedCall & Pick<Run, 'notes'>> {
    if (ended) await closeEarly(this.#graph, this.#sharedRequests, ended, this.#reading(signal));
    this.#report();
    const call = endCall(name, this.#graph.nodes(), this.#sharedRequests, this.#options);
    return { ...call, notes: [...this.#graph.notes, ...this.#waits.notes()] };
  }

  #report(): void {
    const { total, ended } = this.#graph;
    const { polling } = this.#sharedRequests;
    this.#options.onProgress?.({ ...ended, total, pages: this.#pages, waits: this.#waits.origins, polling });
  }
}
