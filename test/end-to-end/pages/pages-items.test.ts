import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';
import { readerOf } from '../../support/read-result.ts';

const server = sharedServer();
const reader = readerOf(server);

/** Page by page these bodies. */
function pages(...bodies: readonly unknown[]): Promise<Api> {
  return serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page < bodies.length) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
    json(response, bodies[page - 1]);
  });
}

test('those of a feed are where its XML has them, and a path into its short form is told where', async () => {
  const item = '<item><title>a</title></item>';
  const feeds = [
    `<rss><channel><title>T</title>${item}${item}</channel></rss>`,
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>a</title></entry><entry><title>a</title></entry></feed>',
    `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel><title>T</title></channel>${item}${item}</rdf:RDF>`,
  ];
  const { url } = await serve((_, response, { pathname }) => {
    response.setHeader('content-type', 'application/xml').end(feeds[Number(pathname.slice(1))]);
  });
  const bodies = feeds.map(async (_, at) => {
    const joined = (items: string): ReturnType<typeof server.one> =>
      server.one({ url: `${url}/${at}`, paginate: { next: 'link', items } });
    const [, path = ''] = /of a feed with pages the items are (\S+);/.exec((await joined('items')).error ?? '') ?? [];
    return (await joined(path)).body;
  });
  expect(await Promise.all(bodies)).toEqual(feeds.map(() => [{ title: 'a' }, { title: 'a' }]));
});

describe('items', () => {
  test.each<[string, readonly unknown[], string | undefined, unknown]>([
    ['of lists are joined', [[1, 2], [3], []], undefined, [1, 2, 3]],
    ['of objects are the objects', [{ a: 1 }, { a: 2 }], undefined, [{ a: 1 }, { a: 2 }]],
    ['of plain values are these', [1, 'b'], undefined, [1, 'b']],
    ['of lists of lists stay lists', [[[1]], [[2]]], undefined, [[1], [2]]],
    ['by an expression are joined', [{ data: [1] }, { data: [2, 3] }], 'data', [1, 2, 3]],
    ['that are projected are joined', [{ data: [{ id: 1 }] }, { data: [{ id: 2 }] }], 'data[].id', [1, 2]],
    [
      'of an expression that gives an object are the objects',
      [{ data: { a: 1 } }, { data: { a: 2 } }],
      'data',
      [{ a: 1 }, { a: 2 }],
    ],
    ['may be none', [{ data: [] }], 'data', []],
    ['that are null are none', [{ data: [1] }, { data: null }, { data: [3] }], 'data', [1, 3]],
    ['missing from a later page are none there', [{ data: [1] }, { error: 'x' }, { data: [3] }], 'data', [1, 3]],
  ])('%s', async (_, bodies, items, joined) => {
    const api = await pages(...bodies);
    const record = await server.one({ url: api.url, paginate: { next: 'link', ...(items === undefined ? {} : { items }) } });
    expect(record).toEqual({ i: 0, status: 200, pages: bodies.length, body: joined });
  });

  test('that are not on page 1 are a select_error that names its keys, and the page is kept', async () => {
    const api = await pages({ users: [1], total: 2 }, { users: [2] });
    const record = await server.one({ url: api.url, paginate: { next: 'link', items: 'data' } });
    expect(record).toMatchObject({ i: 0, url: `${api.url}/`, outcome: 'select_error', status: 200 });
    expect(record.error).toMatch(
      /^page 1: paginate\.items "data" matched nothing; the body is .*users.*total.*; the body is kept: read_result/,
    );
    expect(record).not.toHaveProperty('pages');
    expect(record).not.toHaveProperty('body');
    expect(await reader.read({ ref: record.ref, select: 'users' })).toMatchObject({ body: [1] });
    expect(api.asked).toHaveLength(1);
  });

  test('whose expression fails on a later page end it there', async () => {
    const api = await pages({ n: [3] }, { n: 4 }, { n: [5] });
    const record = await server.one({ url: api.url, paginate: { next: 'link', items: 'sort(n)' } });
    expect(record).toMatchObject({ outcome: 'select_error', pages: 1, body: [3] });
    expect(record.error).toMatch(/^page 2: paginate\.items "sort\(n\)" failed: .*; page 1 is kept$/);
    expect(api.asked).toHaveLength(2);
  });
});

