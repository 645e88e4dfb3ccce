import { expect, describe, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);
const ONLY = 'it is the first page only: ';
const LINKED = `${ONLY}its Link header names a next page; "paginate": {"next":"link"} would follow it`;

/** Answers with one page of many, in the ways of several APIs. */
function paged(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    const [, kind = ''] = pathname.split('/');
    const list = [{ id: 1 }, { id: 2 }];
    if (kind === 'link' || kind === 'html' || kind === 'failing') response.setHeader('link', '</link/2>; rel="next"');
    if (kind === 'numbered') response.setHeader('x-next-page', '2');
    const bodies: Record<string, unknown> = {
      link: list,
      numbered: list,
      flag: { items: list, has_more: true },
      url: { results: list, next: 'https://api.test/?page=2' },
      cursor: { data: list, meta: { next_cursor: 'abc' } },
      counted: { products: list, total: 194, skip: 0, limit: 30 },
      number: { results: list, page: 1, total_pages: 7 },
      square: { results: list, page: 1, total_pages: 2 },
      search: { total_count: 340, items: list },
    };
    if (kind === 'html') response.setHeader('content-type', 'text/html').end('<p>a page of a blog');
    else json(response, bodies[kind] ?? { message: 'no' }, kind === 'failing' ? 500 : 200);
  });
}

describe('that a list goes on is said', () => {
  test.each<[string, object, string]>([
    ['/link', {}, LINKED],
    ['/link', { layout: 'table' }, LINKED],
    ['/link', { select: 'length(@)' }, LINKED],
    ['/link', { select: 'sort_by(@, &id)[0]' }, LINKED],
    ['/link?per_page=100', { js: 'ok[0].body.length' }, LINKED],
    ['/link?from=2026-01-01', {}, LINKED],
    ['/link', { js: 'ok[0].body.toSorted((a, b) => b.id - a.id).slice(0, 10)' }, LINKED],
    ['/numbered', {}, `${ONLY}its X-Next-Page names one; "paginate": {"next":"header:x-next-page"} would follow it`],
    ['/flag', { select: 'items[].id' }, 'its has_more says that there is more; "paginate": {"next":"page","items":"items"}'],
    ['/flag', { select: 'b => b.items.length' }, 'its has_more says that there is more'],
    ['/url', { js: 'ok.flatMap(r => r.body.results).length' }, '"paginate": {"next":"next","items":"results"} would follow it'],
    ['/cursor', { select: 'data[].id' }, '{"next":"meta.next_cursor","param":"cursor","items":"data"} would follow it'],
    ['/counted', { select: ['products'] }, 'its total is 194; "paginate": {"next":"offset","param":"skip","items":"products"}'],
    ['/number', { select: 'results[].id' }, 'its total_pages is 7; "paginate": {"next":"page","items":"results"}'],
    ['/square', { select: 'results[].id' }, 'its total_pages is 2; "paginate": {"next":"page","items":"results"}'],
    ['/search', { select: 'items[].id' }, 'its total_count is 340'],
  ])('%s with %j', async (path, args, said) => {
    const { url } = await paged();
    const { notes = [] } = await server.run({ requests: [url + path], ...args });
    expect(notes).toEqual([expect.stringContaining(said)]);
  });

  test('once for all that go on, and when they are read again', async () => {
    const { url } = await paged();
    const { notes, summary } = await server.run({ requests: [{ url: `${url}/link/{name}`, vars: { name: ['a', 'b', 'c'] } }] });
    expect(notes).toEqual([`i 0, 1, 2: ${LINKED}`]);
    const again = await read({ ref: summary.batch, js: 'ok.map(r => r.body.length)' });
    expect(again).toMatchObject({ value: [2, 2, 2], notes: expect.arrayContaining([`i 0, 1, 2: ${LINKED}`]) as unknown });
  });

  test('once for lists that have more, each of another length', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      json(response, { items: [1], total: 100 + Number(pathname.slice(1)), limit: 1, offset: 0 });
    });
    const requests = [{ url: `${url}/{n}`, vars: { n: '1..20' } }];
    const { notes } = await server.run({ requests, select: 'items' });
    const followed = '"paginate": {"next":"offset","param":"offset","items":"items"} would follow it';
    expect(notes).toEqual([
      expect.stringContaining(`i 0, 1, 2, 3, 4 and 15 more: ${ONLY}its total is 101 (in i 0); ${followed}`),
    ]);
    const alike = await server.run({ requests: [`${url}/1`, `${url}/1?b`], select: 'items' });
    expect(alike.notes).toEqual([expect.stringContaining(`i 0, 1: ${ONLY}its total is 101; `)]);
  });

  test('of the program that reads them now', async () => {
    const { url } = await paged();
    const { notes, summary } = await server.run({ requests: [`${url}/flag`], js: 'ok.map(r => r.body.has_more)' });
    expect(notes).toBeUndefined();
    const again = await read({ ref: summary.batch, js: 'ok[0].body.items.length' });
    expect(again.notes).toEqual([expect.stringContaining('its has_more says that there is more')]);
  });

  test.each([
    { js: 'ok[0].body.items.length' },
    { select: 'length(items)' },
    { select: 'b => b.items.length' },
    { select: 'length(items)', layout: 'table' },
    { search: 'id' },
    { search: 'nobody', limit: 0 },
  ])('to %j over what a call brought whole', async (again) => {
    const { url } = await paged();
    const { notes, summary } = await server.run({ requests: [`${url}/flag`], layout: 'failures' });
    expect(notes).toBeUndefined();
    const said = [expect.stringContaining('its has_more says that there is more; "paginate": {"next":"page","items":"items"}')];
    const { notes: all = [] } = await read({ ref: summary.batch, ...again });
    expect(all.filter((note) => note.includes(ONLY))).toEqual(said);
    const { notes: ofOne = [] } = await read({ ref: `${summary.batch}/0`, ...again });
    expect(ofOne.filter((note) => note.includes(ONLY))).toEqual(said);
    const seen = await read({ ref: summary.batch });
    expect(seen.notes).toBeUndefined();
  });

  test.each([
    ['/link', '[].id', 'its Link header names a next page'],
    ['/flag', 'items[?id > `0`].id', 'its has_more says that there is more'],
    ['/cursor', 'b => b.data.map(x => x.id)', 'its meta.next_cursor names a next page'],
  ])('of %s from which others take values, where nobody sees it', async (path, select, said) => {
    const { url } = await paged();
    const requests = [
      { id: 'all', url: url + path },
      { id: 'one', url: `${url}/one/{id}`, vars: { id: { from: 'all', select } } },
    ];
    for (const how of [{ js: 'by.one.filter(r => r.ok).length' }, { layout: 'failures' }]) {
      const { notes } = await server.run({ requests, ...how });
      expect(notes).toEqual([expect.stringContaining(`i 0: ${ONLY}${said}`)]);
    }
  });

  test('also of a POST that is a search', async () => {
    const { url } = await paged();
    const { notes } = await server.write({ requests: [{ url: `${url}/flag`, method: 'POST', json: {} }], select: 'items[].id' });
    expect(notes).toEqual([expect.stringContaining('its has_more says')]);
  });
});

