/** A projection that gave nothing. The message says what is there instead. */
export class SelectError extends Error {
  override readonly name = 'SelectError';
  /** Whether the expression is sound, and only found nothing. */
  readonly isNothing: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly isNothing?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.isNothing = options.isNothing ?? false;
  }
}

/** A projection of what is no JSON, which another expression cannot mend. */
export class NotJson extends SelectError {}

/** What a projection gave. */
export interface Selected {
  readonly value: unknown;
  /** What looks wrong though it is not an error. */
  readonly note?: string | undefined;
}
