import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Answers each request with the next of these bodies, the last one for ever. */
function bodies(...all: readonly unknown[]): Promise<Api> {
  let nth = 0;
  return serve((_, response) => json(response, all[Math.min(nth++, all.length - 1)]));
}

describe('a JMESPath that gives a URL', () => {
  test.each<[string, (api: string) => string]>([
    ['absolute', (api) => `${api}/v1/list?after=2`],
    ['relative to the origin', () => '/v1/list?after=2'],
    ['relative to the page', () => './list?after=2'],
    ['of a query alone', () => '?after=2'],
    ['with spaces round it', (api) => ` ${api}/v1/list?after=2 `],
  ])('%s', async (_, next) => {
    const api: Api = await serve((__, response, { searchParams }) => {
      json(
        response,
        searchParams.has('after') ? { data: [2], links: { next: null } } : { data: [1], links: { next: next(api.url) } },
      );
    });
    const record = await server.one({ url: `${api.url}/v1/list`, paginate: { next: 'links.next', items: 'data' } });
    expect(record).toEqual({ i: 0, status: 200, pages: 2, body: [1, 2] });
    expect(api.asked).toEqual(['GET /v1/list', 'GET /v1/list?after=2']);
  });

  test('may give it as a list of one, or an empty list for the end', async () => {
    const api = await bodies({ links: [{ rel: 'next', href: '/2' }] }, { links: [{ rel: 'self', href: '/2' }] });
    const record = await server.one({ url: api.url, paginate: { next: "links[?rel=='next'].href", items: 'links[].rel' } });
    expect(record).toMatchObject({ status: 200, pages: 2, body: ['next', 'self'] });
  });

  test('at another origin is followed without the headers of the caller', async () => {
    const other = await bodies({ data: ['b'] });
    const api = await bodies({ data: ['a'], next: `${other.url}/more` });
    const headers = { authorization: 'Bearer secret' };
    const record = await server.one({ url: api.url, headers, paginate: { next: 'next', items: 'data' } });
    expect(record).toMatchObject({ pages: 2, body: ['a', 'b'] });
    expect([api.headers[0]?.authorization, other.headers[0]?.authorization]).toEqual(['Bearer secret', undefined]);
  });
});

describe('the end is', () => {
  test.each([
    ['null', null],
    ['an empty text', ''],
    ['false', false],
    ['an empty list', []],
    ['a list of null', [null]],
    ['0, before which there is nothing', 0],
    ['0 as a text', '0'],
  ])('%s', async (_, next) => {
    const api = await bodies({ data: [1], next });
    expect(await server.one({ url: api.url, paginate: { next: 'next', items: 'data', param: 'c' } })).toMatchObject({
      pages: 1,
      body: [1],
    });
    expect(api.asked).toHaveLength(1);
  });

  test('not the number of a last item, be it 0', async () => {
    const api = await bodies({ data: [{ id: 0 }] }, { data: [] });
    const paginate = { next: 'data[-1].id', items: 'data', param: 'after' };
    expect(await server.one({ url: api.url, paginate })).toMatchObject({ pages: 2, body: [{ id: 0 }] });
    expect(api.asked).toEqual(['GET /', 'GET /?after=0']);
  });

  test('0 in a header', async () => {
    const api = await serve((_, response) => json(response.setHeader('x-next-page', '0'), [1]));
    const { results, notes } = await server.run({
      requests: [{ url: api.url, paginate: { next: 'header:x-next-page', param: 'page' } }],
    });
    expect({ body: results[0]?.body, notes, asked: api.asked.length }).toEqual({ body: [1], notes: undefined, asked: 1 });
  });

  test.each([
    ['hasNextPage', { data: { nodes: [1], pageInfo: { hasNextPage: false, endCursor: 'Mg==' } } }, 'data.pageInfo.endCursor'],
    ['has_more', { data: { nodes: [1] }, cursor: 'b/c', has_more: false }, 'cursor'],
  ])('a cursor beside %s, which is false', async (_, body, next) => {
    const api = await bodies(body);
    const paginate = { next, param: 'after', items: 'data.nodes', max_pages: 1 };
    const { results, notes } = await server.run({ requests: [{ url: api.url, paginate }] });
    expect({ results, notes, asked: api.asked.length }).toEqual({
      results: [{ i: 0, status: 200, pages: 1, body: [1] }],
      notes: undefined,
      asked: 1,
    });
  });

  test('not a URL beside such a flag, which is followed', async () => {
    const api = await bodies({ data: [1], next: '/more', has_more: false }, { data: [2], has_more: false });
    expect((await server.one({ url: api.url, paginate: { next: 'next', items: 'data' } })).body).toEqual([1, 2]);
  });

  test('a body without it', async () => {
    const api = await bodies({ data: [1] });
    expect(await server.one({ url: api.url, paginate: { next: 'meta.next', items: 'data' } })).toMatchObject({
      pages: 1,
      body: [1],
    });
  });

  test('an answer without a body', async () => {
    const api = await serve((_, response, { search }) => {
      if (search) response.writeHead(204).end();
      else json(response, { data: [1], next: 'x' });
    });
    expect(await server.one({ url: api.url, paginate: { next: 'next', items: 'data', param: 'c' } })).toEqual({
      i: 0,
      status: 200,
      pages: 1,
      body: [1],
    });
    expect(api.asked).toHaveLength(2);
  });
});