test.each<[string, object]>([
  ['whoever sees it', { requests: ['/flag', '/url', '/cursor', '/counted', '/number'] }],
  ['whoever wants the header', { requests: ['/link'], response_headers: ['Link'] }],
  ['a program that reads it', { requests: ['/link', '/flag'], js: 'ok.map(r => r.headers.link ?? r.body.has_more)' }],
  ['an expression that names it', { requests: ['/flag'], select: '{ids: items[].id, more: has_more}' }],
  ['whoever wants the total', { requests: ['/search'], select: 'total_count' }],
  ['whoever takes the first', { requests: ['/link'], select: '[0].id' }],
  ['whoever takes the first few', { requests: ['/flag'], select: 'items[:5].id' }],
  ['a function that does', { requests: ['/flag'], select: 'b => b.items[0].id' }],
  ['a function that takes the first few', { requests: ['/flag', '/flag?2'], select: 'b => b.items.slice(0, 3).map(x => x.id)' }],
  ['a program that takes the first few', { requests: ['/link'], js: 'ok.map(r => r.body.slice(0, 3))' }],
  ['a program that does', { requests: ['/link'], js: 'ok.map(r => r.body[0].id)' }],
  [
    'whoever asks for a page',
    {
      requests: ['page=1', 'offset=0', 'starting_after=x', '_page=3', 'page%5Bnumber%5D=2', 'continuation=c'].map(
        (query) => `/link?${query}`,
      ),
    },
  ],
  ['whoever walks by himself', { requests: [{ url: '/link/{page}', vars: { page: '1..2' } }] }],
  ...['items[:2].id', 'items[0].id', 'b => b.items.slice(0, 2).map(x => x.id)', 'b => b.has_more ? [] : [1]'].map(
    (select): [string, object] => [
      `who takes ${select} from it`,
      {
        requests: [
          { id: 'a', url: '/flag' },
          { url: '/x/{n}', vars: { n: { from: 'a', select } } },
        ],
        js: 'by.a.length',
      },
    ],
  ),
  [
    'who sees what others take',
    {
      requests: [
        { id: 'a', url: '/flag' },
        { url: '/x/{n}', vars: { n: { from: 'a', select: 'items[].id' } } },
      ],
    },
  ],
  ['whoever asks for a few', { requests: ['/link?per_page=5', '/flag?limit=10'], select: '@' }],
  ['a page of a site, or a failure', { requests: ['/html', '/failing'] }],
  ['only the status', { requests: ['/link', { url: '/link', method: 'HEAD' }], as: 'none' }],
])('but not to %s', async (_, args) => {
  const { url } = await paged();
  const { notes = [] } = await server.run({ base_url: url, ...args });
  expect(notes.filter((note) => note.includes(ONLY))).toEqual([]);
});

test('a feed that has a next page says so, and which paginate follows it', async () => {
  const { url } = await serve((_, response, { searchParams }) => {
    const next = searchParams.has('page') ? '' : '<link rel="next" href="/?page=2"/>';
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="/"/>${next}<entry><title>a</title></entry></feed>`;
    response.setHeader('content-type', 'application/atom+xml').end(feed);
  });
  const { notes = [] } = await server.run({ requests: [{ url, select: 'items[].title' }] });
  expect(notes).toContain(`i 0: ${ONLY}its next names a next page; a request for that URL brings it`);
  const followed = (next: string): ReturnType<typeof server.run> =>
    server.run({ requests: [{ url, paginate: { next, items: 'feed.entry' } }] });
  const [note = ''] = (await followed('link')).notes ?? [];
  const [, proposed = '{}'] = /"paginate": (\{.*\}) would/.exec(note) ?? [];
  const { next } = JSON.parse(proposed) as { next: string };
  const { results, notes: none } = await followed(next);
  expect({ body: results[0]?.body, none }).toEqual({ body: [{ title: 'a' }, { title: 'a' }], none: undefined });
});

test('nor where pages are followed', async () => {
  const { url } = await serve((_, response, { searchParams }) => {
    json(response, { items: [1], has_more: !searchParams.has('page') });
  });
  const paginate = { next: 'page', items: 'items', start: 1 };
  const { notes = [] } = await server.run({ requests: [{ url, paginate }], select: 'length(@)' });
  expect(notes.filter((note) => note.includes(ONLY))).toEqual([]);
});
