import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { ROOT } from '../support/client.ts';

const DIST = fileURLToPath(new URL('dist/', ROOT));
/** Bytes of code that may be read before the handshake is answered. */
const MOST_AT_START = 390_000;
/** Files of it: each takes its time to find and to open. */
const MOST_FILES = 14;

/** What a file of the bundle imports: at once, and when it is needed. */
function importsOf(file: string): { now: string[]; later: string[] } {
  const text = readFileSync(join(DIST, file), 'utf8');
  const found = (pattern: RegExp): string[] => [...text.matchAll(pattern)].flatMap(([, target = '']) => target);
  return { now: found(/(?:\bfrom|\bimport)\s*"([\w.:/@-]+)"/g), later: found(/\bimport\("([\w.:/@-]+)"\)/g) };
}

/** The files that a start with this one loads. */
function loadedBy(entry: string): Set<string> {
  const files = new Set([entry]);
  for (const file of files) {
    for (const target of importsOf(file).now) if (target.startsWith('./')) files.add(target.slice(2));
  }
  return files;
}

function textOf(files: Iterable<string>): string {
  return [...files].map((file) => readFileSync(join(DIST, file), 'utf8')).join('\n');
}

test('the bin loads neither the engine nor what reads bodies before it has answered', () => {
  // The bin itself only sees to the compile cache.
  const [main = ''] = importsOf('cli.js').later;
  const files = new Set([...loadedBy('cli.js'), ...loadedBy(main.slice(2))]);
  expect(files.size).toBeGreaterThan(3);
  expect(files.size).toBeLessThan(MOST_FILES);
  const text = textOf(files);
  expect(text.length).toBeLessThan(MOST_AT_START);
  const everything = textOf(readdirSync(DIST).filter((file) => file.endsWith('.js')));
  for (const name of ['UND_ERR_', 'openElements', 'Papa', 'parseTree']) {
    expect(everything).toContain(name);
    expect(text).not.toContain(name);
  }
  expect(everything).not.toContain('ajv/dist');
});

test('an older Node is told which one is needed', async () => {
  const older = 'data:text/javascript,delete process.getBuiltinModule';
  const start = promisify(execFile)(process.execPath, ['--import', older, join(DIST, 'cli.js'), '--version']);
  const { engines } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8')) as { engines: { node: string } };
  await expect(start).rejects.toThrow(`needs Node ${engines.node.replace('||', 'or')}; this is ${process.version}`);
});

test('no assertion has Node parse the bundle for its message', () => {
  const everything = textOf(readdirSync(DIST).filter((file) => file.endsWith('.js')));
  expect(everything.includes('an assertion does not hold')).toBe(true);
  expect(/(?:require\(|from ?|import\()"(?:node:)?assert"/.test(everything)).toBe(false);
});

test('the package needs nothing but Node', () => {
  const files = readdirSync(DIST, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  expect(files.length).toBeGreaterThan(10);
  for (const file of files) {
    const { now, later } = importsOf(file);
    for (const target of [...now, ...later]) expect(target, file).toMatch(/^(\.|node:)/);
  }
});

test('every package of the bundle is named with its licence', () => {
  const notices = readFileSync(join(DIST, 'THIRD-PARTY-NOTICES'), 'utf8');
  for (const name of ['undici', 'zod', 'parse5', '@modelcontextprotocol/sdk', 'fastest-levenshtein']) {
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\([\\w. -]+\\), \\S+$`, 'm'));
  }
});

test('and each with the whole text of it', () => {
  const [, ...packages] = readFileSync(join(DIST, 'THIRD-PARTY-NOTICES'), 'utf8').split(`${'-'.repeat(80)}\n`);
  expect(packages.length).toBeGreaterThan(10);
  for (const text of packages) {
    expect(text.split('\n', 1)[0]).not.toBe('');
    expect(text.length, text.slice(0, 200)).toBeGreaterThan(600);
    expect(text.replaceAll(/\s+/g, ' '), text.slice(0, 200)).toMatch(
      /without warrant|as is|no warranty|as far as the law allows/i,
    );
  }
});