describe('a cursor goes into its parameter', () => {
  test.each<[string, string | number, string]>([
    ['text', 'abc', 'cursor=abc'],
    ['a number', 20, 'cursor=20'],
    ['what needs encoding', 'a/b+c=&d e', 'cursor=a%2Fb%2Bc%3D%26d%20e'],
    ['what looks like a URL', '/items?x=1', 'cursor=%2Fitems%3Fx%3D1'],
    ['beyond Latin-1', 'ключ', 'cursor=%D0%BA%D0%BB%D1%8E%D1%87'],
  ])('as %s', async (_, cursor, query) => {
    const api = await bodies({ data: [1], next: cursor }, { data: [2] });
    const record = await server.one({ url: `${api.url}/list`, paginate: { next: 'next', param: 'cursor', items: 'data' } });
    expect(record).toEqual({ i: 0, status: 200, pages: 2, body: [1, 2] });
    expect(api.asked).toEqual(['GET /list', `GET /list?${query}`]);
  });

  test('beside the other parameters, and in place of an earlier one; headers go along', async () => {
    const api = await bodies({ data: [1], next: 'b' }, { data: [2], next: 'c' }, { data: [3] });
    const request = {
      url: `${api.url}/list?sort=up&cursor=a`,
      query: { tag: ['x', 'y'] },
      headers: { 'x-key': 'k' },
      paginate: { next: 'next', param: 'cursor', items: 'data' },
    };
    expect(await server.one(request)).toMatchObject({ pages: 3, body: [1, 2, 3] });
    expect(api.asked).toEqual(['a', 'b', 'c'].map((cursor) => `GET /list?sort=up&cursor=${cursor}&tag=x&tag=y`));
    expect(api.headers.map((each) => each['x-key'])).toEqual(['k', 'k', 'k']);
  });

  test('though a redirect to another origin is between', async () => {
    const other = await bodies({ data: [1], next: 'b' }, { data: [2] });
    const api = await serve(
      (_, response, { search }) => void response.writeHead(302, { location: `${other.url}/list${search}` }).end(),
    );
    const record = await server.one({
      url: api.url,
      headers: { 'x-key': 'k' },
      paginate: { next: 'next', param: 'c', items: 'data' },
    });
    expect(record).toMatchObject({ pages: 2, body: [1, 2] });
    expect(api.headers.map((each) => each['x-key'])).toEqual(['k', 'k']);
    expect(other.headers.map((each) => each['x-key'])).toEqual([undefined, undefined]);
  });
});

