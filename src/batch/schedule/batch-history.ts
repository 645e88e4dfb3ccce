import type { RequestSchemas } from '../args/request-schemas.ts';
import { InvalidCall } from '../args/problems.ts';
import type { EarlierRun, RequestNode } from './request-node.ts';
import type { ExtractedValues } from '../outcome/extracted-values.ts';
import { sizeOf } from './size-of.ts';

/** What {@link argumentsOf} gives. */
type Args = Readonly<Record<string, unknown>>;

/** A call that has ended, as far as running the rest of it again needs. */
interface Remembered {
  readonly tool: RequestSchemas['tool'];
  /** Absent where all were ok: there is nothing to run again. */
  readonly args?: Args;
  readonly earlier: EarlierRun;
  readonly bytes: number;
}

/** What is kept of earlier calls, in memory. */
const MAX_BATCHES = 100;
/** Of all together: arguments, and what dependents have taken or may take from the requests that were ok. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The calls of this process by their names, so that what failed of one can be run again. The oldest are forgotten first. */
export class History {
  readonly #batches = new Map<string, Remembered>();
  #bytes = 0;

  /**
   * Keeps what a call has done.
   * @param nodes all of it, those an earlier call has done already among them
   * @param earlier what that one had done
   */
  remember(name: string, tool: RequestSchemas['tool'], args: Args, nodes: readonly RequestNode[], earlier?: EarlierRun): void {
    const done = new Map(earlier?.done);
    const idempotencyKeys = new Map(earlier?.idempotencyKeys);
    let isOver = true;
    for (const { key, pending, extracted, planned } of nodes) {
      if (pending && pending.record.outcome === undefined) done.set(key, extracted ?? new Map());
      else if (pending) isOver = false;
      const sent = planned?.request.headers['idempotency-key'];
      if (sent !== undefined) idempotencyKeys.set(key, sent);
    }
    const bytes = isOver ? 0 : sizeOf(args) + sizeOf([...done]) + sizeOf([...idempotencyKeys]);
    const none = { done: new Map<string, ExtractedValues>(), idempotencyKeys: new Map<string, string>() };
    this.#batches.set(name, isOver ? { tool, earlier: none, bytes } : { tool, args, earlier: { done, idempotencyKeys }, bytes });
    this.#bytes += bytes;
    for (const [oldest, { bytes: freed }] of this.#batches) {
      if (this.#batches.size <= MAX_BATCHES && this.#bytes <= MAX_BYTES) break;
      this.#batches.delete(oldest);
      this.#bytes -= freed;
    }
  }

  /**
   * The arguments of a call that runs the rest of an earlier one: those of that one, or what is given now in their place.
   * @throws {InvalidCall} if there is nothing to run again, or this tool must not
   */
  again(args: Args, { tool }: RequestSchemas): { readonly args: Args; readonly earlier: EarlierRun } {
    const { retry_of: name, ...others } = args;
    const batch = typeof name === 'string' ? this.#batches.get(name.trim().toLowerCase()) : undefined;
    if (!batch) throw refusal(this.#unknown(name));
    if (others['requests'] !== undefined) throw refusal('takes the place of requests; leave one of the two out');
    if (!batch.args) throw refusal(`every request of ${String(name)} was ok; there is nothing to run again`);
    if (batch.tool !== tool) throw refusal(`${String(name)} was a call of ${batch.tool}; call that tool with it`);
    return { args: { ...batch.args, ...others }, earlier: batch.earlier };
  }

  #unknown(name: unknown): string {
    const known = [...this.#batches.keys()].slice(-5).join(', ');
    const there = known ? `the latest are ${known}` : 'there is none yet';
    return `no batch ${JSON.stringify(name)?.slice(0, 50)} is known (any more); ${there}, by summary.batch`;
  }
}

function refusal(message: string): InvalidCall {
  return new InvalidCall([{ path: 'retry_of', message }]);
}
