import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DIST } from '../../../src/build/paths.ts';
import { BASE_IMAGE } from '../../../src/sandbox/js/image-file.ts';

const SRC = join(import.meta.dirname, '../../../src/sandbox/js');
const ENTRY = `
import { runProgram } from '${SRC}/run-program.ts';
const later = await import('${SRC}/functions.ts');
const runner = await later.FunctionRunner.create('body => body.n + new URL("http://x/").host');
const said = [await runProgram('[URL.name, tableRows("| a |\\\\n|---|\\\\n| 1 |"), [3].map(x => x.toLocaleString())]', []), await runner.run(Buffer.from('{"n":1}'), '{}')];
process.stdout.write(JSON.stringify(said));
`;
const SAID = [
  { json: '["URL",[{"a":"1"}],["3"]]', isEmpty: false, notes: [], console: [] },
  { json: '"1x"', notes: [] },
];

async function run(): Promise<unknown> {
  const { stdout } = await promisify(execFile)(execPath, ['--liftoff-only', main], { cwd: tmpdir() });
  return JSON.parse(stdout);
}

let outdir: string;
let main: string;

beforeAll(async () => {
  outdir = await mkdtemp(join(tmpdir(), 'fetch-many-bundle-'));
  main = join(outdir, 'sandbox/main.mjs');
  await build({
    stdin: { contents: ENTRY, resolveDir: SRC, loader: 'ts' },
    outdir,
    entryNames: 'sandbox/main',
    chunkNames: 'sandbox/[name]-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.18',
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'silent',
    outExtension: { '.js': '.mjs' },
  });
});
afterAll(() => rm(outdir, { recursive: true }));

test.each([
  ['in the folder above', 'quickjs.wasm'],
  ['beside it', 'sandbox/quickjs.wasm'],
])('bundled and made small it finds its WebAssembly file %s', async (_, path) => {
  const file = join(outdir, path);
  await copyFile(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'), file);
  expect(await run()).toEqual(SAID);
  expect((await stat(main)).size).toBeLessThan(400_000);
  await rm(file);
});

test('it begins with the image that the build puts there, and makes none', async () => {
  await copyFile(createRequire(import.meta.url).resolve('quickjs-wasi/quickjs.wasm'), join(outdir, 'quickjs.wasm'));
  await copyFile(join(DIST, BASE_IMAGE), join(outdir, BASE_IMAGE));
  for (const chunk of await readdir(join(outdir, 'sandbox'))) {
    if (chunk.startsWith('make-base-image')) await rm(join(outdir, 'sandbox', chunk));
  }
  expect(await run()).toEqual(SAID);
});
