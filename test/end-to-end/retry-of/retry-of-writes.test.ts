import { expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { json } from '../../support/api.ts';
import { outcomesOf, sharedServer } from '../../support/shared-server.ts';
import { recorder } from '../../support/recorder.ts';

const server = sharedServer();

function batchOf({ summary }: CallResult): string {
  return summary.batch ?? '';
}

test("each tool runs its own calls again, and not the other one's", async () => {
  const api = await recorder((_, response) => json(response, {}, 404));
  const read = await server.run({ requests: [api.url] });
  const written = await server.write({ requests: [{ url: api.url, json: {} }] });
  expect(await server.refused({ retry_of: batchOf(written) })).toContain(
    `retry_of: ${batchOf(written)} was a call of request_many; call that tool with it`,
  );
  const { isError, text } = await server.connected.requestMany({ retry_of: batchOf(read) });
  expect([isError, text]).toEqual([true, expect.stringContaining(`${batchOf(read)} was a call of fetch_many`)]);
  expect(api.asked).toEqual(['GET /', 'POST /']);
});

test('an idempotency key is the same in every try', async () => {
  const bad = new Set(['/2']);
  const api = await recorder((_, response, { pathname }) => json(response, {}, bad.has(pathname) ? 500 : 200));
  const requests = [{ url: '/{n}', vars: { n: '1..3' }, json: { n: '{n}' } }];
  const first = await server.write({ base_url: api.url, requests, idempotency_key: true, retries: 0 });
  const second = await server.write({ retry_of: batchOf(first) });
  bad.clear();
  expect(outcomesOf(await server.write({ retry_of: batchOf(second) }))).toEqual(['ok']);
  const tries = api.received.filter(({ path }) => path === '/2');
  expect(tries.map(({ body }) => body)).toEqual(['{"n":2}', '{"n":2}', '{"n":2}']);
  expect(new Set(tries.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  expect(new Set(api.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(3);
});
