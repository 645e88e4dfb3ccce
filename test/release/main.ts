/**
 * Makes everything that is released in `dist/release/`, and checks it with the tools of those who take it, which npx
 * fetches: schema, bundle, extension, plugin, package. Each server is started where a client would have put it.
 */
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath, platform, stdout } from 'node:process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { OWNER, unknownFacts } from '../../src/build/release/owner.ts';
import { serverJson } from '../../src/build/release/server-json.ts';
import { writeRelease, type Release } from '../../src/build/release/write-release.ts';
import { serverJsonSchema } from '../build/support/server-json-schema.ts';
import { ROOT } from '../support/client.ts';
import { validators } from '../support/validators.ts';
import { serves, type Started } from './serves.ts';

const MCPB = '@anthropic-ai/mcpb@2.1.2';
const GEMINI_CLI = '@google/gemini-cli@0.61.0';
const CLAUDE_CODE = '@anthropic-ai/claude-code@2.1.328';
/** The Node of tools that need a newer one than ours. */
const NODE = 'node@24';

/** Downloads are kept from run to run, though the home is another one. */
const CACHE = process.env['npm_config_cache'] ?? join(homedir(), '.npm');
const RELEASE = fileURLToPath(new URL('dist/release', ROOT));
const elsewhere = await mkdtemp(join(tmpdir(), 'fetch-many release-'));

async function main(): Promise<void> {
  const release = await writeRelease(OWNER, RELEASE);
  checkServerJson(release);
  await checkPackage(release);
  await checkBundle(release);
  await checkGemini(release);
  await checkClaude(release);
  const open = unknownFacts(OWNER);
  if (!release.hasSkill) say('not there yet: src/skill/SKILL.md, for the plugin and the extension');
  for (const line of open) say(`not known yet, in src/build/release/owner.ts: ${line}`);
}

/** Without the owner's name for it the rest is checked. */
function checkServerJson({ product }: Release): void {
  const validate = validators.getValidator(serverJsonSchema);
  const written = serverJson(product, OWNER);
  const { valid, errorMessage } = validate({ name: 'io.github.somebody/checked', ...written });
  if (!valid) throw new Error(`server.json: ${errorMessage}`);
  say(OWNER.mcpName === undefined ? 'ok: server.json, but for its name' : 'ok: server.json');
}

async function checkPackage({ npm }: Release): Promise<void> {
  const listing = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', RELEASE], npm);
  const [packed] = JSON.parse(listing) as { filename: string }[];
  if (!packed) throw new Error(`npm pack made nothing: ${listing}`);
  const top = fileURLToPath(ROOT);
  stdout.write(await run(execPath, ['--import', 'tsx', 'test/package/check.ts', join(RELEASE, packed.filename)], top));
  say(`ok: ${packed.filename}`);
}

async function checkBundle({ mcpb, product }: Release): Promise<void> {
  const bundle = join(RELEASE, `${product.server}-${product.version}.mcpb`);
  await npx([MCPB], ['mcpb', 'validate', join(mcpb, 'manifest.json')]);
  await npx([MCPB], ['mcpb', 'pack', mcpb, bundle]);
  const unpacked = join(elsewhere, 'mcpb');
  await npx([MCPB], ['mcpb', 'unpack', bundle, unpacked]);
  const { server, user_config: form, tools } = await readJson<Manifest>(join(unpacked, 'manifest.json'));
  const defaults = Object.entries(form).map(([key, field]) => [`user_config.${key}`, String(field.default)]);
  const started = fill(server.mcp_config, { __dirname: unpacked, ...Object.fromEntries(defaults) });
  await serves(
    started,
    tools.map(({ name }) => name),
  );
  say(`ok: ${product.server}-${product.version}.mcpb, unpacked and started`);
}

async function checkGemini({ gemini, product }: Release): Promise<void> {
  await npx([NODE, GEMINI_CLI], ['gemini', 'extensions', 'validate', gemini]);
  const extensionPath = join(elsewhere, 'gemini');
  await cp(gemini, extensionPath, { recursive: true });
  const { mcpServers } = await readJson<Servers>(join(extensionPath, 'gemini-extension.json'));
  await serves(fill(mcpServers[product.server], { extensionPath }));
  say('ok: the extension for Gemini CLI, started');
}

async function checkClaude({ claude, product }: Release): Promise<void> {
  await npx([CLAUDE_CODE], ['claude', 'plugin', 'validate', '--profile', 'directory', claude]);
  const CLAUDE_PLUGIN_ROOT = join(elsewhere, 'claude');
  await cp(claude, CLAUDE_PLUGIN_ROOT, { recursive: true });
  const { mcpServers } = await readJson<Servers>(join(CLAUDE_PLUGIN_ROOT, '.mcp.json'));
  await serves(fill(mcpServers[product.server], { CLAUDE_PLUGIN_ROOT }));
  say('ok: the plugin for Claude Code, started');
}

interface Manifest {
  readonly server: { readonly mcp_config: Started };
  readonly user_config: Readonly<Record<string, { readonly default: unknown }>>;
  readonly tools: readonly { readonly name: string }[];
}

interface Servers {
  readonly mcpServers: Readonly<Record<string, Started>>;
}

/** Fills a client's placeholders in. */
function fill(started: Started | undefined, values: Readonly<Record<string, string>>): Started {
  const text = JSON.stringify(started).replaceAll(/\$\{([\w.]+)\}/g, (whole, name: string) => {
    return JSON.stringify(values[name] ?? whole).slice(1, -1);
  });
  return JSON.parse(text) as Started;
}

/** Runs a tool of these packages, with a home of its own. */
function npx(packages: readonly string[], command: readonly string[]): Promise<string> {
  const home = { HOME: elsewhere, USERPROFILE: elsewhere, npm_config_cache: CACHE };
  return run('npx', ['-y', ...packages.flatMap((name) => ['-p', name]), '--', ...command], elsewhere, home);
}

async function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26, shell: platform === 'win32' };
  try {
    return (await promisify(execFile)(command, [...args], options)).stdout;
  } catch (error) {
    const { stdout: said = '', stderr: complained = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`${command} ${args.join(' ')} failed:\n${said}${complained}`, { cause: error });
  }
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

function say(line: string): void {
  stdout.write(`${line}\n`);
}

try {
  await main();
} finally {
  await rm(elsewhere, { recursive: true, force: true });
}
