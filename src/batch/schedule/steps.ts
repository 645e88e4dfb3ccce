/**
 * Steps that follow from one another, taken one at a time in the order in which they came, and not by recursion: a chain of
 * a thousand would be too deep for the stack.
 */
export class Steps<Step> {
  readonly #take: (step: Step) => Promise<void> | undefined;
  #steps: Step[] = [];
  /** How many of them have been taken. */
  #taken = 0;
  #isRunning = false;

  /** @param take does a step, and returns a promise if that takes its time; it may push others */
  constructor(take: (step: Step) => Promise<void> | undefined) {
    this.#take = take;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  push(...steps: readonly Step[]): void {
    this.#steps.push(...steps);
  }

  /** Drops all that are left. */
  clear(): void {
    this.#steps = [];
    this.#taken = 0;
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
    while (this.#taken < this.#steps.length) {
      const step = this.#steps[this.#taken++];
      const waiting = step === undefined ? undefined : this.#take(step);
      if (waiting) return waiting;
    }
    this.clear();
    return undefined;
  }
}
