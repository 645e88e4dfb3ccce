import { JobError, WorkerCrash, WorkerTimeout } from '../workers/errors.ts';
import type { Workers } from '../workers/workers.ts';
import { depthOf } from './depth.ts';
import { htmlToText } from './plain-text.ts';

const MAX_LENGTH = 2_000_000;
const MAX_DEPTH = 1_000;
const LIMIT_MS = 5_000;

/** A page as Markdown, or as plain text with a note that says why. */
export interface Converted {
  readonly markdown: string;
  readonly note?: string;
}

/**
 * Converts a page in a worker. A page of more than 2,000,000 characters or nested deeper than 1,000 elements, or one
 * that takes longer than 5 s or too much memory, becomes plain text, which takes milliseconds.
 * @param baseUrl the address of the page, absolute
 * @throws the signal's reason, and nothing else
 */
export async function convertHtml(html: string, baseUrl: string, workers: Workers, signal?: AbortSignal): Promise<Converted> {
  signal?.throwIfAborted();
  if (html.length > MAX_LENGTH) return asText(html, 'the page is too large');
  if (depthOf(html) > MAX_DEPTH) return asText(html, 'the page is nested too deep');
  try {
    const markdown = await workers.run({ task: 'markdown', html, baseUrl }, { limitMs: LIMIT_MS, signal });
    // Nothing found on a page that has text: a broken tag swallowed it.
    return markdown === '' ? { markdown: htmlToText(html) } : { markdown };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (error instanceof WorkerTimeout) return asText(html, 'the page took too long');
    if (error instanceof WorkerCrash) return asText(html, 'the page took too much memory');
    if (error instanceof JobError) return asText(html, 'the page could not be converted');
    throw error;
  }
}

function asText(html: string, why: string): Converted {
  return { markdown: htmlToText(html), note: `converted as plain text: ${why}` };
}
