import { environmentName } from '../../cli/environment.ts';
import { OPTIONS } from '../../config/options.ts';

/** An operator's option that clients with a form for such ask for. */
export interface Setting {
  /** Lower case, with underscores. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly variable: string;
  readonly type: 'string' | 'boolean' | 'file' | 'directory';
  /** As nobody had said anything: clients leave their placeholder in place where there is no default. */
  readonly fallback: string | boolean;
}

const TITLES: readonly (readonly [flag: string, title: string])[] = [
  ['allow', 'Allowed private hosts'],
  ['hosts', 'Only these hosts'],
  ['read-only', 'Read only'],
  ['save-dir', 'Directory for files'],
];

/** The options that are worth a question when the server is installed. */
export function settings(): Setting[] {
  const asked = TITLES.map(([flag, title]): Setting => {
    const option = OPTIONS.find((each) => each.flag === flag);
    if (!option) throw new Error(`--${flag} is no option`);
    const type = option.isSwitch ? 'boolean' : option.value === 'DIR' ? 'directory' : 'string';
    const fallback = option.isSwitch ? false : option.fallback;
    return {
      key: flag.replaceAll('-', '_'),
      title,
      description: sentence(option.help),
      variable: environmentName(flag),
      type,
      fallback,
    };
  });
  const config: Setting = {
    key: 'config',
    title: 'Config file',
    description: 'A JSON file with any option, and profiles: headers for an origin.',
    variable: environmentName('config'),
    type: 'file',
    fallback: '',
  };
  return [...asked, config];
}

/** A help text, which is about a flag, as a sentence about a field. */
function sentence(help: string): string {
  const text = help.replace(/; repeatable$/, '; several between commas');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
