import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { json } from '../../support/api.ts';
import { standStill } from '../../support/children.ts';
import { peopleApi } from '../../support/people-api.ts';
import { readerOf } from '../../support/read-result.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);

async function computed(js: string, args: Record<string, unknown> = {}): Promise<CallResult> {
  const { url } = await peopleApi();
  return server.run({ base_url: url, requests: ['/people/1', '/people/2'], js, ...args });
}

describe('a program has limits', () => {
  test('of memory: 256 MiB', async () => {
    const { error } = await computed('const all = []; for (;;) all.push(new ArrayBuffer(3e7)); 1');
    expect(error).toMatch(/^js failed.*it ran out of memory \(256 MiB\)$/);
  });

  test('of what it reads: 16 MiB of bodies, of which only those count that it reads', async () => {
    // All of them are more, all but the first or the last less.
    const bodies = [2, 5, 9.5].map((mib) => JSON.stringify({ text: 'x'.repeat(mib * 2 ** 20), id: 7 }));
    const { url } = await serve((_, response, { pathname }) => {
      response.setHeader('content-type', 'application/json').end(bodies[Number(pathname.slice(1))]);
    });
    const call = { base_url: url, requests: ['/0', '/1', '/2'] };
    const { value, error } = await server.run({ ...call, js: 'try { ok.map(r => r.body.id) } catch { "caught" }' });
    expect(value).toBeNull();
    expect(error).toContain('the bodies that it reads have more than 16 MiB: give the requests a select first');
    expect((await server.run({ ...call, js: 'ok.slice(1).map(r => r.body.id)' })).value).toEqual([7, 7]);
    const requests = ['/0', '/1', { url: '/2', select: 'id' }];
    expect((await server.run({ ...call, requests, js: 'ok.map(r => r.body.id ?? r.body)' })).value).toEqual([7, 7, 7]);
  });

  test('of its value: 2 MiB', async () => {
    expect((await computed('"x".repeat(3e6)')).error).toContain('its value has more than 2 MiB as JSON: return less of it');
    expect((await computed('"x".repeat(2e6).length')).value).toBe(2e6);
  });

  test('of time: 2 s, of which a deadline that is over takes none', async () => {
    const call = computed('for (;;);\n1', { requests: ['/hang'], deadline_ms: 100 });
    await standStill(server.connected.pid, 400, 1_800);
    const { value, error, summary } = await call;
    expect({ value, error }).toEqual({ value: null, error: 'js failed at line 1 (for (;;);): it ran longer than 2 s' });
    expect(summary.elapsed_ms).toBeLessThan(10_000);
  });
});

describe('max_tokens', () => {
  test('cuts the value like a body, and all of it is under the name of the batch', async () => {
    const js = 'Array.from({ length: 3000 }, (_, i) => ({ i, text: "some words" }))';
    const { value, truncated, notes, summary } = await computed(js, { max_tokens: 800 });
    const ref = `${summary.batch}/js`;
    expect(truncated).toMatchObject({ kept: (value as unknown[]).length, of: 3_000, ref });
    expect(notes?.[0]).toContain(`read_result {"ref": "${ref}"} has the rest`);
    expect(await read({ ref, offset: 2_999 })).toMatchObject({ of: 3_000, body: [{ i: 2_999, text: 'some words' }] });
    expect((await read({ ref, select: 'sum([].i)' })).body).toBe(4_498_500);
  });

  test.each([
    'Array.from({ length: 3000 }, (_, i) => ({ i, text: "some words" }))',
    '"word ".repeat(20_000)',
    'Object.fromEntries(Array.from({ length: 2000 }, (_, i) => ["key" + i, i]))',
    'for (let i = 0; i < 20; i++) console.log("x ".repeat(50)); 1',
    'throw new Error("many words ".repeat(500))',
  ])('bounds all of the result: %s', async (js) => {
    const { url } = await peopleApi();
    const requests = Array.from({ length: 80 }, (_, nth) => `/people/${nth}?${'q'.repeat(50)}`);
    const answer = await server.call({ base_url: url, requests, js, max_tokens: 700 });
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(700);
    expect(resultOf(answer).summary.failed).toBe(74);
  });
});

describe('however a call ends, its program runs', () => {
  test('after the deadline, over what was finished by then', async () => {
    const { value, summary, notes } = await computed('records.map(r => r.outcome ?? r.body.id)', {
      requests: ['/people/1', '/hang', '/people/2'],
      deadline_ms: 1_000,
    });
    expect(value).toEqual([1, 'timeout', 2]);
    expect(summary.failures).toMatchObject([{ outcome: 'timeout', kind: 'deadline', i: [1] }]);
    expect(notes).toContain('1 record did not succeed and is not in ok, of 3: summary.failures has their i');
  });

  test('after a cancel by on_error', async () => {
    const { url } = await peopleApi();
    const answer = await server.call({
      base_url: url,
      requests: ['/people/1', '/people/99', '/hang'],
      per_host: 1,
      on_error: 'cancel',
      js: 'records.map(r => r.outcome ?? r.body.name)',
    });
    expect(answer.isError).toBe(true);
    expect(answer.value?.value).toEqual(['Person 1', 'http_error', 'cancelled']);
  });

  test('but in a dry run', async () => {
    const result = await computed('ok.length', { dry_run: true });
    expect(result).not.toHaveProperty('value');
    expect(result.plan).toMatchObject({ requests: 2 });
  });

  test('over the records of request_many, too', async () => {
    const { url } = await peopleApi();
    const { value } = await server.write({
      base_url: url,
      requests: [{ url: '/echo', json: { a: 1 } }],
      js: 'ok[0].body["content-type"]',
    });
    expect(value).toBe('application/json');
  });

  test('over those of retry_of', async () => {
    let isDown = true;
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/2' && isDown) json(response, {}, 404);
      else json(response, { path: pathname });
    });
    const first = await server.run({ base_url: url, requests: ['/1', '/2'], js: 'ok.map(r => r.body.path)' });
    expect(first.value).toEqual(['/1']);
    isDown = false;
    const { value } = await server.run({ retry_of: first.summary.batch, js: 'ok.map(r => r.body.path)' });
    expect(value).toContain('/2');
  });
});
