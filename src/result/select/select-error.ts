interface SelectErrorOptions {
  readonly cause?: unknown;
  readonly isNothing?: boolean;
  readonly isOverLimit?: boolean;
  readonly absent?: readonly string[];
}

/** A projection that gave nothing. The message says what is there instead. */
export class SelectError extends Error {
  override readonly name = 'SelectError';
  /** Whether the expression is sound, and only found nothing. */
  readonly isNothing: boolean;
  /** Whether it would take more steps, or make more, than it may. */
  readonly isOverLimit: boolean;
  /** Paths whose key is not there, where the expression found nothing. */
  readonly absent: readonly string[];

  constructor(message: string, options: SelectErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.isNothing = options.isNothing ?? false;
    this.isOverLimit = options.isOverLimit ?? false;
    this.absent = options.absent ?? [];
  }
}

/** A projection of what is no JSON, which another expression cannot mend. */
export class NotJson extends SelectError {}

/** What a selection gave. */
export interface Evaluated {
  /** JSON; parts of it may be parts of the body. */
  readonly value: unknown;
  /** What cannot have been meant, though it is no error; each says what it is about. */
  readonly notes: readonly string[];
  /** Paths that were wanted and whose key is not there. A null that is there is not among them. */
  readonly absent: readonly string[];
  /** What is there instead of them, in words for an error (`isNothing`) or a note. */
  readonly missing: string | undefined;
  /** Whether nothing of what was wanted is there. */
  readonly isNothing: boolean;
}
