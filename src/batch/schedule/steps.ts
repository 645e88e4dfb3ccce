/**
 * Steps that follow from one another, taken one at a time in the order in which they came, and not by recursion: a chain of
 * a thousand would be too deep for the stack.
 */
export class Steps<Step> {
  readonly #take: (step: Step) => Promise<void> | undefined;
  #coming: Step[] = [];
  /** Those that are being taken, and how far. */
  #round: readonly Step[] = [];
  #at = 0;
  #isRunning = false;

  /** @param take does a step, and returns a promise if that takes its time; it may push others */
  constructor(take: (step: Step) => Promise<void> | undefined) {
    this.#take = take;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  push(...steps: readonly Step[]): void {
    this.#coming.push(...steps);
  }

  /** Drops all that are left. */
  clear(): void {
    this.#coming = [];
    this.#round = [];
    this.#at = 0;
  }

  /**
   * Takes all steps that there are and will be meanwhile. Not to be called while it is running.
   * @returns once all are taken; at once if none takes its time
   * @throws what a step throws
   */
  run(): Promise<void> | undefined {
    this.#isRunning = true;
    let waiting: Promise<void> | undefined;
    try {
      waiting = this.#runToWait();
    } finally {
      this.#isRunning = waiting !== undefined;
    }
    return waiting && this.#goOnFrom(waiting);
  }

  async #goOnFrom(first: Promise<void>): Promise<void> {
    try {
      for (let waiting: Promise<void> | undefined = first; waiting; waiting = this.#runToWait()) await waiting;
    } finally {
      this.#isRunning = false;
    }
  }

  /** @returns the first step that takes its time */
  #runToWait(): Promise<void> | undefined {
    for (;;) {
      if (this.#at === this.#round.length) {
        if (this.#coming.length === 0) return undefined;
        this.#round = this.#coming;
        this.#coming = [];
        this.#at = 0;
      }
      const step = this.#round[this.#at++];
      const waiting = step === undefined ? undefined : this.#take(step);
      if (waiting) return waiting;
    }
  }
}
