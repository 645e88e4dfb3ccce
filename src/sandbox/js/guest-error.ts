import { JSException } from 'quickjs-wasi';

/** What ended code from without, or what it threw. */
export interface GuestError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** Whether its virtual machine must not be used any more. */
  readonly isBroken: boolean;
}

/** What a method of a virtual machine has thrown, in one form. */
export function guestErrorOf(error: unknown): GuestError {
  const isBroken = !(error instanceof JSException);
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '', isBroken };
  return { name: error.name, message: error.message, stack: isBroken ? '' : (error.stack ?? ''), isBroken };
}
