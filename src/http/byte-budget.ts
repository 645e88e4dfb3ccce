import { LinkedQueue, type QueueLink } from '../concurrency/linked-queue.ts';
import type { OverflowFile } from './overflow-file.ts';

export interface BudgetOptions {
  /** Bytes of all bodies together. */
  readonly maxBytes: number;
  /** Makes a file for a body that finds no room. Default: there are none, and such a body stays in memory. */
  readonly newFile?: (onWritten: (bytes: number) => void) => OverflowFile;
}

/** A body that waits until there is room for all of it. */
interface Turn extends QueueLink<Turn> {
  readonly bytes: number;
  /** Called when it has its bytes. */
  readonly begin: () => void;
}

/**
 * Counts the bytes of bodies that are in memory and have not been put away yet, of all requests of the process. What does
 * not fit goes to a file, and comes back in its turn: first come, first served, and while one waits nobody else takes room.
 * One body is always let through, however large, so that nothing waits for ever.
 */
export class ByteBudget {
  readonly #options: BudgetOptions;
  readonly #waiting = new LinkedQueue<Turn>();
  #used = 0;
  /** Those that have had their turn, and are not over. */
  #begun = 0;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** Bytes that are counted now. */
  get used(): number {
    return this.#used;
  }

  /** The part of it that one request has. */
  lease(): BodyLease {
    return new BodyLease(this);
  }

  newFile(onWritten: (bytes: number) => void): OverflowFile | undefined {
    return this.#options.newFile?.(onWritten);
  }

  /** Takes room if there is any, and nobody waits for it. */
  tryTake(bytes: number): boolean {
    if (this.#waiting.size > 0 || this.#used + bytes > this.#options.maxBytes) return false;
    this.#used += bytes;
    return true;
  }

  /** Counts what is in memory whether there is room or not; a negative number gives it back. */
  take(bytes: number): void {
    this.#used += bytes;
    this.#next();
  }

  /** Waits for room. */
  enter(turn: Turn): void {
    this.#waiting.push(turn);
    this.#next();
  }

  /** Waits no longer; it must be waiting. */
  leave(turn: Turn): void {
    this.#waiting.remove(turn);
    this.#next();
  }

  /** One that has had its turn is over. */
  endTurn(): void {
    this.#begun--;
    this.#next();
  }

  #next(): void {
    for (let first = this.#waiting.head; first; first = this.#waiting.head) {
      if (this.#begun > 0 && this.#used + first.bytes > this.#options.maxBytes) return;
      this.#waiting.remove(first);
      this.#used += first.bytes;
      this.#begun++;
      first.begin();
    }
  }
}

/** What one request has of the budget. It can be used again after its end, by the next attempt. */
export class BodyLease {
  readonly #budget: ByteBudget;
  #bytes = 0;
  #turn: (Turn & { readonly cancel: () => void }) | undefined;
  #hasBegun = false;

  constructor(budget: ByteBudget) {
    this.#budget = budget;
  }

  /** @returns whether there is room for so many bytes more */
  tryGrow(bytes: number): boolean {
    if (!this.#budget.tryTake(bytes)) return false;
    this.#bytes += bytes;
    return true;
  }

  /** Counts bytes that are in memory anyway; a negative number gives them back. */
  grow(bytes: number): void {
    this.#bytes += bytes;
    this.#budget.take(bytes);
  }

  /** Has exactly so many bytes from now on. */
  set(bytes: number): void {
    this.grow(bytes - this.#bytes);
  }

  /**
   * Waits for its turn, and then has so many bytes more. One that has had its turn goes on at once, with what it has.
   * @throws {Error} if it ends meanwhile
   */
  async turn(bytes: number): Promise<void> {
    if (this.#hasBegun) return;
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        this.#turn = undefined;
        this.#hasBegun = true;
        this.#bytes += bytes;
        resolve();
      };
      const cancel = (): void => reject(new Error('nobody waits for the body any more'));
      this.#turn = { prev: undefined, next: undefined, bytes, begin, cancel };
      this.#budget.enter(this.#turn);
    });
  }

  /** Makes a file for a body that finds no room. @returns undefined if there are none */
  newFile(onWritten: (bytes: number) => void): OverflowFile | undefined {
    return this.#budget.newFile(onWritten);
  }

  /** Gives everything back. */
  end(): void {
    const turn = this.#turn;
    this.#turn = undefined;
    if (turn) {
      this.#budget.leave(turn);
      turn.cancel();
    }
    if (this.#bytes !== 0) this.set(0);
    if (!this.#hasBegun) return;
    this.#hasBegun = false;
    this.#budget.endTurn();
  }
}
