import { expect, test } from 'vitest';
import { resultSchema } from '../../src/batch/args/result-schema.ts';
import { fetchManyCall, newId } from '../support/server-process.ts';
import type { Ran } from '../support/command.ts';
import { runHere } from '../support/run-here.ts';
import { serve, sharedProcess } from '../support/shared-server.ts';
import { recorder } from '../support/recorder.ts';
import { json } from '../support/api.ts';

/** Runs `fetch-many run -` to its end with these arguments. */
function run(input: object, ...flags: string[]): Promise<Ran> {
  return runHere([...flags, 'run', '-'], JSON.stringify(input));
}

const write = { method: 'POST', url: '/{id}', vars: { id: '1..3' }, json: { id: '{id}' } };

test('fetch-many run takes the arguments of request_many', async () => {
  const api = await recorder();
  const { code, stdout } = await run({ base_url: api.url, requests: ['/', write], idempotency_key: true });
  expect(code).toBe(0);
  expect(resultSchema.parse(JSON.parse(stdout)).summary).toMatchObject({ total: 4, ok: 4 });
  expect(api.received.map(({ method, body }) => `${method} ${body}`).toSorted()).toEqual([
    'GET ',
    'POST {"id":1}',
    'POST {"id":2}',
    'POST {"id":3}',
  ]);
});

test('but not under --read-only: there a write is invalid, and the reads run', async () => {
  const api = await recorder();
  const { code, stdout } = await run(
    { base_url: api.url, requests: ['/', { ...write, method: 'delete' }, { url: '/b', json: {} }] },
    '--read-only',
  );
  expect(code).toBe(1);
  expect(resultSchema.parse(JSON.parse(stdout)).results.map(({ outcome }) => outcome)).toEqual([undefined, 'invalid', 'invalid']);
  expect(api.asked).toEqual(['GET /']);
});

test('it knows no earlier call', async () => {
  const { code, stdout, stderr } = await run({ retry_of: 'b1' });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('no batch "b1" is known (any more); there is none yet');
});

test('a body nested too deeply to be written is invalid, and the rest of the call runs', async () => {
  const api = await serve((_, response) => json(response, {}));
  const server = await sharedProcess();
  const id = newId();
  const call = JSON.stringify(fetchManyCall(id, { requests: [{ url: api.url, method: 'POST', json: 'DEEP' }, api.url] }));
  const depth = 100_000;
  server.write(
    `${call.replace('"fetch_many"', '"request_many"').replace('"DEEP"', `${'['.repeat(depth)}1${']'.repeat(depth)}`)}\n`,
  );
  const { result, error } = await server.answer(id);
  expect(error).toBeUndefined();
  const { results, summary } = resultSchema.parse(result?.['structuredContent']);
  // Newer versions of V8 write JSON of any depth.
  const isWritten = results[0]?.status === 200;
  const deep = isWritten ? { status: 200 } : { outcome: 'invalid', error: 'requests[0].json: nested too deeply' };
  expect(results).toMatchObject([deep, { status: 200 }]);
  expect(summary.batch).toMatch(/^b[a-z0-9]{8}$/);
  expect(api.asked.toSorted()).toEqual(isWritten ? ['GET /', 'POST /'] : ['GET /']);
});
