/** A process that reads one hostile page, named on its command line, so that time and memory are that one's. */
import { argv } from 'node:process';
import { extractFrom } from '../../src/result/html/extract/extract-from.ts';
import { parseExtract } from '../../src/result/html/extract/parse-extract.ts';
import { pageToMarkdown } from '../../src/result/html/page-to-markdown.ts';
import { BOMBS } from './bombs.ts';
import { longList } from './selector-bombs.ts';

/** What came of it. */
export interface Ended {
  readonly megabytes: number;
  readonly ms: number;
  readonly peakMib: number;
  /** What is wrong; '' if nothing is. */
  readonly fault: string;
  readonly said: string;
}

const URL = 'https://example.org/';

function measured(html: string, read: () => { fault: string; said: string }): Ended {
  const before = process.cpuUsage();
  const result = read();
  const { user, system } = process.cpuUsage(before);
  return {
    ...result,
    megabytes: html.length / 1e6,
    ms: (user + system) / 1_000,
    peakMib: process.resourceUsage().maxRSS / 1_024,
  };
}

function page(name: string): Ended {
  const { html, text } = BOMBS[name]?.((count) => count) ?? { html: '', text: 'no such page' };
  return measured(html, () => {
    const { markdown, notes } = pageToMarkdown(html, URL);
    return { fault: markdown.includes(text) ? '' : `lost ${JSON.stringify(text)}`, said: notes.join('; ') };
  });
}

function select(selector: string): Ended {
  const html = longList(30_000);
  return measured(html, () => {
    const spec = parseExtract({ x: [selector] });
    if (!('fields' in spec)) return { fault: '', said: spec.map(({ message }) => message).join('; ') };
    try {
      return { fault: '', said: extractFrom(html, 'html', URL, spec).notes.join('; ') };
    } catch (error) {
      return { fault: '', said: String(error) };
    }
  });
}

const [, , kind = '', name = ''] = argv;
process.send?.(kind === 'selector' ? select(name) : page(name));
process.disconnect();
