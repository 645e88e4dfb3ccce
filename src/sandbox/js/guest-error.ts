import { JSException } from 'quickjs-wasi';
import { NO_MEMORY_FOR_TEXT } from './guest-text.ts';

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
  const message = error.message === NO_MEMORY_FOR_TEXT ? 'out of memory' : error.message;
  return { name: error.name, message, stack: isBroken ? '' : (error.stack ?? ''), isBroken };
}
