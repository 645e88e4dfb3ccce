import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { ITEMS } from '../../support/paged-apis.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

test.each<[string, string, string]>([
  ['HAL', '{"page":{"totalElements":0,"number":0}}', '_embedded.users'],
  ['Twitter', '{"meta":{"result_count":0}}', 'data'],
  ['S3', '<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>', 'ListBucketResult.Contents'],
])('an empty list of %s, which leaves it out, is one', async (_, body, items) => {
  const { url } = await serve((__, response) => {
    response.setHeader('content-type', body.startsWith('<') ? 'text/xml' : 'application/json').end(body);
  });
  const { results, notes } = await server.run({ requests: [{ url, paginate: { next: 'page', items } }] });
  expect({ results, notes }).toMatchObject({ results: [{ status: 200, body: [] }], notes: undefined });
});

test.each<[string, object]>([
  ['paging.next.after', { results: [1, 2] }],
  ['@odata.nextLink', { results: [1, 2] }],
  ['meta.next_token', { results: [1, 2], meta: {} }],
  ['_links.next.href', { results: [1, 2], _links: {} }],
  ['cursorOfNextPage', { results: [1, 2], has_more: false }],
  ['cursorOfNextPage', { results: [1, 2], total_count: 2 }],
])('that %s is left out on the only page is no news', async (next, body) => {
  const { url } = await serve((_, response) => json(response, body));
  const { results, notes } = await server.run({ requests: [{ url, paginate: { next, param: 'c', items: 'results' } }] });
  expect({ body: results[0]?.body, notes }).toEqual({ body: [1, 2], notes: undefined });
});

test.each(['next', 'next_page', 'meta.next', 'links.next', 'nextPageToken'])('that there is no %s is told', async (next) => {
  const { url } = await serve((_, response) => json(response, { results: [1, 2] }));
  const { results, notes } = await server.run({ requests: [{ url, paginate: { next, param: 'c', items: 'results' } }] });
  expect(results[0]?.body).toEqual([1, 2]);
  expect(notes).toEqual([expect.stringContaining(`paginate.next "${next}" is no key of any page`)]);
});

test.each<[string, number, string | undefined]>([
  ['a full page, which may be the last', 10, undefined],
  ['one that is not full', 7, 'i 0: ended after page 1 (7 items): page 2 was answered 404 Not Found'],
])('an error after %s', async (_, length, note) => {
  const { url } = await serve((__, response, { searchParams }) => {
    if (searchParams.get('page') === '1') json(response, ITEMS.slice(0, length));
    else json(response, { message: 'no such page' }, 404);
  });
  const { results, notes } = await server.run({ requests: [{ url, paginate: { next: 'page' } }] });
  expect(results[0]?.outcome).toBe(note === undefined ? 'http_error' : undefined);
  expect({ body: results[0]?.body, notes }).toEqual({
    body: ITEMS.slice(0, length),
    notes: note === undefined ? undefined : [note],
  });
});

test('what is extracted as the next page is not there on the last one', async () => {
  const { url } = await serve((_, response) => void response.setHeader('content-type', 'text/html').end('<h1>a</h1>'));
  const request = { url, extract: { items: ['h1'], next: 'a[rel=next]@href' }, paginate: { next: 'next', items: 'items' } };
  const { results, notes } = await server.run({ requests: [request] });
  expect({ body: results[0]?.body, notes }).toEqual({ body: ['a'], notes: undefined });
});

test('the last of XML, which is alone on its page, is an item', async () => {
  const { url } = await serve((_, response, { searchParams }) => {
    const keys = [['a', 'b'], ['c'], []][Number(searchParams.get('page')) - 1] ?? [];
    const text = `<r><more>${keys.length}</more>${keys.map((key) => `<k>${key}</k>`).join('')}</r>`;
    response.setHeader('content-type', 'application/xml').end(text);
  });
  const { results } = await server.run({ requests: [{ url, paginate: { next: 'page', items: 'r.k' } }] });
  expect(results[0]).toMatchObject({ status: 200, body: ['a', 'b', 'c'] });
});

test.each<[string, object, string[]]>([
  [
    'tells of a failure',
    { data: [], success: false, message: 'down' },
    [
      'although its total is 5; a narrower',
      'page 2: the answer tells of a failure, a lack or a warning, such as "success: false, mes',
    ],
  ],
  ['says no more how much there is', { data: [] }, ['although its total is 5; a narrower']],
])('a page without items that %s', async (_, last, said) => {
  const { url } = await serve((__, response, { searchParams }) => {
    json(response, searchParams.has('offset') ? last : { total: 5, data: [1, 2] });
  });
  const { results, notes } = await server.run({ requests: [{ url, paginate: { next: 'offset', items: 'data' } }] });
  expect({ body: results[0]?.body, notes }).toEqual({
    body: [1, 2],
    notes: said.map((each): unknown => expect.stringContaining(each)),
  });
});
