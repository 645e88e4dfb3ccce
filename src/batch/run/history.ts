import type { Dialect } from '../args/dialect.ts';
import { InvalidCall } from '../args/problems.ts';
import type { Past, Slot } from './slot.ts';
import type { Yields } from './yields.ts';

/** What {@link argumentsOf} gives. */
type Args = Readonly<Record<string, unknown>>;

/** A call that has ended, as far as running the rest of it again needs. */
interface Remembered {
  readonly tool: Dialect['tool'];
  /** Absent where all were ok: there is nothing to run again. */
  readonly args?: Args;
  readonly past: Past;
  readonly bytes: number;
}

/** What is kept of earlier calls, in memory. */
const MAX_BATCHES = 100;
/** Of all together: arguments, and what dependents have taken or may take from the requests that were ok. */
const MAX_BYTES = 16 * 1024 * 1024;

/** The calls of this process by their names, so that what failed of one can be run again. The oldest are forgotten first. */
export class History {
  readonly #batches = new Map<string, Remembered>();
  #calls = 0;
  #bytes = 0;

  /** A name for a call that begins: `b1`, `b2` ... */
  next(): string {
    return `b${++this.#calls}`;
  }

  /**
   * Keeps what a call has done.
   * @param slots all of it, those an earlier call has done already among them
   * @param past what that one had done
   */
  remember(name: string, tool: Dialect['tool'], args: Args, slots: readonly Slot[], past?: Past): void {
    const done = new Map(past?.done);
    const idempotencyKeys = new Map(past?.idempotencyKeys);
    let isOver = true;
    for (const { key, draft, yields, planned } of slots) {
      if (draft && draft.record.outcome === undefined) done.set(key, yields ?? new Map());
      else if (draft) isOver = false;
      const sent = planned?.request.headers['idempotency-key'];
      if (sent !== undefined) idempotencyKeys.set(key, sent);
    }
    const bytes = isOver ? 0 : sizeOf(args) + sizeOf([...done]) + sizeOf([...idempotencyKeys]);
    const none = { done: new Map<string, Yields>(), idempotencyKeys: new Map<string, string>() };
    this.#batches.set(name, isOver ? { tool, past: none, bytes } : { tool, args, past: { done, idempotencyKeys }, bytes });
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
  again(args: Args, { tool }: Dialect): { readonly args: Args; readonly past: Past } {
    const { retry_of: name, ...others } = args;
    const batch = typeof name === 'string' ? this.#batches.get(name.trim().toLowerCase()) : undefined;
    if (!batch) throw new InvalidCall([`retry_of: ${this.#unknown(name)}`]);
    if (others['requests'] !== undefined) throw new InvalidCall(['retry_of: takes the place of requests; leave one of the two out']);
    if (!batch.args) throw new InvalidCall([`retry_of: every request of ${String(name)} was ok; there is nothing to run again`]);
    if (batch.tool !== tool) throw new InvalidCall([`retry_of: ${String(name)} was a call of ${batch.tool}; call that tool with it`]);
    return { args: { ...batch.args, ...others }, past: batch.past };
  }

  #unknown(name: unknown): string {
    const known = [...this.#batches.keys()].slice(-5).join(', ');
    const there = known ? `the latest are ${known}` : 'there is none yet';
    return `no batch ${JSON.stringify(name)?.slice(0, 50)} is known (any more); ${there}, by summary.batch`;
  }
}

/** Bytes that a value takes in memory, about. Without recursion: arguments may be nested deeper than the stack is high. */
function sizeOf(value: unknown): number {
  let bytes = 0;
  const open = [value];
  while (open.length > 0) {
    const each = open.pop();
    bytes += 16;
    if (typeof each === 'string') bytes += each.length * 2;
    else if (each instanceof Map) for (const entry of each) open.push(entry);
    else if (Array.isArray(each)) for (const item of each) open.push(item);
    else if (typeof each === 'object' && each !== null) for (const entry of Object.entries(each)) open.push(entry);
  }
  return bytes;
}
