/** An `extract` that got nothing from a document. The message says of each name why, and what is near. */
export class ExtractError extends Error {
  override readonly name = 'ExtractError';
  /** Whether all is sound, and only nothing matched. */
  readonly isNothing: boolean;

  constructor(message: string, options: { readonly cause?: unknown; readonly isNothing?: boolean } = {}) {
    super(message, { cause: options.cause });
    this.isNothing = options.isNothing ?? false;
  }
}

/** A selector that asks for more steps than a document is given. */
export class SelectorCost extends Error {
  override readonly name = 'SelectorCost';
}
