import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const reader = readerOf(server);

/** Pages of what each has at `data`, or of what `shaped` makes of it. */
function pages(most: number, shaped: (data: number[]) => object = (data) => ({ data })): Promise<Api> {
  return serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page < most) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
    json(response, shaped([page * 10, page * 10 + 1]));
  });
}

describe('that whole pages are joined', () => {
  const paginate = { next: 'link' };

  test.each<[string, number, (data: number[]) => object, string]>([
    ['several', 3, (data) => ({ data }), 'a list of 3 whole pages; "items": "data" in'],
    ['one', 1, (data) => ({ data }), 'a list of 1 whole page; "items": "data" in'],
    ['of two lists the longer', 2, (data) => ({ sort: [1], data }), '"items": "data" in'],
    ['a list further down', 2, (data) => ({ data: { search: { nodes: data } }, seen: 1 }), '"items": "data.search.nodes" in'],
    ['a key that needs quotes', 2, (data) => ({ 'the-list': data }), String.raw`"items": "\"the-list\"" in`],
  ])('%s', async (_, most, shaped, said) => {
    const api = await pages(most, shaped);
    const { notes } = await server.run({ requests: [{ url: api.url, paginate }] });
    expect(notes).toEqual([expect.stringContaining(said)]);
    const [items] = /(?<="items": )"(?:\\.|[^"\\])*"/.exec(notes?.[0] ?? '') ?? [];
    const again = { url: api.url, paginate: { ...paginate, items: JSON.parse(items ?? '""') as string } };
    expect((await server.one(again)).body).toHaveLength(most * 2);
  });

  test.each<[string, (data: number[]) => object, object]>([
    ['of lists', (data) => data, { paginate }],
    ['with items', (data) => ({ data }), { paginate: { ...paginate, items: 'data' } }],
    ['with a select, which looks into them', (data) => ({ data }), { paginate, select: '[].data[]' }],
    ['without a list in them', ([first]) => ({ first }), { paginate }],
  ])('is not said of pages %s', async (_, shaped, request) => {
    const api = await pages(2, shaped);
    expect((await server.run({ requests: [{ url: api.url, ...request }] })).notes).toBeUndefined();
  });
});

describe('where pages ended is said', () => {
  const paginate = { next: 'link', items: 'data', max_pages: 2 };
  const note = 'i 0, 1: stopped at max_pages 2, and there are more';

  test('of what a program computes, in the call and later', async () => {
    const api = await pages(5);
    const requests = [1, 2].map((nth) => ({ id: `list${nth}`, url: `${api.url}/?nth=${nth}`, paginate }));
    const js = 'ok.flatMap((r) => r.body).length';
    const { value, notes, summary } = await server.run({ requests, js });
    expect({ value, notes }).toEqual({ value: 8, notes: [note] });
    expect(await reader.read({ ref: summary.batch, js })).toMatchObject({ value: 8, notes: [note] });
  });

  test('whenever the pages are read again', async () => {
    const api = await pages(5);
    const requests = [1, 2].map((nth) => ({ url: `${api.url}/?nth=${nth}`, paginate }));
    const { summary } = await server.run({ requests });
    const [, one] = note.split(': ');
    expect(await reader.read({ ref: summary.batch, select: '[0]' })).toMatchObject({ notes: [note] });
    expect(await reader.read({ ref: `${summary.batch}/1` })).toMatchObject({ notes: [one] });
    expect(await reader.read({ ref: summary.batch, search: '99' })).toMatchObject({
      notes: expect.arrayContaining([note]) as string[],
    });
  });
});

describe('what is doubtful of one page is said of the whole', () => {
  const LINES = ['{"id":1}\n{"id":2}\n', '{"id":3}\n{"id":4', '{"id":5,"id":6}\n'];

  test.each<[string, object, readonly string[]]>([
    [
      'that is cut, or has a key twice',
      {},
      ['page 2: line 2, the last one, is cut and left out: "{\\"id\\":4"', 'page 3: keys that come'],
    ],
    ['with items', { items: '[].id' }, ['page 2: line 2', 'page 3: keys that come']],
    ['with items by a function', { items: 'b => b.map(r => r.id)' }, ['page 2: line 2', 'page 3: keys that come']],
  ])('%s', async (_, more, said) => {
    const { url } = await serve((__, response, { searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      if (page < LINES.length) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
      response.setHeader('content-type', 'application/x-ndjson').end(LINES[page - 1]);
    });
    const requests = [{ url, paginate: { next: 'link', ...more } }];
    for (const args of [{}, { js: 'ok[0].body.length' }]) {
      const { notes = [] } = await server.run({ requests, ...args });
      for (const each of said) expect(notes.join('\n')).toContain(each);
    }
    const { summary } = await server.run({ requests });
    expect((await reader.read({ ref: `${summary.batch}/0` })).notes?.join()).toContain('page 2: line 2');
  });
});

/** Three pages of one item each. */
function listed(): Promise<Api> {
  return serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page < 3) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
    json(response, { data: [{ id: String(page + 6), state: page === 2 ? 'closed' : 'open' }] });
  });
}

