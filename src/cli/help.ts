import { environmentName } from './environment.ts';
import { OPTIONS } from '../config/options.ts';
import { flagsOf, type CommandName } from './commands.ts';

/** Of a line, and of what stands on the left of a table. */
const COLUMNS = 120;
const LEFT_COLUMNS = 28;

type Row = readonly [left: string, right: string];

const EXIT_STATUS: readonly Row[] = [
  ['0', 'every request was ok'],
  ['1', 'some failed, or js did: summary.failures or error says which and why'],
  ['2', 'the call was invalid, and nothing was sent; stderr says what to change'],
  ['141', 'nobody read the rest, as with | head'],
];

/** What `--help` prints: of the whole program, or of one command. */
export function help(command?: CommandName): string {
  return (command === undefined ? overview() : pageLines(command === 'run' ? RUN : GET)).join('\n');
}

function overview(): string[] {
  return [
    'fetch-many [FLAGS]               serves MCP on stdio: tools that make many HTTP requests in one call',
    'fetch-many [FLAGS] run FILE      runs one call, its arguments as JSON in FILE (- is standard input)',
    'fetch-many [FLAGS] get URL...    gets URLs (- reads them from standard input)',
    'fetch-many help run|get          says more of a command',
    '',
    'Examples',
    "  fetch-many get https://api.example.com/users --select '[].name'",
    '  fetch-many get --ndjson "https://api.example.com/users/{id}" --vars id=1..3 | head -n 2',
    '  echo \'{"requests": ["https://api.example.com/todos"], "js": "ok[0].body.length"}\' | fetch-many run -',
    '',
    'Flags',
    ...table(operatorRows()),
    '',
    `Each flag is also an environment variable (--max-requests: ${environmentName('max-requests')}).`,
    'Flags win over the environment, the environment over the file.',
  ];
}

/** What a manual page of a command says. */
interface Page {
  readonly command: CommandName;
  readonly name: string;
  readonly synopsis: string;
  readonly description: readonly string[];
  readonly examples: readonly string[];
}

const RUN: Page = {
  command: 'run',
  name: 'run one call of fetch_many or request_many without a client',
  synopsis: 'FILE [--full | --ndjson]',
  description: [
    'FILE holds the arguments of one call as JSON; - is standard input. Methods that change something work, too,',
    'unless --read-only is given. The result is JSON on stdout, cut to max_tokens; a bar is drawn on stderr if that is',
    'a terminal.',
  ],
  examples: [
    'echo \'{"base_url": "https://api.example.com", "requests": ["/users", "/todos"], "select": "length(@)"}\' | fetch-many run -',
    'echo \'{"requests": ["https://api.example.com/users"]}\' | fetch-many run - --full | head -n 1',
  ],
};

const GET: Page = {
  command: 'get',
  name: 'get many URLs at once, within limits, with retries',
  synopsis: 'URL... [OPTIONS]',
  description: [
    'The arguments of the tool fetch_many as flags, for a shell. - among the URLs reads them from standard input, one a',
    'line. The result is JSON on stdout, cut to --max-tokens: print it whole by --full, or as lines by --ndjson.',
  ],
  examples: [
    "fetch-many get --full https://api.example.com/users | jq '.results[].body | length'",
    'fetch-many get "https://api.example.com/users/{id}" --vars id=1..3 --select name -H "accept: application/json"',
    'fetch-many get --base-url https://api.example.com /users /todos --js "records.map(r => r.body.length)"',
  ],
};

function section(title: string, lines: readonly string[]): string[] {
  return [title, ...lines.map((line) => `  ${line}`), ''];
}

function pageLines({ command, name, synopsis, description, examples }: Page): string[] {
  return [
    ...section('NAME', [`fetch-many ${command} - ${name}`]),
    ...section('SYNOPSIS', [`fetch-many [FLAGS] ${command} ${synopsis}`]),
    ...section('DESCRIPTION', description),
    'OPTIONS',
    ...table(rowsOf(flagsOf(command))),
    '  and the flags of fetch-many --help.',
    '',
    'EXIT STATUS',
    ...table(EXIT_STATUS),
    '',
    ...section('EXAMPLES', examples).slice(0, -1),
  ];
}

function operatorRows(): Row[] {
  return [
    ...rowsOf(OPTIONS.map(({ fallback, isSwitch = false, ...option }) => ({ ...option, isSwitch, fallback }))),
    ['--config FILE', 'these as keys of a JSON file, and profiles: headers for an origin'],
    ['--help', 'this text'],
    ['--version', 'the version'],
  ];
}

interface ShownFlag {
  readonly flag: string;
  readonly short?: string;
  readonly value: string;
  readonly help: string;
  readonly isSwitch: boolean;
  readonly fallback?: string;
}

function rowsOf(flags: readonly ShownFlag[]): Row[] {
  return flags.map(({ flag, short, value, help: said, isSwitch, fallback }) => {
    const names = short === undefined ? `--${flag}` : `-${short}, --${flag}`;
    const shown = fallback && !isSwitch ? ` (${fallback})` : '';
    return [`${names} ${value}`.trimEnd(), `${said}${shown}`];
  });
}

/** A wide left side has a line of its own. */
function table(rows: readonly Row[]): string[] {
  return rows.flatMap(([left, right]) => {
    const lines = wrapped(right);
    const isWide = left.length > LEFT_COLUMNS;
    const [first = '', ...rest] = isWide ? ['', ...lines] : lines;
    const indent = ' '.repeat(LEFT_COLUMNS + 4);
    return [`  ${left.padEnd(LEFT_COLUMNS)}  ${first}`.trimEnd(), ...rest.map((line) => indent + line)];
  });
}

/** In lines that fit beside the left side. */
function wrapped(text: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > COLUMNS - LEFT_COLUMNS - 4) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
