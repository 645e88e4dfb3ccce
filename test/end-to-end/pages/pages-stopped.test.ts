import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { json, type Api } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer('--max-requests', '6', '--max-response-bytes', '2000');

/** Pages without end; `next` makes the cursor after page n. */
function endless(next: (page: number) => unknown = (page) => page + 1, filler = ''): Promise<Api> {
  let page = 0;
  return serve((_, response) => {
    page++;
    json(response, { data: [page], next: next(page), filler });
  });
}

const paginate = { next: 'next', param: 'c', items: 'data' };

/** What one request with pages comes to, and what was said of it. */
async function followed(api: Api, more: Record<string, unknown> = {}): Promise<Pick<CallResult, 'results' | 'notes'>> {
  const { results, notes } = await server.run({ requests: [{ url: api.url, paginate: { ...paginate, ...more } }] });
  return { results, notes };
}

describe('it stops, is ok, and says so', () => {
  test.each([1, 2, 5])('at max_pages %i', async (max) => {
    const api = await endless();
    const body = Array.from({ length: max }, (_, i) => i + 1);
    expect(await followed(api, { max_pages: max })).toEqual({
      results: [{ i: 0, status: 200, pages: max, body }],
      notes: [`i 0: stopped at max_pages ${max}, and there are more`],
    });
    expect(api.asked).toHaveLength(max);
  });

  test('and says nothing when max_pages is what there is', async () => {
    const api = await endless((page) => (page < 3 ? page : null));
    expect(await followed(api, { max_pages: 3 })).toEqual({
      results: [{ i: 0, status: 200, pages: 3, body: [1, 2, 3] }],
      notes: undefined,
    });
  });

  test('when a page names itself as the next', async () => {
    const api = await endless(() => 'same');
    const { results, notes } = await followed(api);
    expect(results).toMatchObject([{ status: 200, pages: 2, body: [1, 2] }]);
    expect(notes).toEqual(['i 0: stopped after page 2: it names page 2 again as the next']);
  });

  test('when pages go round in a circle', async () => {
    const api = await endless((page) => ['b', 'c', 'b'][page - 1]);
    const { results, notes } = await followed(api);
    expect(results).toMatchObject([{ status: 200, pages: 3, body: [1, 2, 3] }]);
    expect(notes).toEqual(['i 0: stopped after page 3: it names page 2 again as the next']);
    expect(api.asked).toEqual(['GET /', 'GET /?c=b', 'GET /?c=c']);
  });

  test('when the next is where it began, in other words', async () => {
    const api = await endless(() => './#again');
    expect((await followed(api, { param: undefined })).notes).toEqual([
      'i 0: stopped after page 1: it names page 1 again as the next',
    ]);
  });

  test('when no requests are left in the call', async () => {
    const api = await endless();
    const { results, notes } = await server.run({ base_url: api.url, requests: [{ url: '/a', paginate }, '/b', '/c'] });
    expect(results).toMatchObject([{ status: 200, pages: 4 }, { status: 200 }, { status: 200 }]);
    expect(notes).toEqual(['i 0: stopped after page 4: no more requests are left in this call (--max-requests)']);
    expect(api.asked).toHaveLength(6);
  });

  test('when the pages together are as large as one body may be', async () => {
    const api = await endless(undefined, 'x'.repeat(900));
    const { results, notes } = await followed(api);
    expect(results).toMatchObject([{ status: 200, pages: 3, body: [1, 2, 3] }]);
    expect(notes).toEqual(['i 0: stopped after page 3: with it the pages reach 2000 bytes (--max-response-bytes)']);
  });
});

test('max_pages is 10 by default', async () => {
  const { client } = server.connected;
  const { tools } = await client.listTools();
  expect(JSON.stringify(tools.find(({ name }) => name === 'fetch_many')?.inputSchema)).toContain('"max_pages":{"default":10,');
});

test('a single page that is too large is told as for any request', async () => {
  const api = await endless(undefined, 'x'.repeat(3_000));
  const { results } = await followed(api);
  expect(results).toMatchObject([{ outcome: 'too_large' }]);
  expect(results[0]).not.toHaveProperty('pages');
});

/** Three pages that come again and again. */
function beginningAgain(): Promise<Api> {
  return serve((_, response, { searchParams }) => {
    const at = Number(searchParams.get('page') ?? searchParams.get('after') ?? 1);
    const data = [{ id: ((at - 1) % 3) + 1, kind: 'x' }];
    json(response, { at: Math.random(), data, after: at < 4 ? at + 1 : 1 });
  });
}

