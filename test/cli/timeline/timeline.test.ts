import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { runHere } from '../../support/run-here.ts';
import { serve } from '../../support/shared-server.ts';

/** Says 429 to the first request of each path, where the path says so, and 500 or nothing to others. */
function moody(): Promise<Api> {
  const asked = new Set<string>();
  return serve((request, response, { pathname }) => {
    const isFirst = !asked.has(pathname);
    asked.add(pathname);
    if (pathname === '/lost') request.socket.destroy();
    else if (pathname === '/moved') response.writeHead(302, { location: '/there' }).end();
    else if (pathname === '/busy' && isFirst) json(response.setHeader('retry-after', '0'), {}, 429);
    else json(response, {}, pathname === '/broken' ? 500 : 200);
  });
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'fetch-many-timeline-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('--timeline draws on stderr what was sent, with retries, redirects and failures', async () => {
  const { url } = await moody();
  const paths = ['/fine', '/busy', '/moved', '/broken', '/lost'].map((path) => `${url}${path}?q=1`);
  const { stdout, stderr, code } = await runHere(['get', ...paths, 'http://10.0.0.1/', '--retries', '1', '--timeline']);
  expect(JSON.parse(stdout)).toMatchObject({ summary: { total: 6, ok: 3 } });
  expect(code).toBe(1);
  const lines = stderr.trimEnd().split('\n');
  const parts = lines.slice(0, 5).map((line) => line.split('│').map((part) => part.trim()));
  const results = Object.fromEntries(parts.map(([request, , result]) => [request, result]));
  expect(results).toEqual({
    'GET /fine?q=1': expect.stringMatching(/^\d+ ms$/),
    'GET /busy?q=1': expect.stringMatching(/^429, 200, [\d,]+ ms$/),
    'GET /moved?q=1': expect.stringMatching(/^302, 200, [\d,]+ ms$/),
    'GET /broken?q=1': expect.stringMatching(/^500, 500, [\d,]+ ms$/),
    'GET /lost?q=1': expect.stringMatching(/^network, network, [\d,]+ ms$/),
  });
  expect(lines.at(-1)).toContain('▒ told to come back later   ░ failed');
});

test('--svg writes a picture, also of run and beside --ndjson, and leaves stdout and stderr alone', async () => {
  const { url } = await moody();
  const svg = join(await folder(), 'run.svg');
  const call = JSON.stringify({ base_url: url, requests: ['/a', '/b'] });
  const { stderr } = await runHere(['run', '-', '--svg', svg], call);
  expect(stderr).toBe('');
  expect(await readFile(svg, 'utf8')).toMatch(/^<svg [^]*GET \/a: 200, \d+ ms[^]*<\/svg>\n$/);
  const { stdout, code } = await runHere(['run', '-', '--ndjson', '--svg', svg], call);
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(code).toBe(0);
});

test('with several origins the hosts are named', async () => {
  const [one, two] = await Promise.all([moody(), moody()]);
  const { stderr } = await runHere(['get', `${one.url}/a`, `${two.url}/b`, '--timeline']);
  expect(stderr).toContain(`GET 127.0.0.1:${one.port}/a`);
  expect(stderr).toContain(`GET 127.0.0.1:${two.port}/b`);
});

test('more than a hundred requests are left to the picture', async () => {
  const { url } = await moody();
  const { stderr } = await runHere(['get', `${url}/{n}`, '--vars', 'n=1..103', '--timeline']);
  expect(stderr.match(/^GET /gm)).toHaveLength(100);
  expect(stderr).toContain('the first 100 of 103 requests; --svg FILE draws them all');
});

test('what cannot be written or drawn is said', async () => {
  const { url } = await moody();
  const svg = join(await folder(), 'no/such/folder.svg');
  const unwritten = await runHere(['get', `${url}/a`, '--svg', svg]);
  expect(unwritten.stderr).toMatch(/^fetch-many: --svg .*folder\.svg: ENOENT/);
  expect(JSON.parse(unwritten.stdout)).toMatchObject({ summary: { ok: 1 } });
  expect(unwritten.code).toBe(1);
  const unsent = await runHere(['get', 'http://10.0.0.1/', '--timeline']);
  expect(unsent.stderr).toBe('fetch-many: nothing was sent, so there is nothing to draw\n');
});
