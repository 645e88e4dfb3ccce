import { ConfigError, type Config } from './config.ts';
import { OPTIONS, type Option } from './options.ts';
import { placeholderProblem } from './placeholder.ts';

/** The text of an option, and what gave it: a flag, a variable or a key, for whoever has to correct it. */
export interface GivenText {
  readonly where: string;
  readonly text: string;
}

/**
 * Reads every option's text; one that is not given takes its default.
 * @param find the text that was given for an option; undefined if none was
 * @param env the environment, for options that point to it
 * @throws {ConfigError} naming what gave the wrong text
 */
export function buildOptions(
  find: (option: Option) => GivenText | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Omit<Config, 'profiles'> {
  const values = OPTIONS.map((option) => {
    const { where, text } = find(option) ?? { where: option.flag, text: option.fallback };
    const unfilled = placeholderProblem(text);
    if (unfilled !== undefined) throw new ConfigError(`${where}: ${unfilled}`);
    try {
      return [option.key, option.parse(text, env)];
    } catch (error) {
      throw new ConfigError(`${where}: ${oneLine(error)}`);
    }
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- OPTIONS has every such key of Config, each with its parser
  return Object.fromEntries(values) as Omit<Config, 'profiles'>;
}

/** The message of an error, in one line. */
export function oneLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\n\s*/g, ' ');
}
