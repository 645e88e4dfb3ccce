import { parseArgs } from 'node:util';
import { closest } from 'fastest-levenshtein';
import { ConfigError } from './config.ts';
import { OPTIONS } from './options.ts';

/** The command line, split. */
interface ParsedFlags {
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  /** What is not a flag: nothing, or `run FILE`. */
  readonly words: readonly string[];
}

/**
 * Splits the command line into flags and words.
 * @param args without node and the script
 * @throws {ConfigError} naming the flag that is not known or lacks its value, or the words that make no command
 */
export function parseFlags(args: readonly string[]): ParsedFlags {
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
