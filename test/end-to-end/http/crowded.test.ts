import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { fullError } from '../../support/full-error.ts';
import { outcomesOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const MANY = { concurrency: 64, per_host: 64, retries: 0 };

test('150 failures whose bodies are kept take no more than a result may', async () => {
  const { url } = await serve((_, response) => json(response, { id: 1 }));
  const answer = await server.call({
    ...MANY,
    base_url: url,
    requests: [{ url: '/{n}', vars: { n: '1..150' } }],
    select: 'nope',
    max_tokens: 1_500,
  });
  expect(answer.text.length).toBeLessThanOrEqual(6_000);
  expect(answer.value?.summary).toMatchObject({ failed: 150, failures: [{ outcome: 'select_error', count: 150 }] });
  expect(answer.value?.notes?.join()).toMatch(/a body that was kept has the ref summary\.batch\/i/);
});

test('400 answers of many statuses take no more than a result may, and a note says which is whose', async () => {
  const { url } = await serve((_, response, { pathname }) =>
    json(response, { message: 'no such page' }, Number(pathname.split('/')[1])),
  );
  const statuses = [400, 401, 402, 403, 404, 405, 406, 409, 410, 411];
  const answer = await server.call({
    ...MANY,
    base_url: url,
    requests: [{ url: '/{s}/{n}', vars: { s: statuses, n: '1..40' } }],
    max_tokens: 4_000,
  });
  expect(answer.value?.results).toHaveLength(400);
  expect(answer.text.length).toBeLessThanOrEqual(16_000);
  const notes = answer.value?.notes?.join() ?? '';
  for (const [nth, status] of statuses.entries()) expect(notes).toContain(`${status}: i ${nth * 40}-${nth * 40 + 39}`);
});

test('of 60 requests at the deadline each says whether it had been sent', async () => {
  const { url } = await serve(() => {});
  const requests = [{ url: '/{n}', vars: { n: '1..60' } }];
  const result = await server.run({ base_url: url, requests, concurrency: 4, deadline_ms: 300 });
  expect(outcomesOf(result)).toEqual(Array.from({ length: 60 }, () => 'timeout'));
  expect(result.results.filter(({ kind }) => kind === 'deadline')).toHaveLength(60);
  const errors = result.results.map((_, nth) => fullError(result.results, nth));
  expect(errors.filter((error) => error.includes('it had been sent'))).toHaveLength(4);
  expect(errors.filter((error) => error.includes('it had not been sent'))).toHaveLength(56);
});

test('of 300 in a small result a note says it', async () => {
  const { url } = await serve(() => {});
  const requests = [{ url: '/{n}', vars: { n: '1..300' } }];
  const { notes } = await server.run({ base_url: url, requests, concurrency: 4, deadline_ms: 500, max_tokens: 3_000 });
  expect(notes?.join('\n')).toMatch(/only i 0-3 had been sent/);
});
