import { describe, expect, test } from 'vitest';
import { json, startApi } from '../../support/api.ts';
import { connect } from '../../support/client.ts';
import { fullError } from '../../support/full-error.ts';
import { configFolder } from '../../support/profiles.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const folder = configFolder();

/** What a request with these headers is sent with. */
async function sentWith(
  headers: Record<string, string>,
  request: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const api = await serve((_, response) => json(response, 1));
  const record = await server.one({ url: api.url, headers, ...request });
  expect(record.error).toBeUndefined();
  return { ...api.headers[0] };
}

describe('the headers of a request', () => {
  const NEVER = [
    'Host',
    'Content-Length',
    'Transfer-Encoding',
    'Connection',
    'Upgrade',
    'TE',
    'Trailer',
    'Keep-Alive',
    'Expect',
    'Proxy-Authorization',
    'Proxy-Connection',
    'Proxy-Anything',
    'HTTP2-Settings',
    'X-HTTP-Method-Override',
    'X-HTTP-Method',
    'X-Method-Override',
    'X_HTTP_Method_Override',
    'X-HTTP_Method',
    'Content_Length',
    'Transfer_Encoding',
    'Proxy_Connection',
    'Proxy',
    'X-Original-Method',
    'X-HTTP-Verb',
    'X-Verb',
    'X-Method',
    'X-Override-Method',
    'HTTP-Method-Override',
    'X-Tunnel-Method',
    'X-Forwarded-Method',
    'X-Original-URL',
    'X_Original_URL',
    'X-Rewrite-URL',
    'X-Original-URI',
    'X-Override-URL',
    'X-Forwarded-Path',
  ];

  test('cannot be those that say where a message ends, who asks or what is meant, in any case', async () => {
    const api = await serve((_, response) => json(response, 1));
    const written = NEVER.flatMap((name) => [name, name.toLowerCase()]);
    const requests = written.map((name) => ({ url: api.url, headers: { [name]: 'x' } }));
    const { results } = await server.run({ requests });
    expect(results.map(({ outcome }) => outcome)).toEqual(written.map(() => 'invalid'));
    const errors = results.map((_, i) => fullError(results, i));
    expect(errors).toEqual(written.map((name, i) => `requests[${i}].headers.${name}: cannot be set; leave it out`));
    expect(api.asked).toEqual([]);
  });

  test('cannot be those for all requests of a call either', async () => {
    const api = await serve((_, response) => json(response, 1));
    const said: string[] = [];
    for (const name of NEVER) said.push(await server.refused({ requests: [api.url], headers: { [name]: 'x' } }));
    expect(NEVER.filter((name, nth) => said[nth]?.includes(`headers.${name}: cannot be set`) !== true)).toEqual([]);
    expect(await server.refused({ requests: [api.url], headers: { host: 'x' } })).toContain('headers.host: cannot be set');
    expect(api.asked).toEqual([]);
  });

  test.each([['a b'], ['a:'], [''], ['ü'], ['a\nb']])('have names as in RFC 9110, not %j', async (name) => {
    const record = await server.one({ url: 'http://127.0.0.1:9/', headers: { [name]: 'x' } });
    expect(record).toMatchObject({ outcome: 'invalid', error: expect.stringContaining('not a header name') });
  });

  test.each([['a\r\nb: c'], ['a\nb'], ['a\0b'], ['吾輩'], ['\u007f']])(
    'have values that go on one line, not %j, which is not repeated',
    async (value) => {
      const record = await server.one({ url: 'http://127.0.0.1:9/', headers: { 'x-a': value } });
      expect(record).toMatchObject({ outcome: 'invalid', error: expect.stringMatching(/headers\.x-a: its value has/) });
      expect(record.error).not.toContain(value);
    },
  );

  test('are given once: names do not differ by case', async () => {
    const record = await server.one({ url: 'http://127.0.0.1:9/', headers: { 'X-A': '1', 'x-a': '2' } });
    expect(record).toMatchObject({
      outcome: 'invalid',
      error: 'requests[0].headers.x-a: is given twice, as X-A too; names do not differ by case',
    });
  });

  test('nor by "_" for "-", which many servers take for the same', async () => {
    const record = await server.one({ url: 'http://127.0.0.1:9/', headers: { X_A: '1', 'x-a': '2' } });
    expect(record).toMatchObject({
      outcome: 'invalid',
      error: 'requests[0].headers.x-a: is given twice, as X_A too; names do not differ by case, nor by "_" for "-"',
    });
  });

  test.each(['x-method-name', 'x-verbose', 'x-forwarded-for', 'x-original-id', 'x_custom', 'proxying'])(
    'may be %s',
    async (name) => {
      const api = await serve((request, response) => json(response, request.headers[name] ?? null));
      expect(await server.one({ url: api.url, headers: { [name]: 'x' } })).toMatchObject({ status: 200, body: 'x' });
    },
  );

  test('may be anything else, a credential of the caller among it', async () => {
    const headers = {
      Authorization: 'Bearer mine',
      cookie: 'a=b',
      'X-Api-Key': 'k',
      'x-latin': 'é',
      'accept-encoding': 'identity',
    };
    expect(await sentWith(headers)).toMatchObject({
      authorization: 'Bearer mine',
      cookie: 'a=b',
      'x-api-key': 'k',
      'x-latin': 'é',
      'accept-encoding': 'identity',
    });
  });

  test('say truthfully who asks, and where to read about it', async () => {
    expect((await sentWith({}))['user-agent']).toMatch(/^fetch-many-mcp\/\d+\.\d+\.\d+ \(\+https:\/\/\S+\)$/);
  });

  test.each([
    ['auto', /^application\/json, text\/markdown;q=0.95, text\/\*/],
    ['json', /^application\/json/],
    ['text', /^text\/\*/],
    ['html', /^text\/html/],
    ['markdown', /^text\/markdown, text\/html/],
    ['base64', /^\*\/\*$/],
    ['none', /^\*\/\*$/],
  ])('ask for what is wanted as %s, unless the caller says otherwise', async (as, accept) => {
    expect((await sentWith({}, { as }))['accept']).toMatch(accept);
    expect((await sentWith({ Accept: 'image/png' }, { as: 'none' }))['accept']).toBe('image/png');
  });
});

