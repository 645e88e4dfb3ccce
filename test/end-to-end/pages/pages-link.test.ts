import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const paginate = { next: 'link' };

/** Three pages of two items; `linked` makes the Link headers of the first two. */
function paged(linked: (next: string, api: string) => string | string[]): Promise<Api> {
  return serve((request, response, { searchParams, pathname }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page < 3) response.setHeader('link', linked(`${pathname}?page=${page + 1}`, `http://${request.headers.host}`));
    json(response, [page * 10, page * 10 + 1]);
  });
}

const ALL = [10, 11, 20, 21, 30, 31];

describe('the page that a Link header calls next is followed', () => {
  test.each<[string, (next: string, api: string) => string | string[]]>([
    ['absolute', (next, api) => `<${api}${next}>; rel="next"`],
    ['relative', (next) => `<${next}>; rel="next"`],
    ['relative to the page itself', (next) => `<${next.slice(next.indexOf('?'))}>; rel="next"`],
    ['with a fragment', (next) => `<${next}#top>; rel="next"`],
    ['among others', (next) => `</?page=1>; rel="first", <${next}>; rel="next", </?page=3>; rel="last"`],
    ['in the second of several headers', (next) => ['</?page=1>; rel="prev"', `<${next}>; rel="next"`]],
    ['after an empty header', (next) => ['', `<${next}>; rel="next"`]],
    ['first in a list of relations', (next) => `<${next}>; rel="next last"`],
    ['last in a list of relations', (next) => `<${next}>; rel="last next"`],
    ['without quotes', (next) => `<${next}>; rel=next`],
    ['in capitals', (next) => `<${next}>; REL="Next"`],
    [
      'behind a quoted comma and semicolon',
      (next) => `</x>; title="a, <b>; rel=next"; rel="up", <${next}>; title="c;d, e"; rel="next"`,
    ],
    ['with a comma in its URL', (next) => `<${next}&a=1,2>; rel="next"`],
    ['twice, of which the first counts', (next) => `<${next}>; rel="next", </?page=9>; rel="next"`],
    ['for this page and not for another', (next) => `</?page=9>; rel="next"; anchor="/other", <${next}>; rel="next"`],
  ])('%s', async (_, linked) => {
    const api = await paged(linked);
    expect(await server.one({ url: `${api.url}/list`, paginate })).toEqual({ i: 0, status: 200, pages: 3, body: ALL });
    expect(api.asked.map((each) => each.replace(/&.*/, ''))).toEqual(['GET /list', 'GET /list?page=2', 'GET /list?page=3']);
  });

  test('relative to where a redirect has led', async () => {
    const api = await serve((_, response, { pathname }) => {
      if (pathname === '/old/list') return void response.writeHead(301, { location: '/new/list' }).end();
      if (pathname === '/new/list') response.setHeader('link', '<more>; rel="next"');
      return json(response, [pathname]);
    });
    const record = await server.one({ url: `${api.url}/old/list`, paginate });
    expect(record).toEqual({
      i: 0,
      url: `${api.url}/old/list`,
      final_url: `${api.url}/new/list`,
      status: 200,
      pages: 2,
      body: ['/new/list', '/new/more'],
    });
  });
});

test('no Link header, or none that says next, is the end', async () => {
  for (const link of [
    undefined,
    '</>; rel="prev"',
    '</>; rel="nextish"',
    '</>; rel=""',
    '</>',
    '</?page=9>; rel="next"; anchor="#x"',
  ]) {
    const api = await serve((_, response) => {
      if (link !== undefined) response.setHeader('link', link);
      json(response, [1]);
    });
    expect(await server.one({ url: api.url, paginate })).toEqual({ i: 0, status: 200, pages: 1, body: [1] });
    expect(api.asked).toHaveLength(1);
  }
});

test('a Link header that cannot be read is told, with what was read before it', async () => {
  for (const broken of [1, 2]) {
    const api = await serve((_, response, { searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      response.setHeader('link', page === broken ? '</?page=3; rel="next"' : `</?page=${page + 1}>; rel="next"`);
      json(response, [page]);
    });
    const record = await server.one({ url: api.url, paginate });
    expect(record).toMatchObject({ outcome: 'decode', pages: broken, body: broken === 1 ? [1] : [1, 2] });
    const kept = broken === 1 ? 'page 1 is kept' : 'pages 1 to 2 are kept';
    expect(record.error).toBe(`after page ${broken}: its Link header cannot be read (RFC 8288); ${kept}`);
    expect(api.asked).toHaveLength(broken);
  }
});

test.each([
  ['ftp://127.0.0.1/x', /ftp: is not fetched/],
  ['http://u:hiddenword@127.0.0.1/', /user name or password/],
  ['http://[', /not a URL/],
])('a next page of %s is not followed, and page 1 is kept', async (uri, said) => {
  const api = await serve((_, response) => {
    response.setHeader('link', `<${uri}>; rel="next"`);
    json(response, [1]);
  });
  const record = await server.one({ url: api.url, paginate });
  expect(record).toMatchObject({ outcome: 'blocked', error: expect.stringMatching(said), pages: 1, body: [1] });
  expect(JSON.stringify(record)).not.toContain('hiddenword');
});

test('the headers that a caller gives go along within the origin, and to no other, nor back from there', async () => {
  const abroad = await serve((request, response) => {
    response.setHeader('link', `<http://${String(request.headers['x-home'] ?? home.url.slice(7))}/three>; rel="next"`);
    json(response, ['two']);
  });
  const home = await serve((_, response, { pathname }) => {
    if (pathname === '/') response.setHeader('link', '</one>; rel="next"');
    if (pathname === '/one') response.setHeader('link', `<${abroad.url}/two>; rel="next"`);
    json(response, [pathname]);
  });
  const headers = { authorization: 'Bearer secret', 'x-key': 'k', 'accept-language': 'de' };
  const record = await server.one({ url: home.url, paginate, headers });
  expect(record).toMatchObject({ status: 200, pages: 4, body: ['/', '/one', 'two', '/three'] });
  const seen = [home.headers[0], home.headers[1], abroad.headers[0], home.headers[2]];
  expect(seen.map((each) => [each?.authorization, each?.['x-key'], each?.['accept-language']])).toEqual([
    ['Bearer secret', 'k', 'de'],
    ['Bearer secret', 'k', 'de'],
    [undefined, undefined, 'de'],
    [undefined, undefined, 'de'],
  ]);
});

test('headers that a redirect of a page has left behind do not come back', async () => {
  const abroad = await serve((_, response) => {
    response.setHeader('link', `<${home.url}/two>; rel="next"`);
    json(response, [1]);
  });
  const home = await serve((_, response, { pathname }) => {
    if (pathname === '/') response.writeHead(302, { location: `${abroad.url}/one` }).end();
    else json(response, [2]);
  });
  const headers = { authorization: 'Bearer secret' };
  expect(await server.one({ url: home.url, paginate, headers })).toMatchObject({ pages: 2, body: [1, 2] });
  expect([home.headers[0], abroad.headers[0], home.headers[1]].map((each) => each?.authorization)).toEqual([
    'Bearer secret',
    undefined,
    undefined,
  ]);
});