describe('pages that come again are said', () => {
  const items = 'data';

  test('where the server begins again after the last page', async () => {
    const { url } = await beginningAgain();
    const requests = [{ url, paginate: { next: 'page', items, max_pages: 6 } }];
    expect((await server.run({ requests })).notes).toEqual([
      expect.stringContaining('stopped at max_pages 6'),
      'i 0: pages 4, 5, 6 equal pages 1, 2, 3, and are joined all the same',
    ]);
  });

  test('where a cursor leads back', async () => {
    const { url } = await beginningAgain();
    const { results, notes } = await server.run({ requests: [{ url, paginate: { next: 'after', param: 'after', items } }] });
    expect(results[0]?.body).toHaveLength(5);
    expect(notes).toEqual([
      expect.stringContaining('it names page 2 again'),
      'i 0: pages 4, 5 equal pages 1, 4, and are joined all the same',
    ]);
  });

  test('but not of items that only look alike', async () => {
    const { url } = await beginningAgain();
    const { results, notes } = await server.run({
      requests: [{ url, paginate: { next: 'page', items: 'data[].kind', max_pages: 3 } }],
    });
    expect({ body: results[0]?.body, notes }).toEqual({
      body: ['x', 'x', 'x'],
      notes: [expect.stringContaining('stopped at max_pages 3')],
    });
  });
});

test('items that come on two pages are said, as the list has changed meanwhile', async () => {
  const { url } = await serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page'));
    const data = [
      [{ id: 1 }, { id: 2, n: 0 }],
      [
        { id: 2, n: 0 },
        { id: 3, n: 0 },
      ],
      [{ id: 4, n: 0 }, { n: 0 }, { n: 0 }],
      [{ n: 0 }],
    ];
    json(response, { data: data[page - 1] ?? [], facets: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] });
  });
  const again = '1 item of page 2 had come before, and is joined again';
  for (const [items, notes] of [
    ['data', [expect.stringContaining(again)]],
    ['data[].n', undefined],
  ]) {
    const { results, ...result } = await server.run({ requests: [{ url, paginate: { next: 'page', items } }] });
    expect(results[0]?.pages).toBe(4);
    expect(result.notes).toEqual(notes);
  }
});

test.each([
  ['without a total', {}, []],
  ['with a total', { totalElements: 3 }, [expect.stringContaining('although its totalElements is 3')]],
])('a list %s whose pages count from 0 is not begun with its second page without a word', async (_, total, before) => {
  const { url } = await serve((_request, response, { searchParams }) => {
    const number = Number(searchParams.get('page') ?? 0);
    json(response, { content: [5, 6, 7].slice(number, number + 1), first: number === 0, number, totalPages: 3, ...total });
  });
  const noted = async (more: object): Promise<unknown> => {
    const request = { url, paginate: { next: 'page', items: 'content', ...more } };
    const { results, notes } = await server.run({ requests: [request] });
    return { body: results[0]?.body, notes };
  };
  expect(await noted({})).toEqual({
    body: [6, 7],
    notes: [...before, 'i 0: page 1 names one before it: if there is a page 0, "start": 0 in paginate begins there'],
  });
  expect(await noted({ start: 0 })).toEqual({ body: [5, 6, 7], notes: undefined });
});

describe('offsets and the total', () => {
  const items = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const byOffset = { next: 'offset', param: 'skip', items: 'data' };

  function list(total: object): Promise<Api> {
    return serve((_, response, { searchParams }) => {
      const skip = Number(searchParams.get('skip') ?? 0);
      json(response, { data: items.slice(skip, skip + 3), ...total });
    });
  }

  test.each(['', '/?skip=0', '/?skip=4'])('are followed to it from %j, and not beyond', async (from) => {
    const { url, asked } = await list({ total: 10 });
    const { results, notes } = await server.run({ requests: [{ url: url + from, paginate: byOffset }] });
    const begun = from === '/?skip=4' ? 4 : 0;
    expect({ body: results[0]?.body, notes }).toEqual({ body: items.slice(begun), notes: undefined });
    // Offsets that begin in the middle may count from 1, so that the last item would be behind the total.
    expect(asked).toHaveLength(Math.ceil((10 - begun) / 3) + (begun > 0 ? 1 : 0));
  });

  test.each(['', '/?skip=4'])('that they do not reach from %j is said', async (from) => {
    const { url } = await list({ total: 15 });
    const { notes } = await server.run({ requests: [{ url: url + from, paginate: byOffset }] });
    const [note] = notes ?? [];
    expect(note).toMatch(/ended at page \d, which has no items .*, although its total is 15; a narrower query/);
  });

  test('a total of the page only is not the end where there is more', async () => {
    const { url } = await list({ total: 3, has_more: true });
    const { results, notes } = await server.run({ requests: [{ url, paginate: byOffset }] });
    expect(results[0]?.body).toEqual(items);
    expect(notes).toEqual([expect.stringContaining('although its has_more says that there is more')]);
  });
});
