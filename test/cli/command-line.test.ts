import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { parseCommand } from '../../src/cli/command-line.ts';
import { ConfigError, type Config } from '../../src/config/config.ts';

const FLAGS = [
  'allow',
  'hosts',
  'read-only',
  'max-requests',
  'max-concurrency',
  'max-per-host',
  'max-response-bytes',
  'max-redirects',
  'store-dir',
  'store-bytes',
  'save-dir',
  'respect-robots',
  'proxy',
  'user-agent',
  'trace-context',
  'log-level',
  'config',
  'help',
  'version',
];

const folder = mkdtempSync(join(tmpdir(), 'fetch-many-'));
let files = 0;

afterAll(() => rmSync(folder, { recursive: true }));

/** A config file with this content. */
function file(content: unknown): string {
  const path = join(folder, `${++files}.json`);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** The configuration these come to. */
function configured(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Config {
  const command = parseCommand(args, env);
  if (command.kind !== 'print') return command.config;
  throw new Error(`Expected a configuration, got ${command.text}`);
}

function printed(...args: string[]): string {
  const command = parseCommand(args, {});
  if (command.kind === 'print') return command.text;
  throw new Error('Expected something to print');
}

/** What is said of a mistake, which is always one line. */
function complaint(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): string {
  try {
    parseCommand(args, env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    if (/[\r\n]/.test(error.message)) throw new Error(`Expected one line, got:\n${error.message}`, { cause: error });
    return error.message;
  }
  throw new Error('Expected a ConfigError');
}

test('without anything the defaults are those of the contract', () => {
  expect(configured()).toEqual({
    allow: [],
    hosts: ['*'],
    maxRequests: 1_000,
    maxConcurrency: 64,
    maxPerHost: 8,
    maxResponseBytes: 10 * 1_024 * 1_024,
    maxRedirects: 5,
    storeDir: tmpdir(),
    storeBytes: 512 * 1_024 * 1_024,
    respectRobots: false,
    readOnly: false,
    userAgent: expect.stringContaining(`fetch-many-mcp/${packageJson.version}`),
    traceContext: false,
    logLevel: expect.any(String),
    profiles: [],
  });
  expect(Object.isFrozen(configured())).toBe(true);
});

describe('precedence', () => {
  const path = file({ 'max-requests': 3, 'max-per-host': 3, 'max-redirects': 3 });
  const env = { FETCH_MANY_MAX_REQUESTS: '2', FETCH_MANY_MAX_PER_HOST: '2' };

  test('flags win over the environment, that over the file, that over the default', () => {
    expect(configured(['--config', path, '--max-requests', '1'], env)).toMatchObject({
      maxRequests: 1,
      maxPerHost: 2,
      maxRedirects: 3,
      maxConcurrency: 64,
    });
  });

  test('the file may be named by the environment, and the flag wins over that', () => {
    expect(configured([], { FETCH_MANY_CONFIG: path }).maxRedirects).toBe(3);
    expect(configured(['--config', path], { FETCH_MANY_CONFIG: '/nowhere' }).maxRedirects).toBe(3);
  });

  test('an empty variable is as good as none', () => {
    const empty = { FETCH_MANY_MAX_REQUESTS: '', FETCH_MANY_ALLOW: '', FETCH_MANY_CONFIG: '' };
    expect(configured([], empty)).toEqual(configured());
  });

  test('a mistake in a source that another one overrides is still a mistake of that flag only', () => {
    expect(configured(['--max-requests', '5'], { FETCH_MANY_MAX_REQUESTS: 'many' }).maxRequests).toBe(5);
  });

  test.each([
    ['FETCH_MANY_ALLOW', '10.0.0.0/8, localhost:*', 'allow', ['10.0.0.0/8', 'localhost:*']],
    ['FETCH_MANY_MAX_REQUESTS', '7', 'maxRequests', 7],
    ['FETCH_MANY_MAX_CONCURRENCY', '7', 'maxConcurrency', 7],
    ['FETCH_MANY_MAX_PER_HOST', '7', 'maxPerHost', 7],
    ['FETCH_MANY_MAX_RESPONSE_BYTES', '1KiB', 'maxResponseBytes', 1_024],
    ['FETCH_MANY_MAX_REDIRECTS', '0', 'maxRedirects', 0],
    ['FETCH_MANY_READ_ONLY', 'true', 'readOnly', true],
    ['FETCH_MANY_SAVE_DIR', '/var/tmp/new', 'saveDir', '/var/tmp/new'],
    ['FETCH_MANY_SAVE_DIR', ' ', 'saveDir', undefined],
    ['FETCH_MANY_RESPECT_ROBOTS', 'Yes', 'respectRobots', true],
    ['FETCH_MANY_RESPECT_ROBOTS', '0', 'respectRobots', false],
    ['FETCH_MANY_USER_AGENT', 'mine/1 (a, b)', 'userAgent', 'mine/1 (a, b)'],
    ['FETCH_MANY_TRACE_CONTEXT', '1', 'traceContext', true],
    ['FETCH_MANY_LOG_LEVEL', 'debug', 'logLevel', 'debug'],
  ] as const)('%s=%s', (name, text, key, value) => {
    expect(configured([], { [name]: text })[key]).toEqual(value);
  });
});

describe('values', () => {
  test('--allow may be repeated, and be a list', () => {
    expect(configured(['--allow', 'a.test:80', '--allow=b.test:*', '--allow', '10.0.0.0/8, [::1]:80']).allow).toEqual([
      'a.test:80',
      'b.test:*',
      '10.0.0.0/8',
      '[::1]:80',
    ]);
  });

  test('a switch is a flag without a value', () => {
    expect(configured(['--respect-robots']).respectRobots).toBe(true);
    expect(configured(['--respect-robots'], { FETCH_MANY_RESPECT_ROBOTS: 'no' }).respectRobots).toBe(true);
    expect(complaint(['--respect-robots=no'])).toContain('--respect-robots');
    expect(complaint([], { FETCH_MANY_RESPECT_ROBOTS: 'maybe' })).toMatch(/^FETCH_MANY_RESPECT_ROBOTS: expected true or false/);
  });

  test.each([
    ['1', 1],
    ['1000', 1_000],
    ['1000B', 1_000],
    ['1k', 1_000],
    ['2KB', 2_000],
    ['2KiB', 2_048],
    ['1.5MiB', 1_572_864],
    ['10 MiB', 10_485_760],
    ['1GiB', 1_073_741_824],
    ['1gib', 1_073_741_824],
  ])('--max-response-bytes %s is %i', (text, value) => {
    expect(configured(['--max-response-bytes', text]).maxResponseBytes).toBe(value);
  });

  test.each([
    ['--max-requests', '0'],
    ['--max-requests', 'many'],
    ['--max-requests', '1.5'],
    ['--max-requests', ''],
    ['--max-requests', '1e3'],
    ['--max-requests', '99999999'],
    ['--max-concurrency', '0'],
    ['--max-per-host', '0x5'],
    ['--max-redirects', '21'],
    ['--max-response-bytes', '0'],
    ['--max-response-bytes', 'ten'],
    ['--max-response-bytes', '10TiB'],
    ['--max-response-bytes', '-1'],
    ['--user-agent', 'a\nb'],
    ['--user-agent', ''],
    ['--user-agent', 'ü'],
    ['--log-level', 'loud'],
  ])('%s %j is refused by the name of the flag', (flag, value) => {
    expect(complaint([`${flag}=${value}`])).toContain(`${flag}: expected `);
  });

  test('a bad variable is refused by its name, a bad key by its name and the file', () => {
    const path = file({ maxRequests: 'many' });
    expect(complaint([], { FETCH_MANY_MAX_REQUESTS: 'many' })).toMatch(/^FETCH_MANY_MAX_REQUESTS: expected .*"many"/);
    expect(complaint(['--config', path])).toMatch(new RegExp(`max-?requests.*${path}.*"many"`, 'i'));
  });

  test.each([
    ['allow', '10.0.0.0/99'],
    ['allow', 'localhost,http://one.test'],
    ['hosts', 'one.test,http://two.test'],
  ])('so is %s %j, which has a grammar of its own', (flag, text) => {
    const variable = `FETCH_MANY_${flag.toUpperCase()}`;
    expect(complaint([`--${flag}`, text])).toMatch(new RegExp(`^--${flag}: expected `));
    expect(complaint([], { [variable]: text })).toMatch(new RegExp(`^${variable}: expected `));
    expect(complaint(['--config', file({ [flag]: text.split(',') })])).toMatch(new RegExp(`^${flag} in .*: expected `));
  });

  test('a config file without a name is no file, and would start without what it restricts', () => {
    expect(complaint(['--config', ''])).toBe('--config: expected a file, got ""; leave the flag out for none');
    expect(configured([], { FETCH_MANY_CONFIG: '' }).readOnly).toBe(false);
  });

  test('one key in two spellings is refused', () => {
    expect(complaint(['--config', file({ hosts: 'one.test', 'max-requests': 5, maxRequests: 7 })])).toContain(
      '"maxRequests" is "max-requests", which is there already; leave one out',
    );
  });

  test('a value that is missing is asked for, by the name of the flag', () => {
    expect(complaint(['--max-requests'])).toContain('--max-requests');
    expect(complaint(['--max-requests', '--max-redirects', '5'])).toContain('--max-requests');
    expect(complaint(['--max-requests', '-5'])).toContain('--max-requests');
  });
});

describe('a variable that was meant to be a flag', () => {
  test.each([
    ['FETCH_MANY_READONLY', 'FETCH_MANY_READ_ONLY'],
    ['FETCH_MANY_ALLOWED', 'FETCH_MANY_ALLOW'],
    ['FETCH_MANY_HOST', 'FETCH_MANY_HOSTS'],
    ['FETCH_MANY_MAX_REQUEST', 'FETCH_MANY_MAX_REQUESTS'],
    ['FETCH_MANY_CONFIGS', 'FETCH_MANY_CONFIG'],
    ['FETCHMANY_HOSTS', 'FETCH_MANY_HOSTS'],
    ['FetchMany_ReadOnly', 'FETCH_MANY_READ_ONLY'],
  ])('%s is refused, with the name of %s', (name, meant) => {
    expect(complaint([], { [name]: '1' })).toBe(`${name} is not an option; did you mean ${meant}?`);
  });

  test('but not one of somebody else, such as a profile may refer to', () => {
    const env = {
      FETCH_MANY_TOKEN: 't',
      FETCHMANY_TOKEN: 't',
      FETCH_MANY_API_KEY: 'k',
      FETCH_MANY_GITHUB_TOKEN: 'g',
      FETCH_MANY_MAX_REQUESTS: '7',
    };
    expect(configured([], env).maxRequests).toBe(7);
  });
});

describe("a client's placeholder that is not filled in", () => {
  test.each([
    [['--allow', '${user_config.allow}'], {}, '--allow', '${user_config.allow}'],
    [['--allow=localhost:80,${input:host}'], {}, '--allow', '${input:host}'],
    [['--user-agent', 'mine/${VERSION}'], {}, '--user-agent', '${VERSION}'],
    [['--proxy', 'http://user:hush@${HOST}'], {}, '--proxy', '${HOST}'],
    [[], { FETCH_MANY_READ_ONLY: '${user_config.read_only}' }, 'FETCH_MANY_READ_ONLY', '${user_config.read_only}'],
    [[], { FETCH_MANY_MAX_REQUESTS: '${env:N}' }, 'FETCH_MANY_MAX_REQUESTS', '${env:N}'],
    [[], { FETCH_MANY_CONFIG: '${workspaceFolder}/config.json' }, '--config', '${workspaceFolder}'],
    [['--config', '${CLAUDE_PLUGIN_ROOT}/config.json'], {}, '--config', '${CLAUDE_PLUGIN_ROOT}'],
  ])('%j %j is refused, and only the placeholder is named', (args, env, where, placeholder) => {
    expect(complaint(args, env)).toBe(
      `${where}: ${placeholder} is a placeholder that the client has not filled in; give it a value in the client's settings, or leave this out`,
    );
  });

  test('is refused in the config file, too, and as what a profile refers to', () => {
    const path = file({ 'store-dir': '${HOME}/kept' });
    expect(complaint(['--config', path])).toMatch(/^store-dir in .*: \$\{HOME\} is a placeholder/);
    const profiles = { a: { origin: 'https://a.test', headers: { 'X-Key': '${env:KEY}' } } };
    const withProfile = ['--config', file({ profiles })];
    expect(complaint(withProfile, { KEY: '${input:key}' })).toMatch(/x-key: \$\{env:KEY\}: \$\{input:key\} is a placeholder/i);
    expect(configured(withProfile, { KEY: 'pa${ss}word' }).profiles).toHaveLength(1);
  });

  test('does no harm where another source goes before it, and what only looks like one is a value', () => {
    expect(configured(['--max-requests', '5'], { FETCH_MANY_MAX_REQUESTS: '${N}' }).maxRequests).toBe(5);
    expect(configured(['--user-agent', 'mine/1 ($5, {x}, ${, $x)']).userAgent).toBe('mine/1 ($5, {x}, ${, $x)');
  });
});

test.each(['store-dir', 'save-dir'])('--%s is a directory, or one that can be', (flag) => {
  const taken = file({});
  expect(complaint([`--${flag}`, taken])).toBe(`--${flag}: "${taken}" is not a directory`);
  expect(complaint([`--${flag}`, '~/kept'])).toContain('"~" is not read here');
  expect(configured([`--${flag}`, `${tmpdir()}/not/there/yet`])).toMatchObject({
    [flag === 'store-dir' ? 'storeDir' : 'saveDir']: `${tmpdir()}/not/there/yet`,
  });
});

describe('what is not known', () => {
  test.each([
    ['--max-request', '--max-requests'],
    ['--maxRequests', '--max-requests'],
    ['--alow', '--allow'],
    ['--concurrency', '--max-concurrency'],
    ['--useragent', '--user-agent'],
    ['--hlep', '--help'],
  ])('%s is refused, and %s is offered', (flag, nearest) => {
    expect(complaint([flag, '5'])).toMatch(new RegExp(`^${flag}\\b.*${nearest}\\b`));
    expect(complaint([`${flag}=5`])).toMatch(new RegExp(`^${flag}\\b.*${nearest}\\b`));
  });

  test.each([[['serve']], [['-x']], [['--', 'x']], [['--help=yes']]])('%j is refused', (args) => {
    expect(complaint(args)).not.toBe('');
  });
});

describe('the config file', () => {
  const all = {
    allow: ['localhost:3000', '10.0.0.0/8'],
    hosts: ['a.test', '*.b.test:8080'],
    'max-requests': 5,
    'max-concurrency': 6,
    'max-per-host': 7,
    'max-response-bytes': '1MiB',
    'max-redirects': 1,
    'store-dir': '/var/tmp',
    'store-bytes': '1GiB',
    'save-dir': '/var/tmp',
    'respect-robots': true,
    'read-only': true,
    'user-agent': 'mine/1',
    'trace-context': true,
    'log-level': 'error',
  };
  const config = {
    allow: ['localhost:3000', '10.0.0.0/8'],
    hosts: ['a.test', '*.b.test:8080'],
    maxRequests: 5,
    maxConcurrency: 6,
    maxPerHost: 7,
    maxResponseBytes: 1_048_576,
    maxRedirects: 1,
    storeDir: '/var/tmp',
    storeBytes: 2 ** 30,
    saveDir: '/var/tmp',
    respectRobots: true,
    readOnly: true,
    userAgent: 'mine/1',
    traceContext: true,
    logLevel: 'error',
    profiles: [],
  };

  test('takes the flags as keys in kebab-case', () => {
    expect(configured(['--config', file(all)])).toEqual(config);
  });

  test('takes them in camelCase, and numbers as text or bytes', () => {
    const path = file({ ...config, profiles: {}, maxRequests: '5', maxResponseBytes: 1_048_576 });
    expect(configured(['--config', path])).toEqual(config);
  });

  test('has profiles, whose secrets come from the environment, and which are no flag', () => {
    const profiles = { a: { origin: 'https://a.test', headers: { 'X-Key': '${env:KEY}' } } };
    expect(configured(['--config', file({ profiles })], { KEY: 'a-secret-key' }).profiles).toMatchObject([
      { headers: { 'x-key': 'a-secret-key' } },
    ]);
    expect(complaint([], { FETCH_MANY_PROFILES: JSON.stringify(profiles) })).toBe(
      'FETCH_MANY_PROFILES is not an option: profiles are a key of the file that --config names',
    );
    expect(complaint(['--profiles', '{}'])).toContain('--profiles is not a flag');
    expect(complaint(['--config', file({ profile: {} })])).toContain('did you mean "profiles"?');
  });

  test('takes one value where a list belongs', () => {
    expect(configured(['--config', file({ allow: 'localhost:3000' })]).allow).toEqual(['localhost:3000']);
  });

  test('with an unknown key is refused, and the nearest is offered', () => {
    const path = file({ maxRequest: 5 });
    expect(complaint(['--config', path])).toMatch(new RegExp(`${path}.*"maxRequest".*"max-?requests"`, 'i'));
  });

  test.each([
    ['not JSON', 'not json\nat all'],
    ['cut off', '{\n"max-requests":'],
    ['empty', ''],
    ['a list', '[]'],
    ['null', 'null'],
    ['text', '"x"'],
  ])('that is %s is refused by its name, in one line', (_, content) => {
    const path = file(content);
    expect(complaint(['--config', path])).toContain(path);
  });

  test.each([
    [{ allow: null }],
    [{ allow: [{ host: 'a' }] }],
    [{ allow: true }],
    [{ 'max-requests': null }],
    [
      {
        'max-requests': [1, 2],
      },
    ],
    [{ 'respect-robots': null }],
    [{ 'respect-robots': 'sometimes' }],
    [{ 'respect-robots': [true, false] }],
    [{ 'user-agent': null }],
    [{ 'user-agent': { a: 1 } }],
    [{ 'log-level': false }],
  ])('with a value of another type, %j, is refused', (content) => {
    expect(complaint(['--config', file(content)])).toContain(Object.keys(content)[0]);
  });

  test('that is not there is refused by its name', () => {
    expect(complaint(['--config', '/nowhere/config.json'])).toContain('/nowhere/config.json');
    expect(complaint([], { FETCH_MANY_CONFIG: '/nowhere/config.json' })).toContain('/nowhere/config.json');
  });
});

describe('help and version', () => {
  test('--help lists every option, with its environment variable and its default', () => {
    const help = printed('--help');
    for (const flag of FLAGS) expect(help).toMatch(new RegExp(`^ +--${flag}\\b`, 'm'));
    expect(help).toContain('FETCH_MANY_');
    for (const value of ['1000', '64', '8', '10MiB', '5']) expect(help).toContain(`(${value})`);
  });

  test('the list of flags above is complete', () => {
    const listed = [...printed('--help').matchAll(/^ +--([a-z-]+)/gm)].map(([, flag]) => flag);
    expect(listed).toEqual(FLAGS);
  });

  test('--version is that of package.json', () => {
    expect(printed('--version')).toBe(packageJson.version);
  });

  test('both win over what else is there', () => {
    expect(printed('--help', '--max-requests', '5')).toBe(printed('--help'));
    expect(printed('--config', '/nowhere', '--version')).toBe(packageJson.version);
  });
});
