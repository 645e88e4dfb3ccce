import { describe, expect, test } from 'vitest';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { History } from '../../../src/batch/schedule/batch-history.ts';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { parseCommand } from '../../../src/cli/command-line.ts';
import { fetchMany } from '../../../src/tools/fetch-many.ts';
import { json } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const guarded = sharedServer('--hosts', '127.0.0.1,*.example.com');

test('a plan says how many, the first and the last, where to, and what waits for others; nothing is sent', async () => {
  const api = await serve((_, response) => json(response, [1]));
  const requests = [
    { id: 'users', url: '/users/{n}', vars: { n: '1..30' } },
    { id: 'posts', url: '/posts/{x}', vars: { x: { from: 'users' } } },
    { url: '/both/{x}/{y}', vars: { x: { from: 'users' }, y: { from: 'posts' } } },
    'http://api.example.com:8080/last',
  ];
  const { summary, plan, results, notes } = await server.run({ base_url: api.url, requests, dry_run: true });
  expect(plan).toEqual({
    requests: 31,
    first: `${api.url}/users/1`,
    last: 'http://api.example.com:8080/last',
    hosts: [new URL(api.url).host, 'api.example.com:8080'],
    dependent: ['requests[1] ("posts"): after "users"', 'requests[2]: after "users", "posts"'],
  });
  expect([results, notes]).toEqual([[], undefined]);
  expect(summary).toMatchObject({ total: 31, failed: 0, hosts: [] });
  expect(summary).not.toHaveProperty('batch');
  expect(api.asked).toEqual([]);
});

test('nothing that could send or look a name up is even made', async () => {
  const command = parseCommand(['--hosts', 'nowhere.example'], {});
  if (command.kind !== 'serve') throw new Error('Expected a server');
  const sandbox = new Sandbox(new URL('../../../dist/sandbox.js', import.meta.url));
  const engine = { get: () => Promise.reject(new Error('made')), refusal: () => undefined, sandbox };
  const tool = fetchMany({ engine, config: command.config, history: new History() });
  const context = { signal: new AbortController().signal, progress: () => {} };
  const args = { requests: ['http://nowhere.example/'] };
  await expect(tool.handle(args, context)).rejects.toThrow('made');
  expect((await tool.handle({ ...args, dry_run: true }, context)).value).toMatchObject({
    plan: { requests: 1, hosts: ['nowhere.example'] },
  });
});

test('requests that are equal count once', async () => {
  const { plan, notes } = await server.run({
    requests: ['http://127.0.0.1/a', 'http://127.0.0.1/b', 'http://127.0.0.1/a'],
    dry_run: true,
  });
  expect(plan).toMatchObject({ requests: 2, first: 'http://127.0.0.1/a', last: 'http://127.0.0.1/b' });
  expect(notes).toEqual(['1 more equals another and is answered with it']);
});

test('what would be refused is a record, as it would be; dependents of it are skipped', async () => {
  const api = await serve((_, response) => json(response, [1]));
  const requests = [
    '/ok',
    { url: '/{x', vars: { x: 1 } },
    'http://10.0.0.1/',
    'http://169.254.169.254/',
    'http://127.0.0.1:22/',
    'ftp://a.example/',
    { id: 'bad', url: '/a', nonsense: 1 },
    { id: 'inside', url: 'http://10.1.1.1/' },
    { url: '/{x}', vars: { x: { from: 'inside' } } },
    { id: 'after', url: '/{x}', vars: { x: { from: 'bad' } } },
  ];
  const { plan, results, summary } = await server.run({ base_url: api.url, requests, dry_run: true });
  expect(results.map(({ i, outcome }) => [i, outcome])).toEqual([
    [1, 'invalid'],
    [2, 'blocked'],
    [3, 'blocked'],
    [4, 'blocked'],
    [5, 'invalid'],
    [6, 'invalid'],
    [7, 'blocked'],
    [8, 'skipped'],
    [9, 'skipped'],
  ]);
  expect(results.every(({ error }) => (error?.length ?? 0) > 20)).toBe(true);
  expect(plan).toMatchObject({ requests: 1, first: `${api.url}/ok`, last: `${api.url}/ok` });
  expect(summary).toMatchObject({ total: 10, failed: 7, skipped: 2 });
  expect(plan).not.toHaveProperty('dependent');
  const { results: real } = await server.run({ base_url: api.url, requests });
  expect(real.slice(1)).toEqual(results);
});