describe('what is neither a URL nor a cursor', () => {
  test.each<[string, unknown, Record<string, unknown>, RegExp]>([
    [
      'a word without param',
      'abc',
      {},
      /gave "abc", which is no URL; if it is a cursor, name its query parameter in paginate\.param/,
    ],
    ['a number without param', 7, {}, /gave 7, which is no URL/],
    ['an object', { page: 2 }, { param: 'c' }, /gave \{"page":2\}, which is neither a URL nor a cursor/],
    ['true', true, { param: 'c' }, /gave true, which is neither/],
    ['a list of two', ['/a', '/b'], {}, /which is neither/],
  ])('%s is told, and page 1 is kept', async (_, next, more, said) => {
    const api = await bodies({ data: [1], next });
    const { results, summary } = await server.run({
      requests: [{ url: api.url, paginate: { next: 'next', items: 'data', ...more } }],
    });
    expect(results[0]).toMatchObject({
      outcome: 'select_error',
      status: 200,
      pages: 1,
      body: [1],
      error: expect.stringMatching(said),
    });
    expect(results[0]?.error).toMatch(/^after page 1: .*; page 1 is kept$/);
    expect([summary.ok, summary.failed, api.asked.length]).toEqual([0, 1, 1]);
  });
});

describe('nothing is sent for', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no next', { paginate: { items: 'a' } }, /requests\[0\]\.paginate\.next: is required/],
    ['no page at all', { paginate: { next: 'link', max_pages: 0 } }, /requests\[0\]\.paginate\.max_pages: /],
    ['an unknown key', { paginate: { next: 'link', max_page: 3 } }, /requests\[0\]\.paginate\.max_page: .*"max_pages"/],
    ['pages of text', { paginate: { next: 'link' }, as: 'text' }, /pages are joined as JSON, so "as" cannot be "text"/],
    ['pages of nothing', { paginate: { next: 'link' }, as: 'none' }, /"as" cannot be "none"/],
    ['a HEAD', { paginate: { next: 'link' }, method: 'HEAD' }, /pages are followed by GET, or by POST with json, not HEAD/],
  ])('%s; the others run', async (_, wrong, said) => {
    const api = await bodies([1]);
    const result = await server.run({ requests: [{ url: `${api.url}/wrong`, ...wrong }, `${api.url}/right`] });
    expect(recordOf(result, 0)).toMatchObject({ outcome: 'invalid', error: expect.stringMatching(said) });
    expect(api.asked).toEqual(['GET /right']);
  });

  test.each([
    ['a malformed next', { next: 'a[' }, 'requests[0].paginate.next: "a["'],
    ['malformed items', { next: 'link', items: 'a..b' }, 'requests[0].paginate.items: "a..b"'],
  ])('a call with %s', async (_, paginate, said) => {
    const api = await bodies([1]);
    const text = await server.refused({ requests: [{ url: `${api.url}/wrong`, paginate }, `${api.url}/right`] });
    expect(text).toContain(`- ${said} is not valid JMESPath`);
    expect(api.asked).toEqual([]);
  });

  test('a POST without json, or another method that writes', async () => {
    const api = await bodies([1]);
    const paginate = { next: 'link' };
    const { results } = await server.write({
      base_url: api.url,
      requests: [
        { url: '/a', method: 'POST', paginate },
        { url: '/b', method: 'PUT', json: {}, paginate },
      ],
    });
    expect(results.map(({ outcome, error }) => `${outcome}: ${error}`)).toEqual(
      ['POST', 'PUT'].map((method, i) => {
        return `invalid: requests[${i}].paginate: pages are followed by GET, or by POST with json, not ${method}`;
      }),
    );
    expect(api.asked).toEqual([]);
  });
});
