/** A file cannot be written, or must not be; the message says which, why, and what to change. */
export class SaveError extends Error {
  override readonly name = 'SaveError';
  /** Whether some of the files have been written all the same. */
  readonly isPartial: boolean;

  constructor(message: string, { isPartial = false, ...options }: ErrorOptions & { readonly isPartial?: boolean } = {}) {
    super(message, options);
    this.isPartial = isPartial;
  }
}
