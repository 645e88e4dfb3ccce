import { describe, expect, test } from 'vitest';
import { json, pause, type Handler } from '../../support/api.ts';
import { fetchManyCall, newId, parseLine } from '../../support/server-process.ts';
import { outcomesOf, resultOf, serve, sharedProcess, sharedServer } from '../../support/shared-server.ts';

/** Sockets close at once; `npm run soak` says within how many milliseconds. On a busy machine that takes longer. */
const CLOSED = { timeout: 3_000, interval: 5 };

const server = sharedServer();

/** Never done: by its path it sends no headers, or no end of the body, or asks for patience. */
const endless: Handler = (_, response, { pathname }) => {
  if (pathname.startsWith('/ok')) return json(response, 'ok');
  if (pathname.startsWith('/404')) return json(response, 'none', 404);
  if (pathname.startsWith('/patience')) return void response.writeHead(429, { 'retry-after': '20' }).end();
  if (!pathname.startsWith('/body')) return undefined;
  response.writeHead(200, { 'content-type': 'text/html' });
  return void response.write('some of it');
};

function paths(what: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `/${what}/${i}`);
}

/** Calls, cancels as soon as `when` holds, and gives what the client is told. */
async function cancelledCall(args: Record<string, unknown>, when: () => boolean): Promise<string> {
  const controller = new AbortController();
  const call = server.call(args, { signal: controller.signal }).then(
    ({ text }) => `answered: ${text}`,
    (error: unknown) => `rejected: ${String(error)}`,
  );
  await expect.poll(when, { timeout: 5_000, interval: 10 }).toBe(true);
  controller.abort('enough');
  return call;
}

describe('a call that the client cancels', () => {
  test.each(['headers', 'body'])('while it waits for the %s closes its sockets, and starts no more', async (what) => {
    const api = await serve(endless);
    const args = { base_url: api.url, requests: paths(what, 40), concurrency: 6 };
    expect(await cancelledCall(args, () => api.inFlight === 6)).toMatch(/^rejected/);
    await expect.poll(() => api.openSockets, CLOSED).toBe(0);
    await pause(150);
    expect(api.asked).toHaveLength(6);
    expect(api.openSockets).toBe(0);
  });

  test('while it waits for a Retry-After closes its sockets and starts nothing new', async () => {
    const api = await serve(endless);
    const args = { base_url: api.url, requests: paths('patience', 3), concurrency: 3 };
    expect(await cancelledCall(args, () => api.asked.length === 3)).toMatch(/^rejected/);
    await expect.poll(() => api.openSockets, CLOSED).toBe(0);
    await pause(150);
    expect(api.asked).toHaveLength(3);
  });

  test('leaves nothing behind of what had finished', async () => {
    const api = await serve(endless);
    const args = { base_url: api.url, requests: [...paths('ok', 5), '/headers'], concurrency: 6 };
    await cancelledCall(args, () => api.asked.length === 6 && api.inFlight === 1);
    await expect.poll(() => api.openSockets, CLOSED).toBe(0);
  });

  test('does not touch another call to the same origin', async () => {
    const api = await serve(async (request, response, url) => {
      if (!url.pathname.startsWith('/slow')) return endless(request, response, url);
      await pause(300);
      return json(response, 'slow');
    });
    const other = server.run({ base_url: api.url, requests: paths('slow', 4), concurrency: 2, retries: 0 });
    await expect.poll(() => api.inFlight).toBe(2);
    await cancelledCall({ base_url: api.url, requests: paths('headers', 3) }, () => api.inFlight === 5);
    const { results } = await other;
    expect(results).toEqual([0, 1, 2, 3].map((i) => ({ i, status: 200, body: 'slow' })));
    expect(api.asked.filter((asked) => asked.includes('slow'))).toHaveLength(4);
  });

  test('gives its permits back: the next call has them all', async () => {
    const api = await serve(endless);
    for (let round = 0; round < 3; round++) {
      const before = api.asked.length;
      const args = { base_url: api.url, requests: paths('headers', 20), concurrency: 8, per_host: 8 };
      await cancelledCall(args, () => api.asked.length === before + 8);
    }
    const result = await server.run({ base_url: api.url, requests: paths('ok', 20), concurrency: 8, per_host: 8 });
    expect(result.summary.ok).toBe(20);
  });

  test('is not answered, and the next one is; too late, or of none that there was, it is no harm', async () => {
    const api = await serve(endless);
    const child = await sharedProcess();
    const [cancelled, next, last, nobody] = [newId(), newId(), newId(), newId()];
    const start = { lines: child.lines.length, stderr: child.stderr.length };
    child.send(fetchManyCall(cancelled, { base_url: api.url, requests: ['/ok', ...paths('headers', 9)] }, cancelled));
    await expect.poll(() => api.inFlight, { timeout: 5_000 }).toBeGreaterThan(5);
    child.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: cancelled, reason: 'enough' } });
    await expect.poll(() => api.openSockets, CLOSED).toBe(0);
    const before = child.lines.length;
    await pause(300);
    child.send(fetchManyCall(next, { requests: [`${api.url}/ok`], select: '@' }));
    const { result } = await child.answer(next);
    expect(result).toMatchObject({ structuredContent: { results: [{ i: 0, status: 200, body: 'ok' }] } });
    expect(child.lines.slice(before).map((line) => parseLine(line).id)).toEqual([next]);
    expect(child.lines.slice(start.lines).map((line) => parseLine(line).id)).not.toContain(cancelled);
    for (const requestId of [next, nobody]) {
      child.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId } });
    }
    child.send(fetchManyCall(last, { requests: [`${api.url}/ok`] }));
    expect((await child.answer(last)).result).toMatchObject({ structuredContent: { summary: { ok: 1 } } });
    expect(child.stderr.slice(start.stderr)).toBe('');
  });
});

describe('a call that ends early by itself', () => {
  test.each(['headers', 'body'])('at its deadline has no socket left, whatever it waits for: %s', async (what) => {
    const api = await serve(endless);
    const requests = ['/ok', ...paths(what, 20)];
    const result = await server.run({
      base_url: api.url,
      requests,
      concurrency: 6,
      retries: 5,
      deadline_ms: 500,
      timeout_ms: 60_000,
    });
    await expect.poll(() => api.openSockets, CLOSED).toBe(0);
    const { length } = api.asked;
    expect(result.summary.ok).toBe(1);
    await pause(150);
    expect(api.asked).toHaveLength(length);
  });

  const waits = ['headers', 'body', 'patience'];
  test.each(waits)('by on_error: cancel has no socket left, whatever it waits for: %s', async (what) => {
    const api = await serve(async (request, response, url) => {
      if (url.pathname.startsWith('/404')) await pause(200);
      return endless(request, response, url);
    });
    const requests = ['/ok', ...paths(what, 3), '/404', ...paths('later', 20)];
    const answer = await server.call({
      base_url: api.url,
      requests,
      concurrency: 5,
      on_error: 'cancel',
      timeout_ms: 60_000,
    });
    await expect.poll(() => api.openSockets, CLOSED).toBe(0);
    const { length } = api.asked;
    expect(answer.isError).toBe(true);
    const outcomes = outcomesOf(resultOf(answer)).slice(0, 5);
    expect(outcomes).toEqual(['ok', 'cancelled', 'cancelled', 'cancelled', 'http_error']);
    await pause(150);
    expect(api.asked).toHaveLength(length);
  });
});