describe("the request's own select", () => {
  test('is of the joined items', async () => {
    const api = await pages({ data: [{ id: 1, x: 1 }] }, { data: [{ id: 2, x: 2 }] });
    const paginate = { next: 'link', items: 'data' };
    expect(await server.one({ url: api.url, paginate, select: 'length(@)' })).toMatchObject({ pages: 2, body: 2 });
    expect(await server.one({ url: api.url, paginate, select: ['id'] })).toMatchObject({ body: [{ id: 1 }, { id: 2 }] });
    expect(await server.one({ url: api.url, paginate }, { select: '[].x' })).toMatchObject({ body: [1, 2] });
  });

  test('that matches nothing keeps all the items', async () => {
    const api = await pages([{ id: 1 }], [{ id: 2 }]);
    const record = await server.one({ url: api.url, paginate: { next: 'link' }, select: 'name' });
    expect(record).toMatchObject({ outcome: 'select_error', status: 200, pages: 2 });
    expect(await reader.read({ ref: record.ref, select: '[].id' })).toMatchObject({ body: [1, 2] });
  });
});

test('pages are JSON whatever the call asks bodies for as', async () => {
  const api = await pages([1], [2]);
  for (const as of ['text', 'markdown', 'none']) {
    expect(await server.one({ url: api.url, paginate: { next: 'link' } }, { as })).toMatchObject({ pages: 2, body: [1, 2] });
  }
  expect(await server.one({ url: api.url, paginate: { next: 'link' }, as: 'json' })).toMatchObject({ body: [1, 2] });
});

test('paginate may come as JSON text', async () => {
  const api = await pages([1], [2], [3]);
  expect(await server.one({ url: api.url, paginate: '{"next": "link", "max_pages": "2"}' })).toMatchObject({
    pages: 2,
    body: [1, 2],
  });
});

test.each([
  ['numbers', '3,c\n', ['{"column_1":3,"column_2":"c"}'], '"column_1", "column_2"'],
  ['more columns', 'p,q,r,s\n1,2,3,4\n', ['{"p":1,"q":2,"r":3,"s":4}'], '"p", "q", "r" and 1 more'],
  ['texts', 'x,c\ny,d\n', ['{"x":"y","c":"d"}'], '"x", "c"'],
])('pages of CSV with a header on the first alone are told: %s', async (_, second, rows, columns) => {
  const { url } = await serve((_request, response, { searchParams }) => {
    if (!searchParams.has('page')) response.setHeader('link', '</?page=2>; rel="next"');
    response.setHeader('content-type', 'text/csv').end(searchParams.has('page') ? second : 'id,name\n1,a\n2,b\n');
  });
  const note =
    `i 0: page 2: its columns are not those of the first page: ${columns}; if only the first page has a header, ` +
    'ask for the others by themselves, with "as": "text"';
  for (const items of [undefined, 'b => b']) {
    const paginate = { next: 'link', ...(items === undefined ? {} : { items }) };
    const { results, notes } = await server.run({ requests: [{ url, paginate }] });
    const body: unknown = results[0]?.body;
    expect((body as unknown[]).map((row) => JSON.stringify(row)).slice(2)).toEqual(rows);
    expect(notes).toEqual([note]);
  }
  const alike = await serve((_request, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page < 3) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
    response.setHeader('content-type', 'text/csv').end(page === 2 ? '' : `id,name\n${page},a\n`);
  });
  const { summary, ...result } = await server.run({ requests: [{ url: alike.url, paginate: { next: 'link' } }] });
  expect(result).not.toHaveProperty('notes');
  // The empty one in the middle is none that could not be kept.
  expect(await reader.read({ ref: `${summary.batch}/0`, select: '[].id' })).toMatchObject({ body: [1, 3] });
});