test('of many hosts and dependents the first are named', async () => {
  const dependents = Array.from({ length: 60 }, () => ({ url: '/{x}', vars: { x: { from: 'all' } } }));
  const all = { id: 'all', url: 'http://h{n}.example/', vars: { n: '1..40' } };
  const { plan } = await server.run({ base_url: 'http://a.example', requests: [all, ...dependents], dry_run: true });
  expect(plan).toMatchObject({ requests: 40, last: 'http://h40.example/' });
  expect(plan?.hosts).toHaveLength(40);
  expect(plan?.dependent).toHaveLength(51);
  expect(plan?.dependent?.at(-1)).toBe('and 10 more');
});

test('hosts that --hosts does not name are refused', async () => {
  const { plan, results } = await guarded.run({
    requests: ['http://127.0.0.1:9/', 'https://api.example.com/', 'https://example.org/'],
    dry_run: true,
  });
  expect(plan?.hosts).toEqual(expect.arrayContaining(['api.example.com']));
  expect(results.find(({ url }) => url === 'https://example.org/')).toMatchObject({
    i: 2,
    outcome: 'blocked',
    error: expect.stringContaining('--hosts'),
  });
});

describe('a call that is refused is so with dry_run, too', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['too many', { requests: [{ url: 'http://127.0.0.1/{n}', vars: { n: '1..1001' } }] }, /1001 requests, at most 1000/],
    [
      'an unknown argument',
      { requests: ['http://127.0.0.1/'], dryrun: true },
      /dryrun: unknown argument; did you mean "dry_run"/,
    ],
    ['an unknown batch', { retry_of: 'b999' }, /no batch "b999" is known/],
    ['an unknown name', { requests: [{ url: 'http://127.0.0.1/{x}', vars: { x: { from: 'y' } } }] }, /no request has the id "y"/],
  ])('%s', async (_, args, message) => {
    expect(await server.refused({ ...args, dry_run: true })).toMatch(message);
  });
});

test('of an earlier call the plan has what is left of it', async () => {
  let status = 404;
  const api = await serve((_, response, { pathname }) => json(response, 1, pathname === '/ok' ? 200 : status));
  const { summary } = await server.run({
    base_url: api.url,
    requests: ['/ok', '/no', { url: '/more/{n}', vars: { n: [1, 2] } }],
  });
  const before = api.asked.length;
  const { plan } = await server.run({ retry_of: summary.batch, dry_run: true });
  expect(plan).toMatchObject({ requests: 3, first: `${api.url}/no`, last: `${api.url}/more/2` });
  expect(api.asked).toHaveLength(before);
  status = 200;
  expect((await server.run({ retry_of: summary.batch })).summary).toMatchObject({ total: 3, ok: 3 });
});

test.each([500, 3_000, 10_000])('a plan of long URLs, names and hosts stays within %i tokens', async (max_tokens) => {
  const long = 'q'.repeat(16_000);
  const hosts = Array.from(
    { length: 60 },
    (_, nth) => `http://${'a'.repeat(60)}.${'b'.repeat(60)}${nth}.example.com/${nth}?${long}`,
  );
  const waiting = Array.from({ length: 60 }, (_, nth) => {
    return { id: `${long}${nth}`, url: 'http://api.example.com/{x}', vars: { x: { from: 'source' } } };
  });
  const requests = [{ id: 'source', url: `http://api.example.com/?${long}` }, ...hosts, ...waiting];
  const { isError, text, value } = await server.call({ requests, dry_run: true, max_tokens });
  expect([isError, estimateTokens(text) <= max_tokens]).toEqual([false, true]);
  expect(value?.plan).toMatchObject({ requests: 61, first: expect.stringMatching(/^http:\/\/api\.example\.com\/\?q+…$/) });
  expect(value?.plan?.hosts.at(-1)).toMatch(/^and \d+ more$/);
});
