import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ROOT } from './support/client.ts';

/** From the bottom up. A room may import from itself and from those before it. */
const ROOMS = [
  'option-values.ts', 'proxy-config.ts', 'config.ts', 'log.ts', 'concurrency', 'http', 'result', 'batch', 'engine.ts', 'mcp',
  'progress-bar.ts', 'run-file.ts', 'profiles.ts', 'command-line.ts', 'cli.ts', 'call-types.ts', 'library.ts', 'index.ts', 'build',
];
/** The same inside `batch`: the way of one call. */
const SHELVES = ['args', 'plan', 'run', 'report'];

const SRC = fileURLToPath(new URL('src/', ROOT));
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
const texts = files.map((file) => ({ file, text: readFileSync(join(SRC, file), 'utf8') }));
const imports = texts.flatMap(({ file, text }) => {
  return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, target = '']) => ({ file, target }));
});

function room(file: string): string {
  return file.split('/')[0] ?? '';
}

test('imports point down only', () => {
  expect(imports.length).toBeGreaterThan(50);
  for (const { file, target } of imports.filter((each) => each.target.startsWith('.'))) {
    const to = room(relative(SRC, join(SRC, dirname(file), target)));
    expect(ROOMS, `${file} imports ${target}: no such room`).toContain(to);
    expect(ROOMS.indexOf(to), `${file} imports ${target}`).toBeLessThanOrEqual(ROOMS.indexOf(room(file)));
  }
});

test('inside batch a call goes one way: arguments, plan, run, report', () => {
  const inside = imports.filter(({ file, target }) => room(file) === 'batch' && target.startsWith('../') && !target.startsWith('../../'));
  expect(inside.length).toBeGreaterThan(20);
  for (const { file, target } of inside) {
    const [to, from] = [target.split('/')[1] ?? '', file.split('/')[1] ?? ''];
    expect(SHELVES.indexOf(to), `${file} imports ${target}`).toBeLessThanOrEqual(SHELVES.indexOf(from));
    expect(SHELVES, `${file} imports ${target}: no such shelf`).toContain(to);
  }
});

test('only mcp and the bin import an MCP SDK, and the concurrency core imports nothing but Node', () => {
  const sdk = imports.filter(({ target }) => target.startsWith('@modelcontextprotocol/'));
  for (const { file } of sdk) expect(['mcp', 'cli.ts']).toContain(room(file));
  const core = imports.filter(({ file }) => room(file) === 'concurrency');
  for (const { target } of core) expect(target).toMatch(/^(\.\/|node:)/);
});

test('zod is imported as a namespace, of which the bundle takes what is used: { z } brings every language along', () => {
  for (const { file, text } of texts) expect(text, file).not.toMatch(/import \{ z \} from 'zod'/);
});

test('every file can be read at a sitting', () => {
  for (const file of files) {
    const lines = readFileSync(join(SRC, file), 'utf8').trimEnd().split('\n').length;
    expect(lines, `${file} has ${lines} lines`).toBeLessThanOrEqual(180);
  }
});

test('nothing writes to stdout but the protocol, and only the entries read the environment', () => {
  for (const { file, text } of texts) {
    expect(text, file).not.toMatch(/console\./);
    expect(file === 'cli.ts' ? '' : text, file).not.toMatch(/process\.(argv|stdout\.write)/);
    expect(['cli.ts', 'library.ts'].includes(file) ? '' : text, file).not.toMatch(/process\.env/);
  }
});
