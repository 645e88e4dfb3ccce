import { deepSize } from './size.ts';

/** What one evaluation may take. */
export interface Limits {
  /** Elements that are looked at, times the parts of the expression that look at each; texts count by their length. */
  readonly steps: number;
  /** Bytes of the result as JSON. */
  readonly bytes: number;
}

/** Steps that any body may take: of under 80 ns each, they end within 200 ms. */
const LEAST_STEPS = 2_500_000;
/** Steps for every byte of a larger body: what looks at each value some times over. */
const STEPS_PER_BYTE = 5;
/** Bytes of a result. */
const MAX_RESULT = 32 * 2 ** 20;

/** What an evaluation may take on a body of so many bytes. */
export function limitsFor(bytes: number): Limits {
  return { steps: Math.max(LEAST_STEPS, bytes * STEPS_PER_BYTE), bytes: MAX_RESULT };
}
/** Characters of text that count as one step. */
const CHARACTERS_PER_STEP = 8;
/** Characters of a text that a function makes. */
const MAX_TEXT = 8_000_000;

/** An expression that cannot be evaluated on a body, in words. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}

/** An evaluation that would take more than it may. */
export class LimitError extends EvaluationError {}

/** What is kept while an expression is evaluated on one body. */
export class Run {
  readonly root: unknown;
  /** Bits by spot: what has happened there. */
  readonly hits: Uint8Array;
  /** By spot, the first value that did not fit; or what was seen. */
  readonly samples: unknown[];
  /** By slot, what a `let` has bound. */
  readonly variables: unknown[] = [];
  /** What is said of the result, by what it is about. */
  readonly remarks = new Map<string, string>();
  #stepsLeft: number;
  readonly #steps: number;

  /** @param spots how many places are watched */
  constructor(root: unknown, spots: number, steps: number) {
    this.root = root;
    this.hits = new Uint8Array(spots);
    this.samples = Array.from({ length: spots });
    this.#steps = steps;
    this.#stepsLeft = steps;
  }

  /** @throws {LimitError} */
  spend(steps: number): void {
    this.#stepsLeft -= steps;
    if (this.#stepsLeft >= 0) return;
    throw new LimitError(`it would take more than ${this.#steps.toLocaleString('en')} steps on this body; filter or slice first`);
  }

  /** Counts a text that is read or made. @throws {LimitError} */
  spendText(length: number): void {
    if (length > MAX_TEXT) throw new LimitError(`it would make a text of more than ${MAX_TEXT.toLocaleString('en')} characters`);
    this.spend(1 + length / CHARACTERS_PER_STEP);
  }

  /** Counts what is inside of a value before it is written out. @throws {LimitError} */
  spendValue(value: unknown): void {
    this.spendText(deepSize(value, Math.min(MAX_TEXT, this.#stepsLeft * CHARACTERS_PER_STEP) + 1));
  }

  /** Says something once. */
  remark(about: string, words: string): void {
    if (!this.remarks.has(about)) this.remarks.set(about, words);
  }

  get stepsLeft(): number {
    return this.#stepsLeft;
  }
}

/** A compiled part of an expression: undefined where what it names is absent, null where a null is there. */
export type Evaluate = (value: unknown, run: Run) => unknown;
