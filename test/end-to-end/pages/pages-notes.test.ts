import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const reader = readerOf(server);

/** Pages of what each has at `data`. */
function pages(most: number): Promise<Api> {
  return serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    if (page < most) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
    json(response, { data: [page * 10, page * 10 + 1] });
  });
}

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
