import type { Reading } from '../../result/reading.ts';
import { JobCrash, JobTimeout } from '../../sandbox/job-errors.ts';

/**
 * Reads a page, and once more as plain text if that is what helps.
 * @param read by a job in the sandbox
 * @throws what `read` throws, where that would not help or the caller has gone
 */
export async function orPlainPage<T>(reading: Reading, signal: AbortSignal, read: (how: Reading) => Promise<T>): Promise<T> {
  try {
    return await read(reading);
  } catch (error) {
    const plain = signal.aborted ? undefined : asPlainPage(reading, error);
    if (plain) return read(plain);
    throw error;
  }
}

/**
 * How to read a page again of which a sandbox process has made nothing: as its plain text, which takes milliseconds.
 * @param error what the job ended with
 * @returns undefined where that would not help
 */
export function asPlainPage(reading: Reading, error: unknown): Reading | undefined {
  const { contentType, as, extract, select, plainBecause } = reading;
  const isPage =
    (as === 'auto' || as === 'markdown') && /html|^$/i.test(contentType ?? '') && select === undefined && extract === undefined;
  if (!isPage || plainBecause !== undefined) return undefined;
  if (error instanceof JobTimeout) return { ...reading, plainBecause: 'the page took too long' };
  return error instanceof JobCrash ? { ...reading, plainBecause: 'the page took too much memory' } : undefined;
}
