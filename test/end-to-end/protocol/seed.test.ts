import { expect, test } from 'vitest';
import { json, pause } from '../../support/api.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

test('six users, two at a time: their names in order, two in flight at most, and progress up to 6/6', async () => {
  const names = ['Leanne', 'Ervin', 'Clementine', 'Patricia', 'Chelsey', 'Dennis'];
  const api = await serve(async (_, response, { pathname }) => {
    const id = Number(pathname.split('/').at(-1));
    await pause(30 + (6 - id) * 10);
    json(response, { id, name: names[id - 1], email: `${id}@example.com` });
  });

  const answer = await server.call({
    base_url: api.url,
    requests: [1, 2, 3, 4, 5, 6].map((id) => `/users/${id}`),
    concurrency: 2,
    select: 'name',
  });

  expect(answer.isError).toBe(false);
  const { results, summary } = resultOf(answer);
  expect(results).toEqual(names.map((body, i) => ({ i, status: 200, body })));
  expect(summary).toMatchObject({ total: 6, ok: 6, failed: 0, cancelled: 0, skipped: 0 });
  expect(summary.hosts).toEqual([`127.0.0.1:${api.port}`]);
  expect(api.asked.toSorted()).toEqual([1, 2, 3, 4, 5, 6].map((id) => `GET /users/${id}`));
  expect(api.peak).toBe(2);
  expect(answer.progress.at(-1)).toMatchObject({ progress: 6, total: 6, message: expect.stringMatching(/^6\/6 done/) });
});
