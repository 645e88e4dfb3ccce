/** The call itself cannot run; the message tells a model what to mend. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
