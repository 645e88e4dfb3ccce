import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApi, type Api } from '../../support/api.ts';
import { connect, type Connected } from '../../support/client.ts';
import { configFolder } from '../../support/profiles.ts';
import { resultOf } from '../../support/shared-server.ts';

const TOKEN = 'tok-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ"0123456789';
const folder = configFolder();
let api: Api;
let server: Connected;

beforeAll(async () => {
  api = await startApi((request, response, url) => {
    const { authorization = '' } = request.headers;
    if (url.pathname === '/encoding') return void response.writeHead(200, { 'content-encoding': authorization }).end('x');
    if (url.pathname === '/csv')
      return void response.writeHead(200, { 'content-type': 'text/csv' }).end(`a,"${authorization.replaceAll('"', '""')}"\n`);
    if (url.pathname !== '/away') return void response.writeHead(404).end();
    const location = `/there?${'x'.repeat(Number(url.searchParams.get('before')))}&token=${encodeURIComponent(authorization)}`;
    return void response.writeHead(302, { location }).end();
  });
  folder.write('token.txt', TOKEN);
  const profile = { origin: api.url, headers: { authorization: '${file:token.txt}' } };
  const config = folder.write('config.json', { allow: '127.0.0.1', profiles: { own: profile } });
  server = await connect('--config', config);
});

afterAll(async () => {
  await server.close();
  await api.close();
});

/** The answer to a call, if no eight characters in a row of the secret are in it. */
async function call(args: Record<string, unknown>): Promise<ReturnType<typeof resultOf>> {
  const answer = await server.fetchMany({ base_url: api.url, retries: 0, ...args });
  const pieces = Array.from({ length: TOKEN.length - 7 }, (_, at) => TOKEN.slice(at, at + 8)).filter(
    (piece) => !piece.includes('"'),
  );
  const text = JSON.stringify(answer).toLowerCase();
  expect(pieces.filter((piece) => text.includes(piece.toLowerCase()))).toEqual([]);
  return resultOf(answer);
}

test.each([2_500, 10_000])(
  'a secret in the URL of a redirect is not shown by half where URLs are clipped to fit %i tokens',
  async (max) => {
    const requests = Array.from({ length: 120 }, (_, i) => `/away?before=${60 + 4 * i}`);
    const { results, summary } = await call({ requests, max_tokens: max });
    expect(results).toHaveLength(120);
    expect(summary.failures).toMatchObject([{ outcome: 'http_error', status: 404, count: 120 }]);
    expect(results.some(({ url }) => url === undefined || url.endsWith('…'))).toBe(true);
  },
);

test('nor in the words of what was not sent because of it', async () => {
  const requests = Array.from({ length: 30 }, (_, i) => [
    { id: `a${i}`, url: `/away?before=${200 + 5 * i}` },
    { url: '/{v}', vars: { v: { from: `a${i}` } } },
  ]).flat();
  const { results } = await call({ requests, max_tokens: 100_000 });
  const skipped = results.filter(({ outcome }) => outcome === 'skipped');
  expect(skipped).toHaveLength(30);
  for (const { error } of skipped) expect(error).toContain('not sent: it takes values from');
});

test('nor as the name of a content encoding, or quoted as CSV is', async () => {
  const { results, notes } = await call({ requests: ['/encoding', { url: '/csv', as: 'text' }] });
  expect(results[0]).toMatchObject({ status: 200, body: 'x' });
  expect(notes?.join()).toContain('of its content-encoding "[redacted:own]" is no encoding');
  expect(results[1]?.body).toBe('a,"[redacted:own]"\n');
});
