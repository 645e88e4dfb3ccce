import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from './support/client.ts';

/** From the bottom up. A room may import from itself and from those before it. */
const ROOMS = [
  'limits.ts',
  'version.ts',
  'escape-controls.ts',
  'clip.ts',
  'gone-files.ts',
  'name-some.ts',
  'parse-url.ts',
  'request-failure.ts',
  'log.ts',
  'concurrency',
  'http',
  'result',
  'sandbox',
  'config',
  'batch',
  'make-engine.ts',
  'engine.ts',
  'tools',
  'mcp',
  'library',
  'cli',
  'cli.ts',
  'bin.ts',
  'index.ts',
  'build',
];

/** The same inside the large rooms. */
const SHELVES: Readonly<Record<string, readonly string[]>> = {
  http: [
    'message.ts',
    'methods.ts',
    'redirect-status.ts',
    'link-header.ts',
    'header-rules.ts',
    'sleep.ts',
    'http-date.ts',
    'server-time.ts',
    'retry-after.ts',
    'cross-origin.ts',
    'hop-cookies.ts',
    'failures',
    'guard',
    'secrets',
    'proxy',
    'sockets',
    'content-codings.ts',
    'gzip-members.ts',
    'header-text.ts',
    'body-chunks.ts',
    'overflow-file.ts',
    'byte-budget.ts',
    'unwanted-body.ts',
    'inflate.ts',
    'received-body.ts',
    'attempt-options.ts',
    'attempt-handler.ts',
    'attempt.ts',
    'pacing',
    'cache',
    'robots',
    'send-options.ts',
    'middleware',
    'layers.ts',
    'client.ts',
  ],
  result: [
    'make-directory.ts',
    'budget',
    'decode',
    'html',
    'select',
    'select-body.ts',
    'page-words.ts',
    'page-places.ts',
    'counting.ts',
    'next-hints.ts',
    'page-hints.ts',
    'reading.ts',
    'record-facts.ts',
    'store',
    'search-lines.ts',
    'search.ts',
    'quoted-numbers.ts',
    'converters.ts',
    'run-function.ts',
    'read-extract.ts',
    'read-content.ts',
    'found-next.ts',
    'page-digests.ts',
    'page-facts.ts',
    'list-readers.ts',
    'further-words.ts',
    'further-notes.ts',
    'joined-notes.ts',
    'join-pages.ts',
    'read-selected.ts',
    'read-shown.ts',
    'read-values.ts',
    'mentioned.ts',
    'condition.ts',
    'search-reach.ts',
    'search-pattern.ts',
    'read-part.ts',
    'save',
  ],
  batch: ['args', 'plan', 'outcome', 'schedule', 'engine.ts', 'exchange', 'program', 'run', 'report'],
};

const SRC = fileURLToPath(new URL('src/', ROOT));
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.replaceAll('\\', '/'));
const texts = new Map(files.map((file) => [file, readFileSync(SRC + file, 'utf8')]));
/** Every import, of types too: the file it stands in, and the file or package it names. */
const imports = [...texts].flatMap(([file, text]) => {
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target = '']) => {
    return { file, target: target.startsWith('.') ? posix.join(posix.dirname(file), target) : target };
  });
});
const own = imports.filter(({ target }) => texts.has(target));

function partOf(path: string, depth: number): string {
  return path.split('/')[depth] ?? '';
}

/** Imports of what stands above, or in no place that is known. */
function upwards(all: typeof own, places: readonly string[], depth: number): string[] {
  return all.flatMap(({ file, target }) => {
    const [from, to] = [places.indexOf(partOf(file, depth)), places.indexOf(partOf(target, depth))];
    if (to < 0) return [`${target}: no such place`];
    return to > from ? [`${file} imports ${target}`] : [];
  });
}

test('imports point down only', () => {
  expect(own.length).toBeGreaterThan(50);
  expect(upwards(own, ROOMS, 0)).toEqual([]);
});

test.each(Object.entries(SHELVES))('inside %s, too', (room, shelves) => {
  const inside = own.filter(({ file, target }) => partOf(file, 0) === room && partOf(target, 0) === room);
  expect(inside.length).toBeGreaterThan(20);
  expect(upwards(inside, shelves, 1)).toEqual([]);
});

test('no file imports itself by way of others, types included', () => {
  const targets = new Map(files.map((file) => [file, own.filter((each) => each.file === file).map(({ target }) => target)]));
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path, file].join(' imports '));
    if (done.has(file) || path.includes(file)) return;
    for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(circles).toEqual([]);
  expect(done.size).toBe(files.length);
});

test('http and result know nothing of each other', () => {
  const meeting = own.filter(({ file, target }) => {
    return [partOf(file, 0), partOf(target, 0)].toSorted().join(' and ') === 'http and result';
  });
  expect(meeting).toEqual([]);
});

test('only mcp and the bin import an MCP SDK, and the concurrency core imports nothing but Node', () => {
  const sdk = imports.filter(({ target }) => target.startsWith('@modelcontextprotocol/'));
  expect(sdk.length).toBeGreaterThan(1);
  for (const { file } of sdk) expect(['mcp', 'cli.ts']).toContain(partOf(file, 0));
  const core = imports.filter(({ file }) => partOf(file, 0) === 'concurrency');
  expect(core.length).toBeGreaterThan(5);
  for (const { target } of core) expect(target).toMatch(/^(concurrency\/|node:)/);
});

test('zod is imported as a namespace, of which the bundle takes what is used: { z } brings every language along', () => {
  for (const [file, text] of texts) expect(text, file).not.toMatch(/import \{ z \} from 'zod'/);
});

test('every file can be read at a sitting', () => {
  for (const [file, text] of texts) {
    const lines = text.trimEnd().split('\n').length;
    expect(lines, `${file} has ${lines} lines`).toBeLessThanOrEqual(180);
  }
});

test('nothing writes to stdout but the protocol, and only the entries read the environment', () => {
  for (const [file, text] of texts) {
    expect(text, file).not.toMatch(/console\./);
    expect(file === 'cli.ts' ? '' : text, file).not.toMatch(/process\.(argv|stdout\.write)/);
    expect(['bin.ts', 'cli.ts', 'library/library.ts'].includes(file) ? '' : text, file).not.toMatch(/process\.env/);
  }
});

test('URLs are parsed by parseUrl: URL.canParse of Node 20 is wrong once it is hot', () => {
  // In the guest, URL is a class of ours.
  const hosts = [...texts].filter(([file]) => !file.startsWith('sandbox/js/guest/'));
  for (const [file, text] of hosts) expect(text.replaceAll(/\/\*\*.*?\*\//gs, ''), file).not.toMatch(/canParse/);
});
