import { setImmediate } from 'node:timers/promises';

/** Milliseconds of a turn. */
const TURN_MS = 8;

/**
 * Lets a long computation in steps share its thread: others have their turn at least every 8 ms, as long as no step takes
 * longer. `if (turns.isOver) await turns.next();` between two steps costs next to nothing.
 */
export class Turns {
  #startedAt = performance.now();

  /** Whether it is time to give way. */
  get isOver(): boolean {
    return performance.now() - this.#startedAt >= TURN_MS;
  }

  /** Resolves when the others have had their turn. */
  async next(): Promise<void> {
    await setImmediate();
    this.#startedAt = performance.now();
  }
}
