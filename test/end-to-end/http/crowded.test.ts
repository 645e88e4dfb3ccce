import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { outcomesOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const MOST_CHARACTERS = 40_000;
const MANY = { concurrency: 64, per_host: 64, retries: 0 };

test('1,000 failures whose bodies are kept take no more than a default result may', async () => {
  const { url } = await serve((_, response) => json(response, { id: 1 }));
  const answer = await server.call({
    ...MANY,
    base_url: url,
    requests: [{ url: '/{n}', vars: { n: '1..1000' } }],
    select: 'nope',
  });
  expect(answer.text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(answer.value?.summary).toMatchObject({ failed: 1_000, failures: [{ outcome: 'select_error', count: 1_000 }] });
  expect(answer.value?.notes?.join()).toMatch(/kept all the same, under the ref summary\.batch\/i/);
});

test('1,000 answers of many statuses take no more either, and each says its own', async () => {
  const { url } = await serve((_, response, { pathname }) => json(response, {}, Number(pathname.split('/')[1])));
  const statuses = [400, 401, 402, 403, 404, 405, 406, 409, 410, 411];
  const answer = await server.call({
    ...MANY,
    base_url: url,
    requests: [{ url: '/{s}/{n}', vars: { s: statuses, n: '1..100' } }],
  });
  expect(answer.text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
  expect(answer.value?.results.map(({ status }) => status)).toEqual(
    statuses.flatMap((status) => Array.from({ length: 100 }, () => status)),
  );
});

test('of 150 requests at the deadline each says whether it had been sent', async () => {
  const { url } = await serve(() => {});
  const requests = [{ url: '/{n}', vars: { n: '1..150' } }];
  const result = await server.run({ base_url: url, requests, concurrency: 4, deadline_ms: 300 });
  expect(outcomesOf(result)).toEqual(Array.from({ length: 150 }, () => 'timeout'));
  expect(result.results.filter(({ kind }) => kind === 'deadline')).toHaveLength(150);
  expect(result.results.filter(({ error }) => /it had been sent/.test(error ?? ''))).toHaveLength(4);
  expect(result.results.filter(({ error }) => /it had not been sent/.test(error ?? ''))).toHaveLength(146);
});

test('of 1,000 a note says it', async () => {
  const { url } = await serve(() => {});
  const requests = [{ url: '/{n}', vars: { n: '1..1000' } }];
  const { notes } = await server.run({ base_url: url, requests, concurrency: 4, deadline_ms: 500 });
  expect(notes?.join('\n')).toMatch(/only i 0-3 had been sent/);
});
