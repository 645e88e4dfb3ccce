import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

interface Scripted {
  readonly status: number;
  /** Its `Retry-After`. */
  readonly after?: string;
}

/** Cuts the connection instead of an answer. */
const CUT: Scripted = { status: 0 };

/** An API that plays these answers one after the other, the last one for ever, and notes when it was asked. */
async function playing(...script: Scripted[]): Promise<Pick<Api, 'url' | 'asked'> & { times: readonly number[] }> {
  const times: number[] = [];
  const { url, asked } = await serve((request, response) => {
    const { status, after } = script[Math.min(times.push(performance.now()), script.length) - 1] ?? CUT;
    if (after !== undefined) response.setHeader('retry-after', after);
    if (status === 0) request.socket.destroy();
    else json(response, { said: status }, status);
  });
  return { url, asked, times };
}

describe('what passes is tried again', () => {
  test('503 twice, then 200: ok in three attempts', async () => {
    const { url, asked } = await playing({ status: 503 }, { status: 503 }, { status: 200 });
    expect(await server.one(url, { select: 'said' })).toEqual({ i: 0, status: 200, attempts: 3, body: 200 });
    expect(asked).toHaveLength(3);
  });

  test.each([408, 429, 500, 502, 504])('a %i', async (status) => {
    const { url, asked } = await playing({ status }, { status: 200 });
    expect(await server.one(url)).toMatchObject({ status: 200, attempts: 2 });
    expect(asked).toHaveLength(2);
  });

  test('a connection that was cut', async () => {
    const { url, times } = await playing(CUT, { status: 200 });
    expect(await server.one(url)).toMatchObject({ status: 200 });
    expect(times).toHaveLength(2);
  });

  test('a HEAD', async () => {
    const { url, asked } = await playing({ status: 503 }, { status: 200 });
    expect(await server.one({ url, method: 'HEAD' })).toEqual({ i: 0, status: 200, attempts: 2 });
    expect(asked).toEqual(['HEAD /', 'HEAD /']);
  });

  test('retries times, and then the last answer stands', async () => {
    const { url, asked } = await playing({ status: 503 });
    const record = await server.one(url, { retries: 1 });
    expect(record).toMatchObject({ outcome: 'http_error', status: 503, attempts: 2, body: { said: 503 } });
    expect(asked).toHaveLength(2);
  });

  test('twice by default', async () => {
    const { url, asked } = await playing({ status: 503 });
    expect(await server.one(url)).toMatchObject({ outcome: 'http_error', attempts: 3 });
    expect(asked).toHaveLength(3);
  });
});

describe('what does not pass is not tried again', () => {
  test('nothing is with retries 0', async () => {
    const { url, asked } = await playing({ status: 503 }, { status: 200 });
    const record = await server.one(url, { retries: 0 });
    expect(record).toMatchObject({ outcome: 'http_error', status: 503, error: '503 Service Unavailable' });
    expect(record).not.toHaveProperty('attempts');
    expect(asked).toHaveLength(1);
  });

  test.each([400, 401, 403, 404, 405, 409, 410, 422, 501])('a %i', async (status) => {
    const { url, asked } = await playing({ status }, { status: 200 });
    expect(await server.one(url, { retries: 5 })).toMatchObject({ outcome: 'http_error', status });
    expect(asked).toHaveLength(1);
  });

  test('a body that cannot be decoded', async () => {
    const { url, asked } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{');
    });
    expect(await server.one(url)).toMatchObject({ outcome: 'decode' });
    expect(asked).toHaveLength(1);
  });
});

describe('Retry-After', () => {
  test('in seconds is waited for', async () => {
    const { url, times } = await playing({ status: 429, after: '1' }, { status: 200 });
    expect(await server.one(url)).toMatchObject({ status: 200, attempts: 2 });
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThanOrEqual(990);
  });

  test('as a date is waited for', async () => {
    // Dates have whole seconds: 2 s ahead is 1 to 2 s.
    const after = new Date(Date.now() + 2_000).toUTCString();
    const { url, times } = await playing({ status: 503, after }, { status: 200 });
    expect(await server.one(url)).toMatchObject({ status: 200, attempts: 2 });
    const [first = 0, second = 0] = times;
    expect(second - first).toBeGreaterThan(500);
  });

  test.each<[string, Record<string, unknown>]>([
    ['than the request may take', { timeout_ms: 15_000 }],
    ['than the call may take', { deadline_ms: 15_000 }],
    ['than any call may take', {}],
  ])('longer %s gives the 429 back at once, and says when to come back', async (_, args) => {
    const { url, asked } = await playing({ status: 429, after: '120' }, { status: 200 });
    const result = await server.run({ requests: [url], ...args });
    expect(recordOf(result, 0)).toMatchObject({ outcome: 'http_error', status: 429, body: { said: 429 } });
    expect(recordOf(result, 0).error).toMatch(/^429 Too Many Requests.*\b120 s/);
    expect(result.summary.elapsed_ms).toBeLessThan(10_000);
    expect(asked).toHaveLength(1);
  });

  test('holds up no other origin meanwhile, though there is room for one request only', async () => {
    const busy = await playing({ status: 429, after: '1' }, { status: 200 });
    const other = await playing({ status: 200 });
    const requests = [busy.url, ...['/1', '/2', '/3'].map((path) => other.url + path)];
    const { summary } = await server.run({ requests, concurrency: 1, as: 'none' });
    expect(summary.ok).toBe(4);
    expect([busy.asked.length, other.asked.length]).toEqual([2, 3]);
    expect(other.times.at(-1)).toBeLessThan(busy.times.at(-1) ?? 0);
  });

  test('holds up every other request to its origin', async () => {
    const { url, asked, times } = await playing({ status: 429, after: '1' }, { status: 200 });
    const { summary } = await server.run({ base_url: url, requests: ['/1', '/2', '/3'], concurrency: 1, as: 'none' });
    expect([summary.ok, asked.length]).toEqual([3, 4]);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(990);
  });
});