describe('what an expression over pages cannot have meant is said', () => {
  test.each<[string, unknown, RegExp]>([
    ["data[?state=='Open']", [], /^i 0: paginate\.items .* gave an empty list.*upper and lower case differ$/],
    ['data[?id > `5`].id', [], /^i 0: paginate\.items .*compares "7" with 5, which have no order/],
    ["data[?stat=='open']", [], /^i 0: paginate\.items .*data\[\]\.stat is compared or tested, and is not there/],
    [
      'data[].{id: id, n: nam}',
      ['7', '8', '9'].map((id) => ({ id, n: null })),
      /^i 0: paginate\.items .* lacks something: there is no data\[\]\.nam/,
    ],
    ["'data'", ['data', 'data', 'data'], /^i 0: paginate\.items .* is a constant/],
  ])('as items: %s', async (items, body, said) => {
    const { url } = await listed();
    const { results, notes } = await server.run({ requests: [{ url, paginate: { next: 'link', items } }] });
    expect(results[0]?.body).toEqual(body);
    expect(notes).toEqual([expect.stringMatching(said)]);
  });

  test.each<[string, readonly unknown[], string, unknown, RegExp]>([
    [
      'pages of other sizes',
      [[{ id: 1 }, { id: 2 }], [{ id: 3 }]],
      '[].{id: id, n: nme}',
      3,
      /lacks something: there is no \[\]\.nme/,
    ],
    [
      'a later page alone',
      [[{ p: 1 }, { p: 7 }], [{ p: '9' }], [{ p: 6 }]],
      '[?p > `5`]',
      2,
      /^i 0: page 2: .*which have no order/,
    ],
    ['texts on a later page', [[{ p: 1 }], [{ p: '9' }, { p: '10' }]], 'sort_by(@, &p)', 3, /^i 0: page 2: .*orders texts/],
    ['texts compared', [[{ p: 'b' }], [{ p: '9' }]], "[?p > '5']", 2, /^i 0: page 2: .*compares texts/],
    ['zeros on a later page', [[{ p: 1 }], [{ p: 0 }]], '[?p]', 2, /^i 0: page 2: .*0 counts as true/],
    ['no number on a later page', [[{ p: '1' }], [{ p: 'n/a' }]], '[].{p: to_number(p)}', 2, /^i 0: page 2: .*is no number/],
    ['all but an empty first page', [[], [{ s: 'a' }]], "[?stat=='a']", 0, /stat is compared or tested, and is not there/],
  ])('of %s', async (_, bodies, items, count, said) => {
    const { url } = await serve((__, response, { searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      if (page < bodies.length) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
      json(response, bodies[page - 1]);
    });
    const { results, notes } = await server.run({ requests: [{ url, paginate: { next: 'link', items } }] });
    expect(results[0]?.body).toHaveLength(Number(count));
    expect(notes).toEqual([expect.stringMatching(said)]);
  });

  test('not of a filter that some pages pass', async () => {
    const { url } = await listed();
    const paginate = { next: 'link', items: "data[?state=='closed'].id" };
    const { results, notes } = await server.run({ requests: [{ url, paginate }] });
    expect({ body: results[0]?.body, notes }).toEqual({ body: ['8'], notes: undefined });
  });

  test('as next, where it ends what goes on', async () => {
    const { url } = await serve((_, response, { searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      json(response, { data: [page], ways: page < 3 ? [{ rel: 'next', href: `/?page=${page + 1}` }] : [{ rel: 'self' }] });
    });
    const ended = async (next: string): Promise<unknown> => {
      const { results, notes } = await server.run({ requests: [{ url, paginate: { next, items: 'data' } }] });
      return { pages: results[0]?.pages, notes };
    };
    expect(await ended("ways[?rel=='Next'].href")).toEqual({
      pages: 1,
      notes: [expect.stringMatching(/^i 0: ended after page 1 \(1 items\): paginate\.next .*upper and lower case differ$/)],
    });
    expect(await ended("ways[?rel=='next'].href")).toEqual({ pages: 3, notes: undefined });
    // So ends whatever fits on one page.
    expect(await ended("ways[?rel=='following'].href")).toEqual({ pages: 1, notes: undefined });
  });
});
