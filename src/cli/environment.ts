import { closest, distance } from 'fastest-levenshtein';
import { ConfigError } from '../config/config.ts';
import { OPTIONS } from '../config/options.ts';

const PREFIX = 'FETCH_MANY_';
const PROFILES = 'FETCHMANYPROFILES';

/** The environment variable that a flag is, too. */
export function environmentName(flag: string): string {
  return PREFIX + flag.replaceAll('-', '_').toUpperCase();
}

/**
 * Looks for variables that were meant to be a flag and are none: a name close to one, or one in other letters. Others with
 * the same beginning are somebody's own, such as those that profiles refer to.
 * @throws {ConfigError} naming the variable and the one that was meant
 */
export function checkEnvironment(env: NodeJS.ProcessEnv): void {
  const given = Object.keys(env).filter((name) => plain(name).startsWith(plain(PREFIX)));
  if (given.length === 0) return;
  const known = new Map([...OPTIONS.map(({ flag }) => flag), 'config'].map((flag) => [plain(environmentName(flag)), flag]));
  for (const name of given) {
    const word = plain(name);
    if (word === PROFILES) throw new ConfigError(`${name} is not an option: profiles are a key of the file that --config names`);
    const meant = closest(word, [...known.keys()]);
    const right = environmentName(known.get(meant) ?? '');
    // On Windows names of variables are the same in any case.
    if ((process.platform === 'win32' ? name.toUpperCase() : name) === right) continue;
    if (distance(word, meant) > Math.max(1, Math.floor((word.length - plain(PREFIX).length) / 3))) continue;
    throw new ConfigError(`${name} is not an option; did you mean ${right}?`);
  }
}

function plain(name: string): string {
  return name.replaceAll('_', '').toUpperCase();
}
