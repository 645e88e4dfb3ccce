import { afterEach, describe, expect, test, vi } from 'vitest';
import { getArguments } from '../../src/cli/get-flags.ts';
import { help } from '../../src/cli/help.ts';
import { parseCommand } from '../../src/cli/command-line.ts';
import { resultSchema, type CallResult } from '../../src/batch/args/result-schema.ts';
import { ConfigError } from '../../src/config/config.ts';
import { json, type Api } from '../support/api.ts';
import { runExample, runHere } from '../support/run-here.ts';
import { serve } from '../support/shared-server.ts';

/** The arguments that these words mean. */
function meant(...words: string[]): unknown {
  const command = parseCommand(['get', ...words], {});
  if (command.kind !== 'get') throw new Error(`Expected get, got ${command.kind}`);
  return getArguments(command.urls, command.flags);
}

function complaint(...words: string[]): string {
  try {
    meant(...words);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('Expected a ConfigError');
}

function api(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    if (pathname === '/page') response.writeHead(200, { 'content-type': 'text/html' }).end('<title>T</title><h1>Hello</h1>');
    else json(response, [{ name: pathname }], pathname === '/missing' ? 404 : 200);
  });
}

async function get(...words: string[]): Promise<CallResult> {
  const { stdout, stderr } = await runHere(['get', ...words]);
  if (stdout === '') throw new Error(stderr);
  return resultSchema.parse(JSON.parse(stdout));
}

