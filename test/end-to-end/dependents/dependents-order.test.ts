import { expect, test } from 'vitest';
import { json, pause } from '../../support/api.ts';
import { seeded } from '../../support/random.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

test('ten runs of one call come to the same result, whatever the delays; only the time differs', async () => {
  let random = seeded(0);
  const api = await serve(async (_, response, { pathname }) => {
    await pause(random.int(0, 25));
    if (/\/(2|n21)$/.test(pathname)) return json(response, { message: 'no' }, 404);
    const [kind, at] = pathname.slice(1).split('/');
    json(response, kind === 'users' ? [1, 2, 3, 4, 2] : [`n${at}1`, `n${at}2`]);
  });
  const requests = [
    { id: 'comments', url: '/comments/{post}', vars: { post: { from: 'posts' } }, select: '[0]' },
    { id: 'posts', url: '/posts/{user}', vars: { user: { from: 'users' } } },
    { id: 'pairs', url: '/pairs/{user}/{post}', vars: { user: { from: 'users', select: '[:3]' }, post: { from: 'posts' } } },
    { id: 'users', url: '/users' },
    { id: 'odd', url: '/odd/{x}', vars: { x: { from: 'comments', select: '[].id' } } },
    '/users',
  ];
  const runs = [];
  for (let seed = 1; seed <= 10; seed++) {
    random = seeded(seed);
    const { summary, ...rest } = await server.run({
      base_url: api.url,
      requests,
      concurrency: 16,
      per_host: 8,
      max_tokens: 50_000,
    });
    runs.push({ ...rest, summary: { ...summary, elapsed_ms: 0, batch: '' } });
  }
  const [first] = runs;
  expect(first?.results.map(({ i }) => i)).toEqual(first?.results.map((_, i) => i));
  expect(first?.summary).toMatchObject({ total: 37, failed: 2, skipped: 6 });
  expect(first?.notes).toEqual([expect.stringMatching(/so it is with \d+ more of its requests$/)]);
  for (const run of runs.slice(1)) expect(run).toEqual(first);
});
