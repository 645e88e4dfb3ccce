import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeText } from '../../src/result/decode/charset.ts';

/** A page of a corpus, with what a reader of its content must find, and what belongs to what surrounds it. */
export interface CorpusPage {
  readonly file: string;
  readonly url: string;
  readonly with: readonly string[];
  readonly without: readonly string[];
  /** Its source, as its own bytes say in what charset it is. */
  readonly html: string;
}

type Entry = Omit<CorpusPage, 'file' | 'html'>;

/**
 * Reads a corpus one page at a time.
 * @param folder with `pages.json` (by file name: url, with, without) and the pages, as they were served, in `pages/`
 * @throws {Error} if there is none
 */
export function* readCorpus(folder: string): Generator<CorpusPage> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a fault in it shows in the figures
  const entries = JSON.parse(readFileSync(join(folder, 'pages.json'), 'utf8')) as Record<string, Entry>;
  for (const [file, entry] of Object.entries(entries)) {
    const bytes = readFileSync(join(folder, 'pages', file));
    yield { ...entry, file, html: decodeText(bytes, undefined, 'html').text };
  }
}
