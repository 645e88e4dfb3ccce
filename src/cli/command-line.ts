import type { Config } from '../config/config.ts';
import { buildOptions } from '../config/build-config.ts';
import { parseProfiles } from '../config/profiles.ts';
import { VERSION } from '../version.ts';
import { OPTIONS } from '../config/options.ts';
import { parseFlags } from '../config/flags.ts';
import { readConfigFile, fileOptions } from '../config/config-file.ts';

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
  const options = buildOptions(({ flag }) => {
    const name = environmentName(flag);
    const given = flags[flag];
    if (given !== undefined) return { where: `--${flag}`, text: [given].flat().map(String).join(',') };
    if (env[name]) return { where: name, text: env[name] };
    const inFile = file.get(flag);
    return inFile && { where: `${flag} in ${String(path)}`, text: inFile.join(',') };
  }, env);
  const config = Object.freeze({ ...options, profiles: parseProfiles(profiles, { path: String(path), env }) });
  return words[0] === 'run' ? { kind: 'run', path: words[1] ?? '', config } : { kind: 'serve', config };
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

/** The variable that stands for a flag: `FETCH_MANY_MAX_REQUESTS` for `max-requests`. */
export function environmentName(flag: string): string {
  return `FETCH_MANY_${flag.replaceAll('-', '_').toUpperCase()}`;
}
