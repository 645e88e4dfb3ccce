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
    expect(asked).toHaveLength(Math.ceil((10 - begun) / 3));
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
