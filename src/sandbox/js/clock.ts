import { performance } from 'node:perf_hooks';

/** How long code may go on after it was told to end, in which it should end by its own: nothing of it can catch the interrupt. */
const GRACE_MS = 250;

/** The name of what ends code that is told to end and does not. */
export const OUT_OF_TIME = 'OutOfTime';

/** Thrown through code that does not end: its virtual machine cannot be used any more. */
class OutOfTime extends Error {
  override readonly name = OUT_OF_TIME;
}

/** The time a program has, which stands still while bodies are parsed for it. */
export class Clock {
  readonly #runMs: number;
  /** When its time is over; undefined while it stands still. */
  #endsAt: number | undefined;
  /** When the code was told to end. */
  #toldAt: number | undefined;
  #left: number;
  #parsedMs = 0;
  #parsingSince = 0;

  constructor(runMs: number) {
    this.#runMs = runMs;
    this.#left = runMs;
  }

  /** Lets the time run from its beginning. */
  start(): void {
    this.#left = this.#runMs;
    this.#parsedMs = 0;
    this.#toldAt = undefined;
    this.#endsAt = performance.now() + this.#left;
  }

  /** Lets it stand still for good. */
  stop(): void {
    this.#endsAt = undefined;
  }

  /** A body is about to be parsed. */
  pause(): void {
    this.#parsingSince = performance.now();
    this.#left = (this.#endsAt ?? this.#parsingSince) - this.#parsingSince;
    this.#endsAt = undefined;
  }

  /** It has been parsed. */
  resume(): void {
    const now = performance.now();
    this.#parsedMs += now - this.#parsingSince;
    this.#endsAt = now + this.#left;
  }

  /** Whether the code was told to end. */
  get isOver(): boolean {
    return this.#toldAt !== undefined;
  }

  /** Milliseconds that were spent on parsing. */
  get parsedMs(): number {
    return this.#parsedMs;
  }

  /**
   * What the virtual machine asks now and then.
   * @returns whether the code is to end
   * @throws {OutOfTime} if it was told to, and goes on
   */
  interrupt(): boolean {
    if (this.#endsAt === undefined) return false;
    const now = performance.now();
    if (now <= this.#endsAt) return false;
    // On a busy machine it may be asked late.
    this.#toldAt ??= now;
    if (now - this.#toldAt > GRACE_MS) throw new OutOfTime('it did not end');
    return true;
  }
}
