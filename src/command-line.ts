import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { ConfigError, OPTIONS, VERSION, type Config, type Option } from './config.ts';
import { parseProfiles } from './profiles.ts';

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly config: Config }
  | { readonly kind: 'run'; readonly path: string; readonly config: Config }
  | { readonly kind: 'print'; readonly text: string };

/**
 * Reads flags, environment and config file; flags win over the environment, that over the file.
 * @param args without node and the script
 * @throws {ConfigError} naming the flag, variable or key that is wrong
 */
export function parseCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  const { flags, words } = parseFlags(args);
  if (flags['help']) return { kind: 'print', text: usage() };
  if (flags['version']) return { kind: 'print', text: VERSION };
  const path = flags['config'] ?? env['FETCH_MANY_CONFIG'];
  const { profiles = {}, ...content } = typeof path === 'string' && path ? readConfigFile(path) : {};
  const file = fileOptions(content, String(path));
  const values = OPTIONS.map((option) => {
    const name = environmentName(option.flag);
    const flag = flags[option.flag];
    if (flag !== undefined) return [option.key, parse(option, `--${option.flag}`, [flag].flat().map(String), env)];
    if (env[name]) return [option.key, parse(option, name, [env[name]], env)];
    const inFile = file.get(option.flag);
    const where = `${option.flag} in ${String(path)}`;
    return [option.key, inFile ? parse(option, where, inFile, env) : option.parse(option.fallback, env)];
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- OPTIONS has every such key of Config, each with its parser
  const options = Object.fromEntries(values) as Omit<Config, 'profiles'>;
  const config = Object.freeze({ ...options, profiles: parseProfiles(profiles, { path: String(path), env }) });
  return words[0] === 'run' ? { kind: 'run', path: words[1] ?? '', config } : { kind: 'serve', config };
}

interface Parsed {
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  /** What is not a flag: nothing, or `run FILE`. */
  readonly words: readonly string[];
}

function parseFlags(args: readonly string[]): Parsed {
  const options = Object.fromEntries([
    ...OPTIONS.map(({ flag, repeatable, isSwitch }) => {
      return [flag, { type: isSwitch ? ('boolean' as const) : ('string' as const), multiple: repeatable === true }] as const;
    }),
    ['config', { type: 'string' as const }] as const,
    ['help', { type: 'boolean' as const, short: 'h' }] as const,
    ['version', { type: 'boolean' as const, short: 'v' }] as const,
  ]);
  const known = Object.keys(options);
  for (const arg of args) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name && !known.includes(name)) {
      throw new ConfigError(`--${name} is not a flag; did you mean --${closest(name, known)}? See --help`);
    }
  }
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new ConfigError(`${first.replace(/\.$/, '')}. See --help`);
  }
  const { values: flags, positionals: words } = parsed;
  if (words.length > 0 && (words[0] !== 'run' || words.length !== 2)) {
    throw new ConfigError(`unexpected "${words.join(' ')}"; the only command is "run FILE", with - for standard input`);
  }
  return { flags, words };
}

function parse(option: Option, where: string, texts: readonly string[], env: NodeJS.ProcessEnv): Config[Option['key']] {
  try {
    return option.parse(texts.join(','), env);
  } catch (error) {
    throw new ConfigError(`${where}: ${said(error)}`);
  }
}

/** What an error says, in one line. */
function said(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
}

function readConfigFile(path: string): Record<string, unknown> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ConfigError(`--config ${path}: ${said(error)}`);
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError(`--config ${path}: expected a JSON object`);
  }
  return { ...content };
}

/** Keys are the flags' names, in kebab-case or camelCase; values are what a flag takes, numbers and lists as such. */
function fileOptions(content: Readonly<Record<string, unknown>>, path: string): Map<string, string[]> {
  const flags = OPTIONS.map(({ flag }) => flag);
  const switches = new Set(OPTIONS.filter(({ isSwitch }) => isSwitch).map(({ flag }) => flag));
  return new Map(
    Object.entries(content).map(([key, value]) => {
      const flag = key.replaceAll('_', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      if (!flags.includes(flag)) {
        throw new ConfigError(`--config ${path}: unknown key "${key}"; did you mean "${closest(flag, [...flags, 'profiles'])}"?`);
      }
      const values: unknown[] = [value].flat();
      const types = switches.has(flag) ? ['string', 'number', 'boolean'] : ['string', 'number'];
      if (!values.every((each) => types.includes(typeof each))) {
        const expected = switches.has(flag) ? 'true or false' : 'text, a number or a list of such';
        throw new ConfigError(`--config ${path}: "${key}": expected ${expected}`);
      }
      return [flag, values.map(String)];
    }),
  );
}

function usage(): string {
  const rows: (readonly [string, string])[] = [
    ...OPTIONS.map(({ flag, value, help, fallback, isSwitch }) => {
      const shown = fallback && !isSwitch ? ` (${fallback})` : '';
      return [`--${flag} ${value}`.trimEnd(), `${help}${shown}`] as const;
    }),
    ['--config FILE', 'these as keys of a JSON file, and profiles: headers for an origin'],
    ['--help', 'this text'],
    ['--version', 'the version'],
  ];
  const width = Math.max(...rows.map(([left]) => left.length));
  return [
    'fetch-many [FLAGS]           serves MCP on stdio: a tool that makes many HTTP requests in one call',
    'fetch-many [FLAGS] run FILE  runs one call, its arguments as JSON in FILE (- is standard input)',
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    '',
    `Each flag is also an environment variable (--max-requests: ${environmentName('max-requests')}).`,
    'Flags win over the environment, the environment over the file.',
  ].join('\n');
}

function environmentName(flag: string): string {
  return `FETCH_MANY_${flag.replaceAll('-', '_').toUpperCase()}`;
}
