import { json, type BodyContent } from './read-content.ts';
import { truncate } from './budget/truncate.ts';
import { extent, detach } from './budget/truncated.ts';
import type { Store } from './store/store.ts';
import { tokensToWeight } from './budget/tokens.ts';
import { weigh } from './budget/json-weight.ts';

/** From this size on a body is not kept in memory until the call ends. */
const TO_DISK_BYTES = 64 * 1024;
/** A selection of at most this many tokens is kept instead of the body it comes from. */
const SMALL_TOKENS = 100;

export interface BodyOptions {
  readonly url: string;
  readonly store: Store;
  /** The call's budget: more than that is never shown of one body. */
  readonly maxTokens: number;
}

/**
 * The body of one record: what is to be shown, and the whole for reading it again. What is shown stays in memory, cut to
 * the call's budget at the most; the whole goes to the store if it is large, or if in the end not all of it is shown.
 */
export class Body {
  /** How much of the top level is there, before the call's budget is shared. */
  readonly of: number;
  readonly bytes: number;
  #shown: unknown;
  #isCut: boolean;
  #weight: number;
  #whole: BodyContent | undefined;
  #kept: Promise<boolean> | undefined;
  #ref: string;
  readonly #options: BodyOptions;

  private constructor(shown: unknown, whole: BodyContent, bytes: number, options: BodyOptions) {
    const budget = tokensToWeight(options.maxTokens);
    this.#weight = Math.min(weigh(shown, budget), budget + 1);
    this.#isCut = this.#weight > budget;
    this.of = extent(shown).of;
    const kept = this.#isCut ? truncate(shown, budget) : shown;
    this.#shown = bytes < TO_DISK_BYTES ? kept : detach(kept);
    this.bytes = bytes;
    this.#whole = whole;
    this.#options = options;
    this.#ref = options.store.provisionalRef();
  }

  /** What is to be shown: JSON, or what a cut left of it. */
  get shown(): unknown {
    return this.#shown;
  }

  get isCut(): boolean {
    return this.#isCut;
  }

  /** What is to be shown weighs so much. */
  get weight(): number {
    return this.#weight;
  }

  /** Whether only what is shown of it is in memory. */
  get isElsewhere(): boolean {
    return this.#whole === undefined;
  }

  /** Lets go of what is more than `weight`. */
  shrink(weight: number): void {
    if (this.#weight <= weight) return;
    this.#shown = detach(truncate(this.#shown, weight));
    this.#isCut = true;
    this.#weight = weight;
  }

  /** Under which it can be read again, if it is stored: its own after {@link name}. */
  get ref(): string {
    return this.#ref;
  }

  /** Gives it its ref, which is not known before the call has ended. */
  name(ref: string): void {
    this.#options.store.rename(this.#ref, ref);
    this.#ref = ref;
  }

  /**
   * @param shown the content itself, or what was selected from it
   * @param size of the decoded body in bytes
   */
  static async of(shown: unknown, whole: BodyContent, size: number, options: BodyOptions): Promise<Body> {
    const isSelection = shown !== whole.value;
    const limit = tokensToWeight(SMALL_TOKENS);
    const isSmall = isSelection && weigh(shown, limit) <= limit;
    const kept = size >= TO_DISK_BYTES && isSmall ? json(shown) : whole;
    const body = new Body(shown, kept, size, options);
    if (size >= TO_DISK_BYTES && !isSmall) await body.keep();
    return body;
  }

  /** Stores the whole, so that it can be read again. @returns whether it could be */
  keep(): Promise<boolean> {
    return (this.#kept ??= this.#store());
  }

  async #store(): Promise<boolean> {
    if (!this.#whole) return false;
    const { kind, mimeType } = this.#whole;
    const content = this.#whole.bytes();
    this.#whole = undefined;
    return this.#options.store.put({ ref: this.ref, kind, mimeType, url: this.#options.url }, content);
  }
}
