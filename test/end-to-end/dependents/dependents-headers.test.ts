import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers `/src` with headers, whatever else with its path. */
function api(headers: Record<string, string | string[]>): Promise<Api> {
  return serve((_, response, { pathname }) => {
    if (pathname === '/moved') return void response.writeHead(302, { location: '/deep/src' }).end();
    if (pathname.endsWith('/src')) for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    return json(response, { pathname });
  });
}

/** What is asked for with a header of `/src` in `{?v}`, its URL taken as `http://h`. */
async function taken(headers: Record<string, string | string[]>, header: string, url = '/src'): Promise<(string | null)[]> {
  const site = await api(headers);
  const requests = [
    { id: 'src', url },
    { url: '/use{?v}', vars: { v: { from: 'src', header } } },
  ];
  await server.run({ base_url: site.url, requests, concurrency: 1 });
  return site.asked
    .filter((each) => each.includes('/use'))
    .map((each) => new URL(each.slice(4), 'http://h').searchParams.get('v')?.replaceAll(site.url, 'http://h') ?? null);
}

describe('a header of an answer is taken for a variable', () => {
  test.each<[string, string, string, string]>([
    ['ETag', 'etag', 'W/"a b"', 'W/"a b"'],
    ['x-request-id', 'X-Request-Id', 'r 1', 'r 1'],
    ['Location', 'location', '/n?x=1', 'http://h/n?x=1'],
    ['Content-Location', 'content-location', '../up', 'http://h/up'],
    ['Location', 'location', 'https://other.example/x', 'https://other.example/x'],
    [
      'Link',
      'link',
      '</n>; rel="next"; title="a <b>, c", <p?x=1>; rel=prev',
      '<http://h/n>; rel="next"; title="a <b>, c", <http://h/p?x=1>; rel=prev',
    ],
  ])('%s', async (header, name, value, expected) => {
    expect(await taken({ [name]: value }, header)).toEqual([expected]);
  });

  test('relative to where a redirect has led', async () => {
    expect(await taken({ 'content-location': 'x' }, 'content-location', '/moved')).toEqual(['http://h/deep/x']);
  });

  test('as often as it was sent', async () => {
    expect(await taken({ 'x-id': ['1', '2'] }, 'x-id')).toEqual(['1', '2']);
  });

  test('of a HEAD request, too', async () => {
    const site = await api({ etag: '"e"' });
    const requests = [
      { id: 'src', url: '/src', method: 'HEAD' },
      { url: '/use', headers: { 'if-none-match': '{v}' }, vars: { v: { from: 'src', header: 'etag' } } },
    ];
    expect((await server.run({ base_url: site.url, requests })).summary).toMatchObject({ ok: 2 });
    expect(site.headers[1]).toMatchObject({ 'if-none-match': '"e"' });
  });

  test('and one that is not there is a note', async () => {
    const site = await api({});
    const requests = [
      { id: 'src', url: '/src' },
      { url: '/use{?v}', vars: { v: { from: 'src', header: 'ETag' } } },
    ];
    const { notes, summary } = await server.run({ base_url: site.url, requests });
    expect(summary).toMatchObject({ total: 1, ok: 1 });
    expect(notes).toEqual([
      'requests[1]: "src" has no values for v, so nothing was sent for it; its answer has no header "etag"',
    ]);
  });
});

test.each([['set-cookie'], ['Set-Cookie2'], ['authorization'], ['Proxy-Authorization']])('%s is never taken', async (header) => {
  const site = await api({ 'set-cookie': 'a=hush' });
  const requests = [
    { id: 'src', url: '/src' },
    { url: '/use{?v}', vars: { v: { from: 'src', header } } },
  ];
  const result = await server.run({ base_url: site.url, requests });
  expect(outcomesOf(result)).toEqual(['ok', 'invalid']);
  expect(recordOf(result, 1).error).toBe(`requests[1].vars.v.header: "${header}" is never shown, and cannot be taken either`);
  expect(site.asked).toEqual(['GET /src']);
});
