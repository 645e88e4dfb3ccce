import type { ExtractedValues } from '../outcome/extracted-values.ts';
import { sizeOf } from './size-of.ts';
import { MAX_CALL_BYTES } from '../plan/request-size.ts';

/** Bytes in memory of the values that a call takes from its answers for further requests. */
const MAX_VALUE_BYTES = 128 * 2 ** 20;

/** What is left of the requests that a call may make, and of their bytes. */
export class CallBudget {
  readonly #maxRequests: number;
  #requests = 0;
  #bytes: number;
  #valueBytes = 0;

  /**
   * @param maxRequests that the call may make, further pages included
   * @param bytes that are taken already
   */
  constructor(maxRequests: number, bytes: number) {
    this.#maxRequests = maxRequests;
    this.#bytes = bytes;
  }

  /** Requests that have been taken. */
  get requests(): number {
    return this.#requests;
  }

  get leftBytes(): number {
    return MAX_CALL_BYTES - this.#bytes;
  }

  /** Takes so many requests, or none. @returns whether there are so many left */
  tryTake(requests: number): boolean {
    if (this.#requests + requests > this.#maxRequests) return false;
    this.#requests += requests;
    return true;
  }

  /** Takes requests that have been made already, or gives some back. */
  add(requests: number): void {
    this.#requests += requests;
  }

  addBytes(bytes: number): void {
    this.#bytes += bytes;
  }

  /** What a request has brought for others; refusals in its place if all of them together would take too much memory. */
  keepValues(extracted: ExtractedValues): ExtractedValues {
    if (extracted.size === 0) return extracted;
    const left = MAX_VALUE_BYTES - this.#valueBytes;
    const bytes = sizeOf([...extracted.values()], left);
    if (bytes <= left) {
      this.#valueBytes += bytes;
      return extracted;
    }
    const most = `${MAX_VALUE_BYTES / 2 ** 20} MiB`;
    const error = `the values that this call takes from its answers come to more than ${most}; pick fewer with "select"`;
    return new Map(Array.from(extracted.keys(), (key) => [key, { outcome: 'invalid', error }]));
  }
}
