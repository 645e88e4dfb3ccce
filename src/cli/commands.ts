import type { CommandFlag } from '../config/flags.ts';
import { getFlags } from './get-flags.ts';

/** A command beside serving. */
export type CommandName = 'run' | 'get';

const OUTPUT: readonly CommandFlag[] = [
  { flag: 'full', value: '', help: 'print every body whole, whatever max_tokens says', isSwitch: true, repeatable: false },
  {
    flag: 'ndjson',
    value: '',
    help: 'print one record a line as each ends, whole; the summary goes to stderr',
    isSwitch: true,
    repeatable: false,
  },
  { flag: 'timeline', value: '', help: 'draw on stderr which request ran when', isSwitch: true, repeatable: false },
  { flag: 'svg', value: 'FILE', help: 'write the same as a picture', isSwitch: false, repeatable: false },
];

const HEADER: CommandFlag = {
  flag: 'header',
  short: 'H',
  value: "'NAME: VALUE'",
  help: 'for every request; repeatable',
  isSwitch: false,
  repeatable: true,
};

/** The flags that a command has for itself. */
export function flagsOf(name: CommandName): readonly CommandFlag[] {
  return name === 'run' ? OUTPUT : [...OUTPUT, HEADER, ...getFlags()];
}
