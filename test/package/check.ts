/**
 * Packs the package, installs the tarball into an empty directory with no network, and uses it as somebody who knows
 * nothing of this checkout: the bin, one call over MCP, the same by npx, both library entries, their types.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, execPath, platform, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { transform } from 'esbuild';
import manifest from '../../package.json' with { type: 'json' };
import { json, startApi } from '../support/api.ts';
import { connectTo, ROOT } from '../support/client.ts';

const MAX_BYTES = 2_000_000;
const run = promisify(execFile);
const top = fileURLToPath(ROOT);
const CONSUMER = readFile(join(import.meta.dirname, 'consumer.ts'), 'utf8');
const directory = await mkdtemp(join(tmpdir(), 'fetch-many-package-'));
async function main(): Promise<void> {
  const tarball = await pack();
  await write('package.json', JSON.stringify({ private: true, type: 'module' }));
  // A cache of its own is empty: whatever else the package needs, is not found.
  await npm(['install', '--offline', '--cache', join(directory, 'cache'), '--no-audit', '--no-fund', tarball], directory);
  const { stdout: version } = await run(bin(), ['--version'], { shell: platform === 'win32' });
  equal(version.trim(), manifest.version, 'fetch-many --version');
  await serveOneCall();
  await serveByNpx(tarball);
  await useLibrary();
  await checkTypes();
}

/** @returns the whole path of the tarball, of `argv` or a new one */
async function pack(): Promise<string> {
  if (argv[2]) return resolve(argv[2]);
  const { stdout: listing } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', directory], top);
  const [packed]: { filename: string; size: number; files: { path: string }[] }[] = JSON.parse(listing);
  if (!packed) throw new Error(`npm pack made nothing: ${listing}`);
  const { filename, size, files } = packed;
  if (size > MAX_BYTES) throw new Error(`${filename} has ${size} bytes; at most ${MAX_BYTES} are wanted`);
  say(`${filename}: ${files.length} files, ${Math.round(size / 1_000)} kB`);
  return join(directory, filename);
}

/** On a Windows machine npm is a script that only a shell starts. */
function npm(args: readonly string[], cwd: string): Promise<{ stdout: string }> {
  return run('npm', [...args], { cwd, shell: platform === 'win32' });
}

function bin(): string {
  return join(directory, 'node_modules/.bin', platform === 'win32' ? 'fetch-many.cmd' : 'fetch-many');
}

async function serveOneCall(): Promise<void> {
  const api = await startApi((_, response) => json(response, { id: 7 }));
  const cli = join(directory, 'node_modules/fetch-many-mcp/dist/cli.js');
  const server = await connectTo({ command: execPath, args: [cli, '--allow', '127.0.0.1'], cwd: directory });
  const { value } = await server.fetchMany({ requests: [`${api.url}/`], select: 'id' });
  equal(value?.results[0]?.body, 7, 'one call over MCP');
  const page = await startApi((_, response) => void response.setHeader('content-type', 'text/html').end('<h1>Hi</h1>'));
  const { value: read } = await server.fetchMany({ requests: [page.url] });
  equal(read?.results[0]?.body, '# Hi', 'a page as Markdown');
  equal(server.stderr(), '', 'nothing on stderr');
  await Promise.all([server.close(), api.close(), page.close()]);
}

/** As the install links and the README start it, but from a file in place of the registry, and without a network. */
async function serveByNpx(tarball: string): Promise<void> {
  const api = await startApi((_, response) => json(response, { id: 7 }));
  const env = { npm_config_offline: 'true', npm_config_cache: join(directory, 'npx-cache'), npm_config_update_notifier: 'false' };
  const empty = await mkdtemp(join(directory, 'empty-'));
  const server = await connectTo({ command: 'npx', args: ['-y', `file:${tarball}`, '--allow', '127.0.0.1'], cwd: empty, env });
  const { value } = await server.fetchMany({ requests: [`${api.url}/`], select: 'id' });
  equal(value?.results[0]?.body, 7, 'one call over MCP, started by npx');
  await Promise.all([server.close(), api.close()]);
}

async function useLibrary(): Promise<void> {
  const api = await startApi((_, response) => json(response, { id: 7 }));
  await write('consumer.mjs', (await transform(await CONSUMER, { loader: 'ts' })).code);
  const script = `import { consume } from './consumer.mjs'; process.stdout.write(await consume('${api.url}'));`;
  const { stdout: said } = await run(execPath, ['--input-type=module', '--eval', script], { cwd: directory, timeout: 10_000 });
  equal(said, '[6,1]', 'both library entries');
  await api.close();
}

/** Without any other package: no types of Node's, no zod. */
async function checkTypes(): Promise<void> {
  await write('consumer.ts', await CONSUMER);
  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ]) {
    await write(
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          skipLibCheck: false,
          noEmit: true,
          target: 'es2022',
          types: [],
          module,
          moduleResolution,
        },
        files: ['consumer.ts'],
      }),
    );
    const tsc = join(top, 'node_modules/typescript/bin/tsc');
    await run(execPath, [tsc, '-p', directory]).catch((error: { stdout?: string }) => {
      throw new Error(`The types, by ${module}: ${error.stdout ?? ''}`, { cause: error });
    });
    say(`ok: types, by ${module}`);
  }
}

function write(name: string, text: string): Promise<void> {
  return writeFile(join(directory, name), text);
}

function equal(got: unknown, wanted: unknown, what: string): void {
  if (got !== wanted) throw new Error(`${what}: expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`);
  say(`ok: ${what}`);
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}

try {
  await main();
} finally {
  await rm(directory, { recursive: true });
}