test('${...} in arguments is literal text', async () => {
  const api = await serve((_, response) => json(response, 1));
  const text = '${env:HOME} ${file:/etc/hostname}';
  const record = await server.one({ url: `${api.url}/\${env:HOME}` });
  expect(record).toMatchObject({ outcome: 'invalid', error: expect.stringContaining('is a template and needs vars') });
  await server.run({
    base_url: api.url,
    requests: [{ url: '/$%7Benv:HOME%7D', query: { q: text }, headers: { 'x-own': text } }],
    headers: { 'x-all': text },
  });
  expect(api.asked).toHaveLength(1);
  expect(api.asked[0]).toContain('GET /$%7Benv:HOME%7D?');
  expect(api.headers.at(-1)).toMatchObject({ 'x-own': text, 'x-all': text });
  expect(new URL(`${api.url}${api.asked.at(-1)?.slice(4)}`).searchParams.get('q')).toBe(text);
});

test('a header that a profile sets is refused at its origin only, and the others run', async () => {
  folder.write('token', 'a-secret-token');
  const [api, other] = [await startApi((_, response) => json(response, 1)), await startApi((_, response) => json(response, 1))];
  const profiles = { github: { origin: api.url, headers: { Authorization: 'Bearer ${file:token}' } } };
  const own = await connect('--allow', '127.0.0.1', '--config', folder.write('config.json', { profiles }));
  const mine = { url: `${api.url}/a`, headers: { AUTHORIZATION: 'Bearer mine' } };
  const taken = `AUTHORIZATION: is set by the profile "github" for ${api.url}; leave it out`;

  const one = resultOf(await own.fetchMany({ requests: [mine, { ...mine, url: `${other.url}/b` }, `${api.url}/c`] }));
  expect(one.results).toEqual([
    { i: 0, url: mine.url, outcome: 'invalid', error: `requests[0].headers.${taken}` },
    { i: 1, status: 200, body: 1 },
    { i: 2, status: 200, body: 1 },
  ]);
  const all = resultOf(await own.fetchMany({ requests: [`${api.url}/d`, `${other.url}/e`], headers: mine.headers }));
  expect(all.results).toEqual([
    { i: 0, url: `${api.url}/d`, outcome: 'invalid', error: `headers.${taken}` },
    { i: 1, status: 200, body: 1 },
  ]);
  expect(api.headers.map(({ authorization }) => authorization)).toEqual(['Bearer a-secret-token']);
  expect(other.headers.map(({ authorization }) => authorization)).toEqual(['Bearer mine', 'Bearer mine']);

  await own.close();
  await Promise.all([api.close(), other.close()]);
});
