import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/config.ts';
import { buildOptions } from '../config/build-config.ts';
import { fileOptions, readConfigFile } from '../config/config-file.ts';
import { firstWord, parseFlags, type ParsedFlags } from '../config/flags.ts';
import { parseProfiles } from '../config/profiles.ts';
import { VERSION } from '../version.ts';
import { flagsOf } from './commands.ts';
import { checkEnvironment, environmentName } from './environment.ts';
import { help } from './help.ts';
import type { Drawing } from './timeline/show.ts';

/** How a call's result is printed: within its budget, with every body whole, or a record a line. */
type OutputForm = 'fitted' | 'whole' | 'records';

/** A command that runs one call. */
export type CallCommand = { readonly output: OutputForm; readonly drawing: Drawing; readonly config: Config } & (
  | { readonly kind: 'run'; readonly path: string }
  | { readonly kind: 'get'; readonly urls: readonly string[]; readonly flags: ParsedFlags['flags'] }
);

/** What the command line asks for. */
export type Command =
  | { readonly kind: 'serve'; readonly config: Config }
  | { readonly kind: 'print'; readonly text: string }
  | CallCommand;

/**
 * Reads flags, environment and config file; flags win over the environment, that over the file.
 * @param args without node and the script
 * @throws {ConfigError} naming the flag, variable or key that is wrong, or the words that make no command
 */
export function parseCommand(args: readonly string[], env: NodeJS.ProcessEnv): Command {
  // Making the flags of commands takes a moment that serving need not wait for.
  const isServing = !args.some((arg) => arg === 'run' || arg === 'get' || arg === 'help');
  const name = isServing ? undefined : commandName(firstWord(args, flagsOf('get')));
  const { flags, words } = parseFlags(args, name === 'run' || name === 'get' ? flagsOf(name) : []);
  if (flags['version']) return { kind: 'print', text: VERSION };
  if (flags['help'] || name === 'help') {
    const about = name === 'help' ? words[1] : words[0];
    return { kind: 'print', text: help(about === 'run' || about === 'get' ? about : undefined) };
  }
  const [first, ...rest] = words;
  const output: OutputForm = flags['ndjson'] ? 'records' : flags['full'] ? 'whole' : 'fitted';
  if (name === undefined && first !== undefined) throw unexpected(words);
  if (name !== undefined && flags['save-dir'] !== undefined)
    throw new ConfigError(`--save-dir is for a server; ${name} prints, and the shell writes files: > FILE`);
  const config = readConfig(flags, env);
  const { timeline, svg } = flags;
  const drawing = { isText: timeline === true, svg: typeof svg === 'string' ? svg : undefined };
  if (name === 'get') return { kind: 'get', urls: rest, flags, output, drawing, config };
  const [path] = rest;
  if (name !== 'run') return { kind: 'serve', config };
  if (path === undefined || rest.length > 1) throw unexpected(words);
  return { kind: 'run', path, output, drawing, config };
}

function commandName(word: string | undefined): 'run' | 'get' | 'help' | undefined {
  return word === 'run' || word === 'get' || word === 'help' ? word : undefined;
}

function unexpected(words: readonly string[]): ConfigError {
  const commands = '"run FILE", with - for standard input, and "get URL..."';
  return new ConfigError(`unexpected "${words.join(' ')}"; the commands are ${commands}. See --help`);
}

function readConfig(flags: ParsedFlags['flags'], env: NodeJS.ProcessEnv): Config {
  checkEnvironment(env);
  const path = flags['config'] ?? env['FETCH_MANY_CONFIG'];
  // An empty variable of a client is one that is not set; an empty word of a shell would start without what the file restricts.
  if (flags['config'] === '') throw new ConfigError('--config: expected a file, got ""; leave the flag out for none');
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
  return Object.freeze({ ...options, profiles: parseProfiles(profiles, { path: String(path), env }) });
}
