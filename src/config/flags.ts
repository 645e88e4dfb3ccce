import { parseArgs } from 'node:util';
import { ConfigError } from './config.ts';
import { meantName } from './meant-name.ts';
import { OPTIONS } from './options.ts';

/** A flag that belongs to one command alone. */
export interface CommandFlag {
  readonly flag: string;
  /** One letter that stands for it. */
  readonly short?: string;
  /** A word for its value, for help; empty for a switch. */
  readonly value: string;
  readonly help: string;
  readonly isSwitch: boolean;
  readonly repeatable: boolean;
}

/** The command line, split. */
export interface ParsedFlags {
  readonly flags: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
  /** What is not a flag. */
  readonly words: readonly string[];
}

/**
 * Splits the command line into flags and words.
 * @param args without node and the script
 * @param own flags of the command, beside those that there always are
 * @throws {ConfigError} naming the flag that is not known or lacks its value
 */
export function parseFlags(args: readonly string[], own: readonly CommandFlag[]): ParsedFlags {
  const options = optionsFor(own);
  const known = Object.keys(options);
  const end = args.indexOf('--');
  for (const arg of end < 0 ? args : args.slice(0, end)) {
    const name = /^--([^=]+)/.exec(arg)?.[1];
    if (name && !known.includes(name)) {
      const meant = meantName(name, known);
      throw new ConfigError(`--${name} is not a flag${meant === undefined ? '.' : `; did you mean --${meant}?`} See --help`);
    }
  }
  try {
    const { values: flags, positionals: words } = parseArgs({ args: [...args], options, allowPositionals: true });
    return { flags, words };
  } catch (error) {
    const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const dashed = /(--[\w-]+).*' argument is ambiguous/.exec(first)?.[1];
    if (dashed) throw new ConfigError(`${dashed}: its value is missing; one that begins with - is written ${dashed}=-...`);
    throw new ConfigError(`${first.replace(/\.$/, '')}. See --help`);
  }
}

/** The first word that is no flag, nor the value of one. @param own flags of all commands */
export function firstWord(args: readonly string[], own: readonly CommandFlag[]): string | undefined {
  const { positionals } = parseArgs({ args: [...args], options: optionsFor(own), allowPositionals: true, strict: false });
  return positionals[0];
}

interface FlagOption {
  readonly type: 'string' | 'boolean';
  readonly multiple: boolean;
  readonly short?: string;
}

function optionsFor(own: readonly CommandFlag[]): Record<string, FlagOption> {
  const given = [...OPTIONS, ...own].map((each) => {
    const { flag, repeatable = false, isSwitch = false } = each;
    const short = 'short' in each && each.short !== undefined ? { short: each.short } : {};
    return [flag, { type: isSwitch ? 'boolean' : 'string', multiple: repeatable, ...short }] as const;
  });
  return {
    ...Object.fromEntries(given),
    config: { type: 'string', multiple: false },
    help: { type: 'boolean', multiple: false, short: 'h' },
    version: { type: 'boolean', multiple: false, short: 'v' },
  };
}
