import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type Api } from '../../support/api.ts';
import { connect, type Connected } from '../../support/client.ts';
import { echo } from '../../support/echo.ts';
import { configFolder } from '../../support/profiles.ts';
import { shownForms } from '../../support/secret-forms.ts';
import { fullError } from '../../support/full-error.ts';
import { outcomesOf, resultOf } from '../../support/shared-server.ts';

const TOKEN = 'ghp_aZ/09+x"y\\z&<q>~8=';
const KEY = 'key-0123456789abcdefXYZ';
const folder = configFolder();
let api: Api;
let other: Api;
let server: Connected;

beforeAll(async () => {
  [api, other] = [await startApi(echo), await startApi(echo)];
  folder.write('token.txt', `${TOKEN}\n`);
  folder.write('key.txt', KEY);
  const profile = { origin: api.url, headers: { Authorization: 'Bearer ${file:token.txt}', 'x-api-key': '${file:key.txt}' } };
  const config = folder.write('config.json', {
    allow: '127.0.0.1',
    'store-dir': join(folder.path, 'store'),
    'log-level': 'debug',
    profiles: { local: profile },
  });
  server = await connect('--config', config);
});

afterAll(async () => {
  await server.close();
  await Promise.all([api.close(), other.close()]);
});

/** Calls, and fails if anything that came of it shows a secret: the text, the value, progress, and all of stderr. */
async function call(args: Record<string, unknown>): Promise<ReturnType<typeof resultOf>> {
  const answer = await server.fetchMany({ base_url: api.url, retries: 0, ...args });
  expectNoSecret(answer);
  JSON.parse(answer.text);
  return resultOf(answer);
}

function expectNoSecret(shown: unknown): void {
  const json = JSON.stringify(shown);
  const text = `${json}\n${unescaped(shown)}\n${server.stderr()}`;
  for (const secret of [TOKEN, KEY]) expect(shownForms(text, secret)).toEqual([]);
}

/** Every text in a value, as it is. */
function unescaped(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([key, inner]) => `${key}\n${unescaped(inner)}`)
    .join('\n');
}

test('the server was really asked with the secrets', async () => {
  await call({ requests: ['/x'] });
  expect(api.headers.at(-1)).toMatchObject({ authorization: `Bearer ${TOKEN}`, 'x-api-key': KEY });
});

describe('an echo of the secret is not shown', () => {
  const paths = [
    '/json',
    '/text',
    '/html',
    '/xml',
    '/csv',
    '/utf16',
    '/binary',
    '/gzip',
    '/error',
    '/status',
    '/redirect',
    '/letters',
    '/disguised',
  ];

  test.each(['auto', 'text', 'html', 'markdown', 'base64', 'none'])('in a body, as %s', async (as) => {
    const { results } = await call({ requests: paths, as, max_tokens: 100_000 });
    expect(results).toHaveLength(paths.length);
  });

  test('in a body, where instead there is the name of the profile', async () => {
    const shown = paths.filter((path) => !['/binary', '/letters', '/disguised'].includes(path));
    const { results } = await call({ requests: shown, max_tokens: 100_000 });
    for (const [i, path] of shown.entries()) expect(JSON.stringify(results[i]?.body), path).toContain('Bearer [redacted:local]');
  });

  test('in base64 of the body, which is that of the redacted one', async () => {
    const { results } = await call({ requests: ['/text'], as: 'base64' });
    expect(shownForms(Buffer.from(String(results[0]?.body), 'base64').toString(), TOKEN)).toEqual([]);
  });

  test('in headers, of which Set-Cookie and authorization are never shown', async () => {
    const wanted = ['x-echo', 'x-list', 'link', 'location', 'set-cookie', 'authorization', 'www-authenticate'];
    const { results } = await call({ requests: ['/headers'], response_headers: wanted });
    expect(results[0]?.headers).toMatchObject({ 'x-echo': 'Bearer [redacted:local]', 'www-authenticate': 'Basic realm="x"' });
    expect(Object.keys(results[0]?.headers ?? {})).toEqual(['x-echo', 'x-list', 'link', 'www-authenticate']);
  });

  test('in URLs, errors and status texts', async () => {
    const requests = [
      '/redirect',
      '/loop',
      '/loop-path',
      '/scheme',
      '/status',
      '/later',
      '/to?url=http://[',
      `/x?t=${encodeURIComponent(TOKEN)}`,
    ];
    const { results } = await call({ requests });
    expect(results[0]).toMatchObject({
      status: 200,
      url: `${api.url}/redirect`,
      final_url: `${api.url}/json?token=Bearer%20[redacted:local]`,
    });
    expect(results[4]?.error).toContain('403 No Bearer [redacted:local] here');
    expect(JSON.stringify(results[7]?.body)).toContain('[redacted:local]');
  });

  test('in what timed out, was cancelled or waited, and in progress', async () => {
    const late = await call({ requests: [{ url: '/hang', timeout_ms: 500 }, '/redirect'] });
    const waiting = await call({ requests: ['/hang', '/later', '/redirect'], deadline_ms: 4_000, retries: 1 });
    const cancelled = await call({ requests: ['/error', '/hang'], on_error: 'cancel' });
    expect([late, waiting, cancelled].map(outcomesOf)).toEqual([
      ['timeout', 'ok'],
      ['timeout', 'http_error', 'ok'],
      ['http_error', 'cancelled'],
    ]);
  });

  test('in tables and selections, even when a select puts it together', async () => {
    await call({ requests: ['/json', '/error'], layout: 'table', max_tokens: 100_000 });
    const { results } = await call({ requests: ['/letters'], select: "join('', @)" });
    expect(results[0]?.body).toBe('Bearer [redacted:local]');
    await call({ requests: ['/json'], select: 'nothing.there' });
  });
});