describe('flags are arguments', () => {
  test.each<[readonly string[], unknown]>([
    [['http://a/', 'http://b/'], { requests: ['http://a/', 'http://b/'] }],
    [['/a', '--base-url', 'http://x/', '--select', '[].id'], { requests: ['/a'], base_url: 'http://x/', select: '[].id' }],
    [['--select', 'id', '/a', '--select', 'name'], { requests: ['/a'], select: ['id', 'name'] }],
    [
      ['/a', '-H', 'Accept: text/html', '--header', 'x-a:b: c '],
      { requests: ['/a'], headers: { accept: 'text/html', 'x-a': 'b: c' } },
    ],
    [
      ['/a', '--extract', 'title=h1', '--extract', 'link=a[href]@href'],
      { requests: ['/a'], extract: { title: 'h1', link: 'a[href]@href' } },
    ],
    [['/a', '--extract', '{"t": ["h1"]}'], { requests: ['/a'], extract: '{"t": ["h1"]}' }],
    [['/{id}', '--vars', 'id=1..3'], { requests: [{ url: '/{id}', vars: { id: '1..3' } }] }],
    [['/b', '/{id}', '--vars', 'id=1..3'], { requests: ['/b', { url: '/{id}', vars: { id: '1..3' } }] }],
    [
      ['/b', '/{id}', '--vars', 'id=1', '--query', 'q={id}'],
      { requests: ['/b', '/{id}'].map((url) => ({ url, vars: { id: '1' }, query: { q: '{id}' } })) },
    ],
    [['/b', '--vars', 'id=1'], { requests: [{ url: '/b', vars: { id: '1' } }] }],
    [['/{id}', '--vars', 'id=a, b'], { requests: [{ url: '/{id}', vars: { id: ['a', 'b'] } }] }],
    [['/{id}', '--vars', 'id=["a","b,c"]', '--vars', 'id=d'], { requests: [{ url: '/{id}', vars: { id: ['a', 'b,c', 'd'] } }] }],
    [
      ['/{id}', '--vars', 'id={"from":"u","select":"[].id"}'],
      { requests: [{ url: '/{id}', vars: { id: { from: 'u', select: '[].id' } } }] },
    ],
    [
      ['/a', '--extract', 'l=["a@href"]', '--extract', 'n=[rel=next]', '--query', 'q=["a"]'],
      { requests: [{ url: '/a', query: { q: '["a"]' } }], extract: { l: ['a@href'], n: '[rel=next]' } },
    ],
    [
      ['/{n}', '--vars', 'n=1,2', '-H', 'x-n: {n}'],
      { requests: [{ url: '/{n}', vars: { n: ['1', '2'] }, headers: { 'x-n': '{n}' } }] },
    ],
    [
      ['/', '/b', '--query', 'q=a b', '--query', 'q=c'],
      {
        requests: [
          { url: '/', query: { q: ['a b', 'c'] } },
          { url: '/b', query: { q: ['a b', 'c'] } },
        ],
      },
    ],
    [
      ['/a', '--layout', 'table', '--dry-run', '--cache', 'false'],
      { requests: ['/a'], layout: 'table', dry_run: true, cache: 'false' },
    ],
    [
      ['/a', '--until', 'done', '--every-ms', '500', '--timeout-ms', '9'],
      { requests: [{ url: '/a', until: 'done', every_ms: '500' }], timeout_ms: '9' },
    ],
    [['--', '-a'], { requests: ['-a'] }],
  ])('%j', (words, expected) => {
    expect(meant(...words)).toEqual(expected);
  });

  test.each([
    [[], /name one URL or more/],
    [['/a', '-H', 'nothing'], /-H: expected "name: value", got "nothing"/],
    [['/a', '--extract', 'h1'], /--extract: expected NAME=SELECTOR such as title=h1, or JSON, got "h1"/],
    [['/a', '--vars', '1..3'], /--vars: expected NAME=VALUES/],
    [['/a', '--selec', 'x'], /--selec is not a flag; did you mean --select\?/],
    [['/a', '--select'], /--select/],
    [['/a', '--i', '3'], /--i is not a flag/],
    [['/a', '-H', 'Accept: a/a', '-H', 'accept:b/b'], /^-H: accept is given twice; give it once, several values behind commas$/],
    [['/a', '--vars', '{"id": [1]}', '--vars', 'id=2'], /^--vars: JSON says all of it; give it once/],
    [['/a', '--vars', 'n="a,b",c'], /^--vars: quotes in n would be sent; leave them out, or write JSON: n=\["a,b", "c"\]$/],
    [['/a', '--vars', 'n=[a,b]'], /^--vars: n begins like JSON and is none; quote it for the shell, or write n=a,b$/],
    [['/a', '--save-dir', 'd'], /^--save-dir is for a server; get prints, and the shell writes files: > FILE$/],
    [['/a', '--method', 'post'], /^--method: expected GET or HEAD, got "post"; "fetch-many run" takes the others$/],
  ])('%j is refused', (words, said) => {
    expect(complaint(...words)).toMatch(said);
  });

  test('those of the operator stand beside them, before or behind the command', () => {
    for (const words of [
      ['--max-requests', '7', 'get', '/a'],
      ['get', '/a', '--max-requests', '7'],
    ])
      expect(parseCommand(words, {})).toMatchObject({ kind: 'get', urls: ['/a'], config: { maxRequests: 7 } });
  });

  test('run has none of them, and serving neither', () => {
    expect(() => parseCommand(['run', 'f', '--select', 'x'], {})).toThrow(/--select is not a flag/);
    expect(() => parseCommand(['--select', 'x'], {})).toThrow(/--select is not a flag/);
  });
});

