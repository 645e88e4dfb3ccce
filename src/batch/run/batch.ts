import { taskGroup, type TaskGroup } from '../../concurrency/index.ts';
import type { Hold } from '../../http/pacing/hold.ts';
import type { Permits } from '../../http/pacing/host-limits.ts';
import { Holding } from '../../result/holding.ts';
import { endedDraft, readSoFar } from './ending.ts';
import { Exchanges, type Exchange, type Reply } from './exchanges.ts';
import { Lanes, type Job } from './lanes.ts';
import type { Draft, Ended } from './outcome.ts';
import { numbered } from './number.ts';
import { drafted, newTrace, perform, type Engine, type RequestContext } from './perform.ts';
import { callPermits } from './permits.ts';
import type { Run, RunOptions } from './run.ts';
import type { Plan } from '../plan/plan.ts';
import type { Slot } from './slot.ts';
import { Tree } from './tree.ts';
import { Waits } from './waits.ts';

/** The first failure under `on_error: "cancel"`: sinks the task group. Its record is kept all the same. */
export class FirstFailure extends Error {}

/** What a run sends its requests into. */
interface Within {
  readonly group: TaskGroup;
  readonly lanes: Lanes;
}

/** One call while it runs. */
export class Batch {
  readonly origins = new Set<string>();
  readonly #plan: Plan;
  readonly #engine: Engine;
  readonly #permits: Permits;
  readonly #options: RunOptions;
  readonly #tree: Tree;
  readonly #exchanges = new Exchanges();
  readonly #held: Holding;
  readonly #waits = new Waits(() => this.#report());
  readonly #endsAt: number;
  #pages = 0;
  /** Before anything of it is cut: nobody could tell half a secret. Bodies have been redacted already, URLs of redirects have not. */
  readonly #redacted = (draft: Draft): Draft => ({ ...draft, record: this.#engine.credentials.redactor.value(draft.record) });

  constructor(plan: Plan, engine: Engine, options: RunOptions) {
    this.#plan = plan;
    this.#engine = engine;
    this.#options = options;
    this.#tree = new Tree(plan, options.past);
    this.#held = new Holding(plan.call.max_tokens);
    this.#endsAt = performance.now() + plan.call.deadline_ms;
    this.#permits = callPermits(plan.call, engine.limits);
  }

  async runAll(signal: AbortSignal): Promise<void> {
    await taskGroup(
      (group) => {
        const ready = this.#tree.start();
        this.#endAtFailure();
        this.#enqueue(ready, { group, lanes: new Lanes(group, this.#permits, () => this.#waits.patience(this.#endsAt)) });
      },
      { signal },
    );
  }

  /** Equal requests wait for one exchange, or take the answer of one that is over. */
  #enqueue(slots: readonly Slot[], within: Within): void {
    const jobs = slots.flatMap((slot): Job[] => {
      const { planned } = slot;
      if (!planned) return [];
      const exchange = this.#exchanges.of(slot, planned, () => newTrace(planned, this.origins));
      const { reply } = exchange;
      if (reply) void within.group.spawn(() => this.#tell([slot], exchange, reply, within));
      if (reply || exchange.slots.length > 1) return [];
      return [{
        origin: planned.request.url.origin,
        run: async (hold) => {
          const context = this.#context(exchange, hold, within.group.signal);
          await this.#tell(exchange.slots, exchange, await perform(planned, exchange, context), within);
        },
        refused: (error) => this.#tell(exchange.slots, exchange, { error }, within),
      }];
    });
    within.lanes.add(jobs);
  }

  #context(exchange: Exchange, hold: Hold, signal: AbortSignal): RequestContext {
    return {
      engine: this.#engine,
      call: this.#plan.call,
      hold,
      signal,
      endsAt: this.#endsAt,
      onWait: (ms, why) => this.#waits.add(new URL(exchange.trace.url).origin, ms, why),
      heldBytes: () => this.#exchanges.heldBytes,
      countPage: () => {
        if (!this.#tree.count()) return false;
        this.#pages++;
        this.#report();
        return true;
      },
    };
  }

  /** Gives a reply to all that wait for it, more of whom may come meanwhile, and sends what that makes possible. */
  async #tell(slots: readonly Slot[], exchange: Exchange, reply: Reply, within: Within): Promise<void> {
    const context = { engine: this.#engine, call: this.#plan.call, signal: within.group.signal };
    const seen = new Map<string, Draft>();
    this.#exchanges.settled(exchange);
    // The list may grow during each wait; an iterator sees what is added.
    for (const slot of slots) {
      if (!slot.planned) continue;
      const { draft, yields } = await drafted(slot.planned, slot.node, exchange, reply, context, seen);
      this.#held.add(draft.body);
      this.#enqueue(this.#tree.finish(slot, this.#redacted(draft), yields), within);
      this.#report();
    }
    this.#exchanges.over(exchange, reply, this.#tree.open.length > 0);
    this.#endAtFailure();
  }

  #endAtFailure(): void {
    if (this.#tree.failed > 0 && this.#plan.call.on_error === 'cancel') throw new FirstFailure();
  }

  /** Connections that nobody uses are closed too: whoever ends a call early wants its sockets gone. */
  closeIdle(): void {
    for (const origin of this.origins) this.#engine.connections.closeIdle(origin);
  }

  /** One record per request, in input order; what was not finished is told by how the call ended. */
  async close(name: string, ended: Ended | undefined, signal: AbortSignal): Promise<Pick<Run, 'finished' | 'slots' | 'notes'>> {
    if (ended) {
      const within = { engine: this.#engine, call: this.#plan.call, signal };
      const unfinished = this.#tree.slots().flatMap((slot) => {
        const exchange = slot.draft ? undefined : this.#exchanges.with(slot);
        return exchange ? [[slot, exchange] as const] : [];
      });
      const rests = await readSoFar(new Map(unfinished), within);
      this.#tree.close((slot) => this.#redacted(endedDraft(slot, this.#exchanges.with(slot), ended, rests.get(slot))));
    }
    this.#report();
    const slots = this.#tree.slots();
    const all = slots.flatMap((slot) => {
      return slot.draft ? [{ draft: this.#shown(slot, slot.draft), exchange: this.#exchanges.with(slot) }] : [];
    });
    return { finished: numbered(all, name), slots, notes: this.#tree.notes };
  }

  /** In a second try the arguments do not say the URLs. */
  #shown({ planned }: Slot, draft: Draft): Draft {
    if (!this.#options.past || !planned || draft.record.url !== undefined) return draft;
    return { ...draft, record: { ...draft.record, url: planned.request.url.href } };
  }

  #report(): void {
    const { done, total, failed } = this.#tree;
    this.#options.onProgress?.({ done, total, failed, pages: this.#pages, waits: this.#waits.origins });
  }
}
