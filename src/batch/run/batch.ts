import { taskGroup } from '../../concurrency/index.ts';
import { closeEarly } from './unfinished.ts';
import { SharedRequests, type SharedRequest } from '../exchange/coalescing.ts';
import { keptRequest, readAgain, type KeptRequest } from '../exchange/read-again.ts';
import { noteTraces, sentAgain } from '../exchange/traces.ts';
import type { RequestReply } from '../outcome/answered.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import { OriginQueues, type QueuedRequest } from './origin-queues.ts';
import type { EndReason } from '../outcome/describe-failure.ts';
import { HeldShares } from '../outcome/held-shares.ts';
import { newProgress } from '../exchange/send-request.ts';
import { endCall, type EndedCall } from './ended-requests.ts';
import { callPermits, type CallPermits } from './call-permits.ts';
import { CallProgress } from './call-progress.ts';
import { callTextNotes } from '../plan/call-text-notes.ts';
import type { Plan } from '../plan/plan.ts';
import type { RequestNode } from '../schedule/request-node.ts';
import { allInOrder, allNotes } from '../schedule/input-order.ts';
import { RequestGraph } from '../schedule/request-graph.ts';
import { OriginWaits } from './origin-waits.ts';
import { Sending } from './sending.ts';
import type { Within } from './within.ts';
import type { Engine } from '../engine.ts';
import type { ReadingContext, RequestContext } from '../exchange/context.ts';
import { redactPending } from './redact-pending.ts';
import { EndedStream } from './ended-stream.ts';
import { EqualAnswers } from './equal-answers.ts';
import { sameDestination } from './same-destination.ts';
import { toPendingRecord } from '../exchange/answer.ts';
import type { PendingRecord } from '../outcome/draft.ts';
import { FirstFailure, type Run, type RunOptions } from './run-options.ts';

/** One call while it runs. */
export class Batch {
  readonly origins = new Set<string>();
  /** When the call ends at the latest, on the clock of `performance.now()`. */
  readonly endsAt: number;
  readonly #plan: Plan;
  readonly #engine: Engine;
  readonly #permits: CallPermits;
  readonly #options: RunOptions;
  readonly #graph: RequestGraph;
  readonly #sharedRequests = new SharedRequests();
  readonly #heldShares: HeldShares;
  readonly #waits = new OriginWaits(() => this.#progress.report());
  readonly #equalAnswers = new EqualAnswers();
  readonly #ended: EndedStream;
  readonly #progress: CallProgress;

  constructor(plan: Plan, engine: Engine, options: RunOptions) {
    this.#plan = plan;
    this.#engine = engine;
    this.#options = options;
    this.#graph = new RequestGraph(plan, options.earlier);
    this.#progress = new CallProgress(this.#graph, this.#sharedRequests, this.#waits, options.onProgress);
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
        const within: Within = {
          group,
          context: this.#context(group.signal),
          queues: new OriginQueues(group, this.#permits, (onStepAside) => this.#waits.waitLimit(this.endsAt, onStepAside)),
          tell: (sharedRequest, reply) => this.#tell(sharedRequest.nodes, sharedRequest, reply, within),
        };
        this.#enqueue(ready, within);
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
      if (kept) {
        void within.group.spawn(() => this.#readAgain(kept, within));
        return [];
      }
      const sharedRequest = this.#sharedRequests.of(node, planned, () => newProgress(planned, this.origins, this.#options));
      const { reply } = sharedRequest;
      if (reply) void within.group.spawn(() => this.#tell([node], sharedRequest, reply, within));
      if (reply || sharedRequest.nodes.length > 1) return [];
      return [new Sending(planned, sharedRequest, within.context, within.tell)];
    });
    within.queues.add(jobs);
  }

  #reading(signal: AbortSignal): ReadingContext {
    const { call } = this.#plan;
    const keepsAll = call.js !== undefined || this.#options.keepsAll === true;
    return { engine: this.#engine, call, owner: this, signal, keepsAll };
  }

  #context(signal: AbortSignal): RequestContext {
    return {
      ...this.#reading(signal),
      endsAt: this.endsAt,
      traceContext: this.#options.traceContext,
      onWait: (url, ms, why) => this.#waits.add(new URL(url).origin, ms, why),
      onSeen: () => this.#progress.report(),
      countPage: () => this.#progress.countPage(),
    };
  }

  /** Gives a reply to all that wait for it, more of whom may come meanwhile, and sends what that makes possible. */
  async #tell(nodes: readonly RequestNode[], sharedRequest: SharedRequest, reply: RequestReply, within: Within): Promise<void> {
    const seen = new Map<string, PendingRecord>();
    this.#sharedRequests.settled(sharedRequest);
    sharedRequest.arrived = reply;
    if ('answer' in reply) sharedRequest.trace.phase = 'answered';
    // More may join during each wait: they are told in the next round.
    for (let from = 0; from < nodes.length;) {
      const round = nodes.slice(from);
      from = nodes.length;
      for (const node of round) {
        if (!node.planned) continue;
        this.#equalAnswers.add(node, reply);
        const told = toPendingRecord(node.planned, node.itemNode, sharedRequest, reply, within.context, seen);
        const { pending, extracted } = told instanceof Promise ? await told : told;
        if (pending.record.outcome !== undefined) noteTraces(node, sharedRequest, reply);
        const finished = this.#finish(node, sentAgain(node, pending), extracted, within);
        if (finished) await finished;
      }
    }
    sharedRequest.arrived = undefined;
    this.#sharedRequests.over(sharedRequest, reply, this.#graph.isGrowing);
    this.#endAtFailure();
  }

  async #readAgain(kept: KeptRequest, within: Within): Promise<void> {
    const { pending, extracted, isToldAgain } = await readAgain(kept, this.#options.earlier, within.context);
    kept.node.answered = kept.answered;
    kept.node.isToldAgain = isToldAgain;
    await this.#finish(kept.node, pending, extracted, within);
    this.#endAtFailure();
  }

  /** @returns once what this makes possible is known; at once if it is */
  #finish(node: RequestNode, pending: PendingRecord, extracted: ExtractedValues, within: Within): Promise<void> | undefined {
    this.#heldShares.add((pending.orNull ?? pending).body);
    const possible = this.#graph.finish(node, redactPending(pending, this.#engine.credentials.redactor), extracted);
    if (!(possible instanceof Promise)) return this.#goOn(node, possible, within);
    return possible.then((nodes) => this.#goOn(node, nodes, within));
  }

  #goOn(node: RequestNode, possible: readonly RequestNode[], within: Within): undefined {
    this.#ended.tell(node);
    if (possible.length > 0) this.#enqueue(possible, within);
    this.#progress.report();
  }

  #endAtFailure(): void {
    if (this.#graph.ended.hasNewFailure && this.#plan.call.on_error === 'cancel') throw new FirstFailure();
  }

  /** One record per request, in the order of their indexes; what was not finished is told by how the call ended. */
  async close(name: string, ended: EndReason | undefined, signal: AbortSignal): Promise<EndedCall & Pick<Run, 'notes'>> {
    if (ended) await closeEarly(this.#graph, this.#sharedRequests, ended, this.#reading(signal));
    this.#progress.report();
    const nodes = allInOrder(this.#graph.itemNodes);
    const call = endCall(name, nodes, this.#sharedRequests, this.#options);
    const ofAll = [this.#equalAnswers.notes(), sameDestination(nodes), this.#waits.notes()];
    return { ...call, notes: [callTextNotes(this.#plan, nodes), allNotes(this.#graph.itemNodes), ...ofAll].flat() };
  }
}
