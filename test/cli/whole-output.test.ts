import { describe, expect, test } from 'vitest';
import { resultSchema, type CallResult, type ResultRecord } from '../../src/batch/args/result-schema.ts';
import { json, type Api } from '../support/api.ts';
import { runInShell, type Ran } from '../support/command.ts';
import { PNG } from '../support/png.ts';
import { configFolder } from '../support/profiles.ts';
import { runHere } from '../support/run-here.ts';
import { serve } from '../support/shared-server.ts';

const folder = configFolder();
const ITEMS = 400;
const PAGE = ITEMS / 4;
const items = Array.from({ length: ITEMS }, (_, n) => ({ n, text: 'word '.repeat(20) }));

/** Lists of 48 KB; an image at /png, a 404 at /missing. */
function api(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    if (pathname === '/missing') json(response, { why: 'gone' }, 404);
    else if (pathname === '/png') response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
    else if (pathname.startsWith('/small')) json(response, { path: pathname });
    else json(response, items);
  });
}

function run(args: object, ...flags: string[]): Promise<Ran> {
  return runHere(['run', '-', ...flags], JSON.stringify(args));
}

function result(stdout: string): CallResult {
  return resultSchema.parse(JSON.parse(stdout));
}

/** The records of lines. */
function records(stdout: string): ResultRecord[] {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what it is not, an assertion shows
  return stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ResultRecord]));
}

describe('without --full', () => {
  test('bodies are cut as for a model, and stderr says how to have them whole', async () => {
    const { url } = await api();
    const { code, stdout, stderr } = await run({ requests: [url] });
    expect(code).toBe(0);
    expect(result(stdout).results[0]).toMatchObject({ truncated: { of: ITEMS } });
    expect(stderr).toBe('fetch-many: what did not fit max_tokens was cut; --full prints it whole\n');
  });

  test('what is said of bodies names no tool, which a shell has not', async () => {
    const { url } = await api();
    const args = { requests: [url, { url: `${url}/small`, select: 'nothing' }, { url: `${url}/small`, extract: { a: 'a' } }] };
    const cut = await run(args);
    expect(result(cut.stdout).notes).toContain(
      '1 body was cut to fit max_tokens; --full prints it whole; "select" the fields you need to see more',
    );
    expect(result(cut.stdout).results[1]?.error).toContain('matched nothing');
    const value = await run({ requests: [url], js: 'records[0].body' });
    expect(result(value.stdout).notes?.[0]).toContain('was cut to fit max_tokens; --full prints it whole');
    for (const { stdout } of [cut, value]) expect(stdout).not.toContain('read_result');
  });

  test('what is only described, or failed, was not cut', async () => {
    const { url } = await api();
    for (const layout of ['records', 'table']) {
      const requests = [`${url}/png`, { url: `${url}/small`, select: 'nothing' }];
      const { stdout, stderr } = await run({ requests, layout });
      expect(stdout).toMatch(/"b[a-z0-9]+\/0"/);
      expect(stderr).toBe('');
    }
    for (const [name, count, said] of [
      ['', 12, 'cut to fit max_tokens'],
      ['small/', 60, 'to save room'],
    ] as const) {
      const requests = Array.from({ length: count }, (_, n) => `${url}/${name}${n}`);
      for (const layout of ['records', 'table']) {
        const { stdout, stderr } = await run({ requests, layout, max_tokens: 500 });
        expect(stdout).toContain(said);
        expect(stderr).toContain('--full prints it whole');
      }
    }
  });

  test('so does a table, and a value', async () => {
    const { url } = await api();
    const all = [
      await run({ requests: [url], layout: 'table', max_tokens: 500 }),
      await run({ requests: [url], js: 'records[0].body' }),
    ];
    expect(all.map(({ stderr }) => stderr)).toEqual(
      Array.from({ length: 2 }, () => expect.stringContaining('--full prints it whole') as unknown),
    );
  });
});

