import { isJsonType } from './decode/content-kind.ts';
import type { parseExtract } from './html/extract/parse-extract.ts';
import type { extractFrom } from './html/extract/extract-from.ts';
import type { pageToMarkdown } from './html/page-to-markdown.ts';
import type { Reading } from './reading.ts';

/** What reads pages. It is most of what reading takes to load, and runs only in the sandbox. */
export interface Converters {
  readonly pageToMarkdown: typeof pageToMarkdown;
  readonly extractFrom: typeof extractFrom;
  readonly parseExtract: typeof parseExtract;
}

/** A body is a page after all: it takes {@link Converters} to read it. */
export class NeedsConverters extends Error {}

let loading: Promise<Converters> | undefined;

/** Loads them, once in a process. */
function loadConverters(): Promise<Converters> {
  loading ??= load();
  return loading;
}

/** Loads them if one of some bodies may be read as a page; undefined if none is. */
export async function convertersFor(
  readings: readonly Pick<Reading, 'contentType' | 'extract'>[],
): Promise<Converters | undefined> {
  const isPossible = readings.some(({ contentType, extract }) => extract !== undefined || !isJsonType(contentType));
  return isPossible ? loadConverters() : undefined;
}

async function load(): Promise<Converters> {
  const [{ pageToMarkdown }, { extractFrom }, { parseExtract }] = await Promise.all([
    import('./html/page-to-markdown.ts'),
    import('./html/extract/extract-from.ts'),
    import('./html/extract/parse-extract.ts'),
  ]);
  return { pageToMarkdown, extractFrom, parseExtract };
}

/** Reads something, with converters if it turns out to need them. */
export async function withConverters<T>(read: (converters?: Converters) => T): Promise<T> {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof NeedsConverters)) throw error;
    return read(await loadConverters());
  }
}