describe('fetch-many get', () => {
  test('gets URLs, as fetch_many does', async () => {
    const { url } = await api();
    const { summary, results } = await get(
      `${url}/a`,
      '/b',
      '--base-url',
      url,
      '--select',
      '[].name',
      '--response-headers',
      'content-type',
    );
    expect(summary).toMatchObject({ total: 2, ok: 2 });
    expect(results.map(({ body }) => body)).toEqual([['/a'], ['/b']]);
    expect(results[0]?.headers).toEqual({ 'content-type': 'application/json' });
  });

  test('reads URLs from standard input, beside others', async () => {
    const { url, asked } = await api();
    const { code } = await runHere(
      ['get', `${url}/1`, '-', '--concurrency', '1'],
      `\uFEFF${url}/2\r\n\n# not this\n  ${url}/3  \n`,
    );
    expect(code).toBe(0);
    expect(asked).toEqual(['GET /1', 'GET /2', 'GET /3']);
  });

  test('a list of URLs that is empty, or far too long, is told as such', async () => {
    expect(await runHere(['get', '-'], '\n# nothing\n')).toMatchObject({
      code: 2,
      stderr: 'fetch-many: get -: there is no URL on standard input\n',
    });
    const { code, stderr } = await runHere(['get', '-'], 'http://127.0.0.1/\n'.repeat(20_000));
    expect(code).toBe(2);
    expect(stderr).toContain('20000 requests, at most 1000 in one call');
  });

  test('headers, extract, js, layout', async () => {
    const { url, headers } = await api();
    expect((await get(`${url}/page`, '--extract', 'h=h1', '-H', 'x-key: k')).results[0]?.body).toEqual({ h: 'Hello' });
    expect(headers[0]?.['x-key']).toBe('k');
    expect((await get(`${url}/a`, `${url}/b`, '--js', 'ok.map(r => r.body[0].name)')).value).toEqual(['/a', '/b']);
    expect((await get(`${url}/{id}`, '--vars', 'id=1..2', '--select', '[0].name', '--layout', 'table')).rows).toEqual([
      [0, 1, '/1'],
      [1, 2, '/2'],
    ]);
  });

  test('ends as run does', async () => {
    const { url } = await api();
    const codes = await Promise.all([
      runHere(['get', `${url}/a`]),
      runHere(['get', `${url}/a`, `${url}/missing`]),
      runHere(['get', `${url}/a`, '--concurrency', 'many']),
      runHere(['get']),
      runHere(['get', `${url}/a`, '--js', 'ok[0].body.name.first']),
      runHere(['get', `${url}/a`, '--js', 'ok[0].body.name.first', '--full']),
      runHere(['get', `${url}/a`, '--js', 'ok.length', '--full']),
    ]);
    expect(codes.map(({ code }) => code)).toEqual([0, 1, 2, 2, 1, 1, 0]);
    expect(codes[2]).toMatchObject({ stdout: '', stderr: expect.stringContaining('concurrency: ') as unknown });
  });

  test('writes nothing: other methods are refused', async () => {
    const { url, asked } = await api();
    expect(await runHere(['get', url, '--method', 'POST'])).toMatchObject({ code: 2, stdout: '' });
    expect(await runHere(['get', JSON.stringify({ url, method: 'POST' })])).toMatchObject({ code: 1 });
    expect(asked).toEqual([]);
  });
});

/** The lines under the examples of a page. */
function examples(page: string): string[] {
  const [, part = ''] = /^examples\n((?: {2}.*\n?)+)/im.exec(page) ?? [];
  return part.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
}

describe('--help', () => {
  const all = [help(), help('run'), help('get')].flatMap(examples);

  test('has three examples, and each command some', () => {
    expect(examples(help())).toHaveLength(3);
    expect(all.length).toBeGreaterThanOrEqual(8);
  });

  afterEach(() => vi.unstubAllEnvs());

  // Of the forms into a pipe each is there: for a model, whole, as lines.
  test.each(all)('%s runs, and has no colours or a bar', async (line) => {
    vi.stubEnv('FORCE_COLOR', '1'); // has others colour what they print into a pipe
    const users = [1, 2, 3].map((id) => ({ id, name: `User ${id}` }));
    const site = await serve((_, response, { pathname }) => {
      const [, what, id] = pathname.split('/');
      if (what === 'users') json(response, id === undefined ? users : users[Number(id) - 1]);
      else json(response, [{ todo: 1 }, { todo: 2 }]);
    });
    const { code, stdout, stderr } = await runExample(line.replaceAll('https://api.example.com', site.url));
    expect({ code, stderr: line.includes('--ndjson') ? '' : stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout + stderr).not.toContain('\u001B');
    expect(stdout).toMatch(line.includes('| jq') ? /^3\n$/ : /\S/);
    expect(stdout).not.toMatch(/"outcome"|null/);
  });

  test.each([[['help']], [['--help']], [['help', 'get']], [['get', '--help']], [['run', '-h']], [['help', 'run']]])(
    '%j prints a page of lines that fit',
    (words) => {
      const command = parseCommand(words, {});
      const page = command.kind === 'print' ? command.text : '';
      const about = words.find((word) => word === 'get' || word === 'run');
      expect(page.startsWith(about === undefined ? 'fetch-many [FLAGS]' : `NAME\n  fetch-many ${about} - `)).toBe(true);
      const lines = page.split('\n').filter((line) => !line.includes('fetch-many'));
      expect(lines.length).toBeGreaterThan(10);
      expect(lines.filter((line) => line.length > 122)).toEqual([]);
    },
  );
});