describe('what is stored has none either', () => {
  test.each(['/large', '/large-text'])('%s, read by page, search and select, and as a resource', async (path) => {
    const { results } = await call({ requests: [path], max_tokens: 1_000 });
    const ref = results[0]?.truncated?.ref ?? results[0]?.ref;
    expect(ref).toBeDefined();
    const reads = [
      {},
      { offset: 50, limit: 60 },
      { search: 'ghp_' },
      { search: 'line' },
      { search: 'redacted' },
      { search: TOKEN },
      { select: '[].form' },
    ];
    for (const read of reads) {
      const result = await server.client.callTool({ name: 'read_result', arguments: { ref, max_tokens: 90_000, ...read } });
      expectNoSecret(result);
    }
    expectNoSecret(await server.client.readResource({ uri: `fetch-many://results/${ref}` }));
    expectNoSecret(await server.client.listResources());
  });
});

test('pages that are too small for a secret do not show it when they are put together', async () => {
  const { results } = await call({ requests: ['/large-text'], max_tokens: 1_000 });
  const ref = results[0]?.truncated?.ref;
  let text = '';
  for (let offset = 0; offset < 304; offset += 8) {
    const { structuredContent } = await server.client.callTool({ name: 'read_result', arguments: { ref, offset, limit: 8 } });
    text += String(Object(structuredContent).body);
  }
  expect(text).toContain('[redacted:local]');
  expectNoSecret(text);
});

test('the files that are kept have none', () => {
  const store = join(folder.path, 'store');
  const files = readdirSync(store, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(0);
  for (const { parentPath, name } of files) expectNoSecret(readFileSync(join(parentPath, name), 'latin1'));
});

describe('across origins', () => {
  test('the secret is sent to no other origin, redirected or asked', async () => {
    const requests = [`/to?url=${other.url}/a`, `${other.url}/b`, `${other.url.replace('127.0.0.1', '127.0.0.2')}/c`];
    await call({ requests });
    expect(other.headers.length).toBeGreaterThan(0);
    for (const headers of other.headers) expect(headers).not.toMatchObject({ authorization: expect.anything() });
    for (const headers of other.headers) expect(headers).not.toHaveProperty('x-api-key');
  });

  test('it is sent again when another origin redirects to its own', async () => {
    const { results } = await call({ requests: [`${other.url}/to?url=${api.url}/back`] });
    expect(results[0]).toMatchObject({ status: 200, body: { headers: { authorization: 'Bearer [redacted:local]' } } });
  });

  test('nor is it taken there in a URL: by a redirect, the link to a next page, or whoever asks', async () => {
    const before = other.asked.length;
    const leaks = [TOKEN, TOKEN.toUpperCase(), Buffer.from(TOKEN).toString('base64url')].map((form) => {
      return `${other.url}/leaked?t=${encodeURIComponent(form)}`;
    });
    const redirects = leaks.map((url) => `/to?url=${encodeURIComponent(url)}`);
    const { results } = await call({ requests: [...redirects, leaks[0], `${api.url}/x?t=${encodeURIComponent(TOKEN)}`] });
    expect(results.slice(0, 4).map(({ outcome }) => outcome)).toEqual(Array.from({ length: 4 }, () => 'blocked'));
    for (const i of [0, 1, 2, 3]) {
      const says = `blocked: the URL at ${other.url} holds a secret of the profile "local", which is for ${api.url} only`;
      expect(fullError(results, i)).toBe(says);
    }
    expect(results[4]?.outcome).toBeUndefined();
    expect(other.asked).toHaveLength(before);
  });
});

test('requests were told on stderr meanwhile', () => {
  expect(server.stderr()).toContain(`fetch-many debug: GET ${api.url}/json: 200`);
  expect(server.stderr()).toContain('/Bearer%20[redacted:local]: 302');
});

test('the model is told names and origins', () => {
  const told = server.client.getInstructions() ?? '';
  expect(told).toContain(`Credentials are attached for: local (${api.url}).`);
  expectNoSecret(told);
});
