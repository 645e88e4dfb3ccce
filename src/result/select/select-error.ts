import type { KeyPresence } from './key-presence.ts';

interface SelectErrorOptions {
  readonly cause?: unknown;
  readonly isNothing?: boolean;
  readonly isOverLimit?: boolean;
}

/** A projection that gave nothing. The message says what is there instead. */
export class SelectError extends Error {
  override readonly name = 'SelectError';
  /** Whether the expression is sound, and only found nothing. */
  readonly isNothing: boolean;
  /** Whether it would take more steps, or make more, than it may. */
  readonly isOverLimit: boolean;

  constructor(message: string, options: SelectErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.isNothing = options.isNothing ?? false;
    this.isOverLimit = options.isOverLimit ?? false;
  }
}

/** A projection of what is no JSON, which another expression cannot mend. */
export class NotJson extends SelectError {
  constructor(mimeType: string) {
    const cures = new Map([
      ['text/markdown', 'pick from a page by "extract"'],
      ['text/plain', 'leave select out, ask for JSON, or write a function of the text: text => ...'],
    ]);
    super(`select works on JSON, and the body is ${mimeType}; ${cures.get(mimeType) ?? 'leave select out, or ask for JSON'}`);
  }
}

/** An `extract` that found nothing in a document: another one may. */
export class NothingExtracted extends SelectError {}

/** An `extract` from what is no document. */
export class NoDocument extends SelectError {
  /** Whether it is data, from which a `select` may pick. */
  readonly isData: boolean;

  constructor(message: string, isData: boolean) {
    super(message);
    this.isData = isData;
  }
}

/** What a selection gave. */
export interface Evaluated extends KeyPresence {
  /** JSON; parts of it may be parts of the body. */
  readonly value: unknown;
  /** What cannot have been meant, though it is no error; each says what it is about. */
  readonly notes: readonly string[];
}
