import { isDeepStrictEqual } from 'node:util';
import { setImmediate as macrotask } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Semaphore, taskGroup } from '../../src/concurrency/index.ts';
import { complaintsDuring, listenersOn, microtasks } from './support/async.ts';
import { cases, seeded } from '../support/random.ts';

const TASKS = cases(20_000);
const LANES = 16;
const PERMITS = [1, 2, 3, 7, 16];
const SEED = Number(process.env['STRESS_SEED'] ?? 1_729);

/** The reason of every abort here. */
class Stop extends Error {}

/** A semaphore that is watched from outside: who holds, who waits, who was served after whom. */
class Watched {
  readonly semaphore: Semaphore;
  readonly violations: string[] = [];
  holders = 0;
  mostHolders = 0;
  waited = 0;
  #arrivals = 0;
  #lastServed = -1;

  constructor(permits: number) {
    this.semaphore = new Semaphore(permits);
  }

  /** Holds a permit during `work`. */
  async use(signal: AbortSignal, work: (release: () => void) => Promise<void>): Promise<void> {
    const { semaphore } = this;
    const mustWait = semaphore.free === 0;
    if (!mustWait && semaphore.waiting > 0) this.violations.push('a permit is free while somebody waits');
    const arrival = this.#arrivals++;
    const release = await semaphore.acquire(signal);
    if (mustWait) {
      this.waited++;
      if (arrival < this.#lastServed) this.violations.push(`${arrival} was served after ${this.#lastServed}`);
      this.#lastServed = arrival;
    }
    this.mostHolders = Math.max(this.mostHolders, ++this.holders);
    let held = true;
    const giveBack = (): void => {
      if (held) this.holders--;
      held = false;
      release();
    };
    try {
      await work(giveBack);
    } finally {
      giveBack();
    }
  }
}

/** Groups of tasks that take permits, fail and are cancelled at random, and check every report they get. */
class Stress {
  readonly semaphores = PERMITS.map((permits) => new Watched(permits));
  readonly server = new AbortController();
  readonly signals: AbortSignal[] = [this.server.signal];
  readonly violations: string[] = [];
  readonly ends = { succeeded: 0, failed: 0, cancelled: 0, gaveUp: 0 };
  started = 0;
  readonly #random: () => number;
  #targets: AbortController[] = [];

  constructor(seed: number) {
    this.#random = seeded(seed).next;
  }

  async run(): Promise<void> {
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        while (this.started < TASKS) await this.#group(2, this.server.signal);
      }),
    );
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('Expected an item');
    return item;
  }

  async #pause(): Promise<void> {
    const kind = this.#random();
    if (kind < 0.05) await macrotask();
    else if (kind < 0.5) await microtasks(1 + Math.floor(this.#random() * 6));
  }

  #controller(): AbortController {
    const controller = new AbortController();
    this.signals.push(controller.signal);
    return controller;
  }

  async #group(depth: number, parent: AbortSignal): Promise<void> {
    const controller = this.#chance(0.3) ? this.#controller() : undefined;
    const outer = controller?.signal ?? parent;
    const failures: Error[] = [];
    const size = 1 + Math.floor(this.#random() * 400);
    const group = taskGroup(
      async ({ spawn, signal }) => {
        this.signals.push(signal);
        for (let task = 0; task < size; task++) {
          void spawn(() => this.#task(signal, depth, failures));
          if (this.#chance(0.1)) await this.#pause();
          if (this.#chance(0.01)) controller?.abort(new Stop());
        }
      },
      { signal: outer },
    );
    try {
      await group;
      this.ends.succeeded++;
      if (failures.length > 0 || outer.aborted) this.violations.push('a failed or cancelled group succeeded');
    } catch (error) {
      this.#check(error, failures, outer);
    }
  }

  #check(error: unknown, failures: Error[], outer: AbortSignal): void {
    if (failures.length > 0) {
      this.ends.failed++;
      const reported: unknown = error instanceof AggregateError ? error.errors : [];
      if (!isDeepStrictEqual(reported, failures)) this.violations.push('not all failures were reported, in order');
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause !== (outer.aborted ? outer.reason : undefined)) this.violations.push('not the cause');
    } else {
      this.ends.cancelled++;
      if (!outer.aborted || error !== outer.reason) this.violations.push('not the outer reason');
    }
  }

  async #task(signal: AbortSignal, depth: number, failures: Error[]): Promise<void> {
    this.started++;
    const own = this.#chance(0.3) ? this.#controller() : undefined;
    if (own) this.#targets.push(own);
    try {
      await this.#pick(this.semaphores).use(own?.signal ?? signal, (release) => this.#work(release));
    } catch (error) {
      if (!own || !(error instanceof Stop)) throw error;
      this.ends.gaveUp++;
    }
    if (depth > 0 && this.#chance(0.002)) await this.#group(depth - 1, signal);
    if (this.#chance(0.002)) {
      const failure = new Error(`planted ${this.started}`);
      failures.push(failure);
      throw failure;
    }
  }

  /** Ends with a release, often in the turn in which others are aborted, before or after it. */
  async #work(release: () => void): Promise<void> {
    await this.#pause();
    if (this.#chance(0.5)) release();
    if (this.#targets.length >= 50) {
      const targets = this.#targets;
      this.#targets = [];
      for (const target of targets) if (this.#chance(0.7)) target.abort(new Stop());
    }
    if (this.#chance(0.2)) await this.#pause();
  }
}

test(`1-13. hold for ${TASKS} tasks that fail and are cancelled at random (STRESS_SEED=${SEED})`, async () => {
  const stress = new Stress(SEED);
  const complaints = await complaintsDuring(() => stress.run());

  expect(stress.started).toBeGreaterThanOrEqual(TASKS);
  expect(stress.violations).toEqual([]);
  expect(complaints).toEqual([]);
  expect(stress.signals.filter((signal) => listenersOn(signal) > 0)).toEqual([]);
  for (const { semaphore, violations, holders, mostHolders, waited } of stress.semaphores) {
    expect(violations).toEqual([]);
    expect([semaphore.free, semaphore.waiting, holders]).toEqual([semaphore.permits, 0, 0]);
    expect(mostHolders).toBe(semaphore.permits);
    expect(waited).toBeGreaterThan(100);
  }
  for (const count of Object.values(stress.ends)) expect(count).toBeGreaterThan(20);
});
