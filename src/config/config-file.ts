import { oneLine } from './build-config.ts';
import { readFileSync } from 'node:fs';
import { ConfigError } from './config.ts';
import { nameInstead } from './meant-name.ts';
import { OPTIONS } from './options.ts';
import { placeholderProblem } from './placeholder.ts';
import { textOf } from './text-of.ts';

/**
 * Reads a config file.
 * @throws {ConfigError} if it cannot be read, is not a JSON object, or its path still holds a client's placeholder
 */
export function readConfigFile(path: string): Record<string, unknown> {
  const unfilled = placeholderProblem(path);
  if (unfilled !== undefined) throw new ConfigError(`--config: ${unfilled}`);
  const content = parse(read(path), path);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw new ConfigError(`--config ${path}: expected a JSON object`);
  }
  return { ...content };
}

function read(path: string): string {
  try {
    return textOf(readFileSync(path));
  } catch (error) {
    throw new ConfigError(`--config ${path}: ${oneLine(error)}`);
  }
}

/** What is wrong with JSON is told by where it is: the words of `JSON.parse` repeat what is there, which may be a secret. */
function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const position = /at position (\d+)/.exec(oneLine(error))?.[1];
    const before = text.slice(0, Number(position)).split('\n');
    const where = position === undefined ? '' : ` (line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1})`;
    throw new ConfigError(`--config ${path}: it is not JSON${where}; a comma too many or too few, or a quote that is missing?`);
  }
}

/** Keys are the flags' names, in kebab-case or camelCase; values are what a flag takes, numbers and lists as such. */
export function fileOptions(content: Readonly<Record<string, unknown>>, path: string): Map<string, string[]> {
  const flags = OPTIONS.map(({ flag }) => flag);
  const switches = new Set(OPTIONS.filter(({ isSwitch }) => isSwitch).map(({ flag }) => flag));
  const options = new Map<string, string[]>();
  for (const [key, value] of Object.entries(content)) {
    const flag = key.replaceAll('_', '-').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (!flags.includes(flag)) {
      throw new ConfigError(`--config ${path}: unknown key "${key}"; ${nameInstead(flag, [...flags, 'profiles'])}`);
    }
    const values: unknown[] = [value].flat();
    const types = switches.has(flag) ? ['string', 'number', 'boolean'] : ['string', 'number'];
    if (!values.every((each) => types.includes(typeof each))) {
      const expected = switches.has(flag) ? 'true or false' : 'text, a number or a list of such';
      throw new ConfigError(`--config ${path}: "${key}": expected ${expected}`);
    }
    if (options.has(flag))
      throw new ConfigError(`--config ${path}: "${key}" is "${flag}", which is there already; leave one out`);
    options.set(flag, values.map(String));
  }
  return options;
}
