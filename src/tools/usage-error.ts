import { UnknownRef } from '../result/store/result-store.ts';

/** The call itself cannot run; the message tells a model what to mend. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What a ref that names nothing makes of a call. @throws {UsageError} */
export function withUsage<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw error instanceof UnknownRef ? new UsageError(error.message) : error;
  }
}