describe('--full', () => {
  test('prints every body whole, in input order, one record a line', async () => {
    const { url } = await api();
    const requests = [`${url}/1`, `${url}/missing`, `${url}/small`, `${url}/2`, 'ftp://x.example/'];
    const { code, stdout, stderr } = await run({ requests, max_tokens: 500 }, '--full');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    const { results, summary, notes } = result(stdout);
    expect(results.map(({ i, outcome }) => [i, outcome])).toEqual([
      [0, undefined],
      [1, 'http_error'],
      [2, undefined],
      [3, undefined],
      [4, 'invalid'],
    ]);
    expect(results.map(({ body }) => body)).toEqual([items, { why: 'gone' }, { path: '/small' }, items, undefined]);
    expect({ summary, notes }).toMatchObject({ summary: { total: 5, ok: 3 }, notes: undefined });
    expect(stdout.trimEnd().split('\n')).toHaveLength(2 + 5 + 1);
  });

  test('also of pages that are joined, of a selection, and with nothing kept in the store', async () => {
    const paged = await serve((_, response, { searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      json(response, { data: items.slice((page - 1) * PAGE, page * PAGE), next: page < 4 ? `?page=${page + 1}` : null });
    });
    const requests = [
      { url: paged.url, paginate: { next: 'next', items: 'data' } },
      { url: paged.url, select: 'data[].n' },
    ];
    const { stdout } = await runHere(['--store-bytes', '0', 'run', '-', '--full'], JSON.stringify({ requests }));
    const { results } = result(stdout);
    expect(results[0]).toMatchObject({ pages: 4, body: items });
    expect(results[1]?.body).toEqual(items.slice(0, PAGE).map(({ n }) => n));
  });

  test('of a page it prints all the Markdown', async () => {
    const paragraphs = Array.from({ length: 200 }, (_, n) => `<p>Paragraph ${n} of a long page.</p>`).join('');
    const site = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<main><h1>Long</h1>${paragraphs}</main>`);
    });
    const [record] = result((await run({ requests: [site.url], max_tokens: 500 }, '--full')).stdout).results;
    expect(record?.body).toMatch(/^# Long\n[\s\S]*Paragraph 199 of a long page\.$/);
    expect(record?.truncated).toBeUndefined();
  });

  test('with js the value, with a table its rows, with failures these', async () => {
    const { url } = await api();
    const value = await run({ requests: [url, `${url}/missing`], js: 'ok[0].body', max_tokens: 500 }, '--full');
    expect(result(value.stdout)).toMatchObject({ value: items, results: [{ outcome: 'http_error' }] });
    const table = await run({ requests: [url, `${url}/small`], layout: 'table', max_tokens: 500 }, '--full');
    expect(result(table.stdout)).toMatchObject({
      columns: ['i', 'body', 'path'],
      rows: [
        [0, items, null],
        [1, null, '/small'],
      ],
    });
    const failures = await run({ requests: [url, `${url}/missing`], layout: 'failures' }, '--full');
    expect(result(failures.stdout).results).toMatchObject([{ i: 1, outcome: 'http_error' }]);
  });

  test('has the notes of bodies and of the call', async () => {
    const { url } = await api();
    const requests = [
      { url: `${url}/list`, id: 's', select: '[0].n' },
      { url: `${url}/{p}`, vars: { p: { from: 's', select: '[?n < `0`].n' } } },
    ];
    expect(result((await run({ requests }, '--full')).stdout).notes).toEqual([expect.stringContaining('no values for p')]);
  });

  test('a plan is a plan', async () => {
    const { url } = await api();
    expect(result((await run({ requests: [url], dry_run: true }, '--full')).stdout).plan).toMatchObject({ requests: 1 });
  });

  test('prints no secret of a profile', async () => {
    const { url } = await serve((_, response) =>
      json(response, { a: 'a-secret', b: '-key', all: 'a-secret-key', pad: 'x'.repeat(90_000) }),
    );
    folder.write('key.txt', 'a-secret-key');
    const profiles = { own: { origin: url, headers: { 'x-api-key': '${file:key.txt}' } } };
    const words = ['--config', folder.write('config.json', { profiles }), 'get', url, '--select', "join('', [a, b, all, pad])"];
    for (const form of [['--full'], ['--ndjson'], []]) {
      const { stdout, stderr } = await runHere([...words, ...form]);
      expect(stdout).toContain('[redacted:own]');
      expect(stdout + stderr).not.toContain('a-secret-key');
    }
  });
});

describe('--ndjson', () => {
  test('prints a record as it ends, with its URL and its body whole; the summary goes to stderr', async () => {
    let print: (() => void) | undefined;
    const printed = new Promise<void>((resolve) => (print = resolve));
    const site = await serve(async (_, response, { pathname }) => {
      if (pathname === '/slow') await printed;
      json(response, pathname === '/big' ? items : { pathname });
    });
    const words = ['get', '--ndjson', `${site.url}/slow`, `${site.url}/big`, `${site.url}/small`];
    // Only when both others have been printed is the first one answered.
    let linesPrinted = 0;
    const { code, stdout, stderr } = await runHere(words, '', (piece) => {
      linesPrinted += piece.split('\n').length - 1;
      if (linesPrinted === 2) print?.();
    });
    expect(code).toBe(0);
    const lines = records(stdout);
    expect(lines.map(({ i }) => i)).toEqual([expect.any(Number), expect.any(Number), 0]);
    expect(lines.at(-1)).toEqual({ i: 0, url: `${site.url}/slow`, status: 200, body: { pathname: '/slow' } });
    expect(lines.find(({ i }) => i === 1)?.body).toEqual(items);
    expect(JSON.parse(stderr)).toMatchObject({ summary: { total: 3, ok: 3 } });
    expect(stderr.trimEnd()).not.toContain('\n');
  });

  test('has every record once: variables, equal ones, dependents, what failed and what was never sent', async () => {
    const { url } = await api();
    const requests = [
      { id: 'list', url: '/x', select: 'length(@)' },
      { url: '/small/{n}', vars: { n: { from: 'list', select: '[0:3].n' } } },
      '/small/1',
      '/small/1',
      { id: 'gone', url: '/missing' },
      { url: '/small/{w}', vars: { w: { from: 'gone', select: 'why' } } },
      'ftp://x.example/',
    ];
    const { code, stdout, stderr } = await run({ base_url: url, requests }, '--ndjson');
    expect(code).toBe(1);
    const lines = records(stdout);
    expect(lines).toHaveLength(9);
    expect(lines.filter(({ url: asked }) => asked === `${url}/small/1`)).toHaveLength(3);
    expect(new Set(lines.flatMap(({ vars }) => vars?.['n'] ?? []))).toEqual(new Set([0, 1, 2]));
    expect(lines.map(({ outcome }) => outcome ?? 'ok').toSorted()).toEqual([
      'http_error',
      'invalid',
      'ok',
      'ok',
      'ok',
      'ok',
      'ok',
      'ok',
      'skipped',
    ]);
    expect(JSON.parse(stderr)).toMatchObject({ summary: { total: 9, ok: 6, failed: 2, skipped: 1 } });
  });

  test('agrees with the summary where others of a template decide', async () => {
    const site = await serve((_, response, { pathname }) => json(response, pathname === '/2' ? { name: 'two' } : { other: 1 }));
    const requests = [{ url: '/{n}', vars: { n: '1..3' }, select: 'name' }];
    const { stdout, stderr } = await run({ base_url: site.url, requests }, '--ndjson');
    expect(records(stdout).toSorted((a, b) => a.i - b.i)).toMatchObject([{ body: null }, { body: 'two' }, { body: null }]);
    expect(JSON.parse(stderr)).toMatchObject({ summary: { ok: 3 }, notes: [expect.stringContaining('null')] });
  });

  test('prints failures only, if these are wanted', async () => {
    const { url } = await api();
    const { stdout } = await run({ base_url: url, requests: ['/small', '/missing'], layout: 'failures' }, '--ndjson');
    expect(records(stdout)).toMatchObject([{ i: 1, outcome: 'http_error', body: { why: 'gone' } }]);
  });

  test.each([
    [{ js: 'records.length' }, /--ndjson prints records, and js makes one value/],
    [{ layout: 'TABLE' }, /--ndjson prints records, and a table has rows/],
  ])('%j is refused, and nothing sent', async (more, said) => {
    const { url, asked } = await api();
    const { code, stdout, stderr } = await run({ requests: [url], ...more }, '--ndjson');
    expect({ code, stdout, asked }).toEqual({ code: 2, stdout: '', asked: [] });
    expect(stderr).toMatch(said);
  });
});

describe('into a pipe', () => {
  test('| head ends it, without a word, and closes what is on its way', async () => {
    const site = await serve((_, response, { pathname }) => {
      if (Number(pathname.slice(1)) < 8) json(response, items);
    });
    const urls = Array.from({ length: 20 }, (_, n) => `${site.url}/${n}`).join('\n');
    const started = performance.now();
    const command = `printf '%s' '${urls}' | fetch-many get - --ndjson | head -n 2`;
    const { stdout, stderr } = await runInShell(command);
    expect(records(stdout)).toMatchObject([{ body: items }, { body: items }]);
    expect(stderr).toBe('');
    expect(performance.now() - started).toBeLessThan(30_000); // its deadline is 50 s
    await expect.poll(() => site.openSockets).toBe(0);
  });
});
