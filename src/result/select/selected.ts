/** A projection that gave nothing. The message says what is there instead. */
export class SelectError extends Error {
  override readonly name = 'SelectError';
}

export interface Selected {
  readonly value: unknown;
  /** What looks wrong though it is not an error. */
  readonly note?: string | undefined;
}

/** A body to pick from. */
export interface Selectable {
  /** Parsed JSON. */
  readonly value: unknown;
  /** Its size as JSON, in bytes. */
  readonly bytes: number;
}
