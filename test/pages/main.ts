/**
 * `npm run pages -- DIR [--show FILE]`: how well pages of a corpus become Markdown: what of their content is kept, what of
 * their surroundings, how long it takes once warm, and the worst of them. With `--show` the Markdown of one page instead.
 * `npm run pages -- --hostile`: what pages and selectors take that are made to take long or much.
 */
import { argv, stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { buildUnbundled, unbundled } from '../bench/support/unbundled.ts';
import { found } from './compare.ts';
import { readCorpus, type CorpusPage } from './corpus.ts';
import { hostile } from './hostile.ts';

const WORST = 10;

interface Measured {
  readonly page: CorpusPage;
  readonly missing: readonly string[];
  readonly unwanted: readonly string[];
  readonly notes: readonly string[];
  readonly ms: number;
  readonly length: number;
}

/** A process that reads many pages has compiled its code by then. */
const WARM_UP_ROUNDS = 2;

type Convert = typeof import('../../src/result/html/page-to-markdown.ts').pageToMarkdown;

const {
  values: { show, hostile: isHostile },
  positionals: [folder],
} = parseArgs({
  args: argv.slice(2),
  options: { show: { type: 'string' }, hostile: { type: 'boolean', default: false } },
  allowPositionals: true,
});
if (isHostile) for await (const line of hostile()) stdout.write(`${line}\n`);
else if (folder === undefined) throw new Error('Expected the folder of a corpus: npm run pages -- DIR');
else await read([...readCorpus(folder)], show);

async function read(pages: readonly CorpusPage[], shown: string | undefined): Promise<void> {
  await buildUnbundled(); // as tsx compiles them, functions take longer
  const { pageToMarkdown } = await unbundled<{ readonly pageToMarkdown: Convert }>('result/html/page-to-markdown.js');
  if (shown !== undefined) {
    for (const { file, html, url } of pages) if (file.startsWith(shown)) stdout.write(`${pageToMarkdown(html, url).markdown}\n`);
    return;
  }
  for (let round = 0; round < WARM_UP_ROUNDS; round++) for (const { html, url } of pages) pageToMarkdown(html, url);
  report(pages.map((page) => measure(page, pageToMarkdown)));
}

function measure(page: CorpusPage, convert: Convert): Measured {
  const started = performance.now();
  const { markdown, notes } = convert(page.html, page.url);
  const ms = performance.now() - started;
  const kept = new Set(found(page.with, markdown));
  const missing = page.with.filter((snippet) => !kept.has(snippet));
  return { page, missing, unwanted: found(page.without, markdown), notes, ms, length: markdown.length };
}

function report(all: readonly Measured[]): void {
  const sum = (of: (each: Measured) => number): number => all.reduce((total, each) => total + of(each), 0);
  const wanted = sum(({ page }) => page.with.length);
  const around = sum(({ page }) => page.without.length);
  const missing = sum((each) => each.missing.length);
  const unwanted = sum((each) => each.unwanted.length);
  const lost = all.filter((each) => each.page.with.length > 0 && each.missing.length === each.page.with.length);
  const times = all.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const at = (share: number): string => (times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0).toFixed(1);
  stdout.write(
    [
      `${all.length} pages`,
      `snippets kept   ${wanted - missing} of ${wanted} (${((1 - missing / wanted) * 100).toFixed(2)} %)`,
      `pages lost      ${lost.length}`,
      `with any loss   ${all.filter((each) => each.missing.length > 0).length}`,
      `unwanted kept   ${unwanted} of ${around} (${((unwanted / around) * 100).toFixed(1)} %)`,
      `ms              p50 ${at(0.5)}, p95 ${at(0.95)}, max ${at(1)}`,
      `characters      ${sum(({ length }) => length)}`,
      `with notes      ${all.filter(({ notes }) => notes.length > 0).length}`,
      '',
      ...all.toSorted(byLoss).slice(0, WORST).map(described),
      '',
    ].join('\n'),
  );
}

function byLoss(a: Measured, b: Measured): number {
  return b.missing.length - a.missing.length || b.unwanted.length - a.unwanted.length;
}

function described({ page, missing, unwanted, notes }: Measured): string {
  return [
    `${page.file} ${page.url}`,
    ...missing.map((snippet) => `  missing:  ${snippet}`),
    ...unwanted.map((snippet) => `  unwanted: ${snippet}`),
    ...notes.map((note) => `  note:     ${note}`),
  ].join('\n');
}
