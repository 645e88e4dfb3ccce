import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/http/message.ts';
import { RequestFailure } from '../../../src/request-failure.ts';
import { redirect } from '../../../src/http/middleware/redirect.ts';
import { backoffMs, retry, type RetryOptions } from '../../../src/http/middleware/retry.ts';
import { failureOf } from '../../concurrency/support/async.ts';

const REQUEST: HttpRequest = { method: 'GET', url: new URL('http://one.test/'), headers: {} };

function answer(status: number, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status, statusText: '', headers, body: Buffer.alloc(0), isLocal: false };
}

function passing(kind: 'connection_lost' | 'dns' = 'connection_lost'): RequestFailure {
  return new RequestFailure({ outcome: 'network', kind, message: 'passing', retryable: true });
}

/** A `retry` over a server that plays `script`, its last entry for ever; what is asked and waited is recorded. */
function scripted(script: readonly (HttpResponse | Error)[], options: Partial<RetryOptions> = {}) {
  const asked: string[] = [];
  const waits: (readonly [ms: number, why: string])[] = [];
  const send = retry(
    (request) => {
      const next = script[Math.min(asked.push(request.url.href), script.length) - 1] ?? new Error('Expected a script');
      return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
    },
    {
      retries: 2,
      remainingMs: () => 30_000,
      wait: (ms, why) => {
        waits.push([ms, why]);
        return Promise.resolve();
      },
      random: () => 0.5,
      ...options,
    },
  );
  return { send, asked, waits };
}

describe('backoffMs', () => {
  test.each([
    [0, 250],
    [1, 500],
    [2, 1_000],
    [3, 2_000],
    [4, 4_000],
    [5, 8_000],
    [6, 8_000],
    [2_000, 8_000],
  ])('after %i retries it is anything from 0 to %i ms', (retried, most) => {
    expect(backoffMs(retried, () => 0)).toBe(0);
    expect(backoffMs(retried, () => 0.5)).toBe(most / 2);
    expect(backoffMs(retried, () => 1)).toBe(most);
  });

  test('is drawn anew each time', () => {
    const drawn = new Set(Array.from({ length: 100 }, () => backoffMs(5)));
    expect(drawn.size).toBeGreaterThan(90);
    expect([...drawn].filter((ms) => ms < 0 || ms >= 8_000)).toEqual([]);
  });
});

describe('retry: what is sent again', () => {
  test.each([408, 429, 500, 502, 503, 504])('an answer of %i', async (status) => {
    const { send, asked, waits } = scripted([answer(status), answer(200)]);
    expect((await send(REQUEST)).status).toBe(200);
    expect(asked.length).toBe(2);
    expect(waits).toEqual([[125, String(status)]]);
  });

  test.each([200, 204, 206, 301, 302, 304, 400, 401, 404, 405, 409, 410, 421, 422, 425, 451, 501, 505, 511, 599])(
    'not an answer of %i',
    async (status) => {
      const { send, asked, waits } = scripted([answer(status, { 'retry-after': '1' })]);
      expect((await send(REQUEST)).status).toBe(status);
      expect([asked.length, waits.length]).toEqual([1, 0]);
    },
  );

  test.each<[string, HttpResponse['headers'], string, number[]]>([
    ['that has a Retry-After', { 'retry-after': '3' }, '', [3_000]],
    ['of a quota that is used up', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '3' }, '', [3_000]],
    ['that says so in words', {}, '{"error": {"errors": [{"reason": "rateLimitExceeded"}]}}', [125]],
    ['of another reason', {}, 'Forbidden', []],
    ['of a quota of which something is left', { 'x-ratelimit-remaining': '9', 'x-ratelimit-reset': '3' }, '', []],
  ])('an answer of 403 %s: as one of 429', async (_, headers, body, waited) => {
    const { send, waits } = scripted([{ ...answer(403, headers), body: Buffer.from(body) }, answer(200)]);
    expect((await send(REQUEST)).status).toBe(waited.length > 0 ? 200 : 403);
    expect(waits).toEqual(waited.map((ms) => [ms, '403']));
  });

  test('what its body says is waited for', async () => {
    const body = Buffer.from('{"ok": false, "parameters": {"retry_after": 5}}');
    const { send, waits } = scripted([{ ...answer(429), body }, answer(200)]);
    expect((await send(REQUEST)).status).toBe(200);
    expect(waits).toEqual([[5_000, '429']]);
  });

  test('a failure that may pass, told by its kind', async () => {
    const { send, asked, waits } = scripted([passing(), passing('dns'), answer(200)]);
    expect((await send(REQUEST)).status).toBe(200);
    expect(asked.length).toBe(3);
    expect(waits).toEqual([
      [125, 'connection_lost'],
      [250, 'dns'],
    ]);
  });

  test('a failure without a kind, told by its outcome', async () => {
    const failure = new RequestFailure({ outcome: 'timeout', message: 'late', retryable: true });
    const { send, waits } = scripted([failure, answer(200)]);
    await send(REQUEST);
    expect(waits).toEqual([[125, 'timeout']]);
  });

  test.each([
    ['that will not pass', new RequestFailure({ outcome: 'blocked', message: 'no' })],
    ['that is not ours, as the reason of an abort', new DOMException('stop', 'AbortError')],
    ['that only looks like ours', Object.assign(new Error('odd'), { retryable: true })],
  ])('not a failure %s', async (_, failure) => {
    const { send, asked, waits } = scripted([failure, answer(200)]);
    expect(await failureOf(send(REQUEST))).toBe(failure);
    expect([asked.length, waits.length]).toEqual([1, 0]);
  });
});

describe('retry: how often', () => {
  test('the last answer stands when the attempts are up', async () => {
    const last = answer(503);
    const { send, asked } = scripted([answer(500), passing(), last, answer(200)]);
    expect(await send(REQUEST)).toBe(last);
    expect(asked.length).toBe(3);
  });

  test('the last failure stands when the attempts are up', async () => {
    const last = passing();
    const { send, asked } = scripted([answer(500), answer(503), last, answer(200)]);
    expect(await failureOf(send(REQUEST))).toBe(last);
    expect(asked.length).toBe(3);
  });

  test('with 0 retries once', async () => {
    const { send, asked, waits } = scripted([answer(503)], { retries: 0 });
    expect((await send(REQUEST)).status).toBe(503);
    expect([asked.length, waits.length]).toEqual([1, 0]);
  });

  test('the same request each time, in the method and with the headers it had', async () => {
    const seen: HttpRequest[] = [];
    const send = retry(
      (request) => {
        seen.push(request);
        return Promise.resolve(answer(503));
      },
      { retries: 2, remainingMs: () => 1e6, wait: () => Promise.resolve() },
    );
    await send(REQUEST);
    expect(seen).toEqual([REQUEST, REQUEST, REQUEST]);
  });

  test('the retries are shared by the hops of one request', async () => {
    const to = (path: string): HttpResponse => answer(302, { location: path });
    const { send, asked } = scripted([answer(503), to('/b'), answer(503), to('/c'), answer(503), answer(200)]);
    const response = await redirect(send, 5)(REQUEST);
    expect(response.status).toBe(503);
    expect(asked).toEqual(['/', '/', '/b', '/b', '/c'].map((path) => `http://one.test${path}`));
  });
});

describe('retry: how long it waits', () => {
  test('longer each time, from the random number it is given', async () => {
    const { send, waits } = scripted([answer(503)], { retries: 7, random: () => 1 });
    await send(REQUEST);
    expect(waits.map(([ms]) => ms)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  test('as long as Retry-After asks', async () => {
    const { send, waits } = scripted([answer(429, { 'retry-after': '3' }), answer(200)]);
    expect((await send(REQUEST)).status).toBe(200);
    expect(waits).toEqual([[3_000, '429']]);
  });

  test('never less than the back-off: a Retry-After of 0 is no invitation to hammer', async () => {
    const { send, waits } = scripted([answer(503, { 'retry-after': '0' }), answer(200)]);
    await send(REQUEST);
    expect(waits).toEqual([[125, '503']]);
  });

  test('a Retry-After that cannot be read counts as none', async () => {
    const { send, waits } = scripted([answer(503, { 'retry-after': 'soon 2099' }), answer(200)]);
    await send(REQUEST);
    expect(waits).toEqual([[125, '503']]);
  });

  test.each(['31', '30', '99999999999999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'not at all if Retry-After is not shorter than the time that is left: "%s" of 30 s gives the answer at once',
    async (value) => {
      const { send, asked, waits } = scripted([answer(503, { 'retry-after': value }), answer(200)]);
      expect((await send(REQUEST)).status).toBe(503);
      expect([asked.length, waits.length]).toEqual([1, 0]);
    },
  );

  test.each<[string, number, number[]]>([
    ['29', 30_000, []],
    ['31', 30_000, [31_000]],
  ])('who gives up tells for how long it would have had to wait: "%s" of %i ms', async (value, left, told) => {
    const gaveUp: number[] = [];
    const { send } = scripted([answer(429, { 'retry-after': value }), answer(200)], {
      remainingMs: () => left,
      onGiveUp: (ms) => void gaveUp.push(ms),
    });
    await send(REQUEST);
    expect(gaveUp).toEqual(told);
  });

  test('it does when Retry-After just fits', async () => {
    const { send, waits } = scripted([answer(503, { 'retry-after': '29' }), answer(200)]);
    expect((await send(REQUEST)).status).toBe(200);
    expect(waits).toEqual([[29_000, '503']]);
  });

  test.each([125, 0, -1])('not at all if the back-off does not fit into the %i ms that are left', async (left) => {
    const failure = passing();
    const { send, asked, waits } = scripted([failure, answer(200)], { remainingMs: () => left });
    expect(await failureOf(send(REQUEST))).toBe(failure);
    expect([asked.length, waits.length]).toEqual([1, 0]);
  });

  test('the time that is left is asked for before each wait', async () => {
    let left = 300;
    const { send, asked } = scripted([answer(503)], { remainingMs: () => (left -= 100), random: () => 0.5 });
    expect((await send(REQUEST)).status).toBe(503);
    // 125 of 200 ms fits, 250 of 100 ms does not
    expect(asked.length).toBe(2);
  });

  test('as long as the origin is closed, if that is longer', async () => {
    const { send, waits } = scripted([passing(), answer(429, { 'retry-after': '3' }), answer(200)], { closedMs: () => 5_000 });
    expect((await send(REQUEST)).status).toBe(200);
    expect(waits).toEqual([
      [5_000, 'connection_lost'],
      [5_000, '429'],
    ]);
  });

  test('not at all if the origin is closed for longer than the time that is left', async () => {
    const failure = passing();
    const { send, asked } = scripted([failure, answer(200)], { closedMs: () => 30_000 });
    expect(await failureOf(send(REQUEST))).toBe(failure);
    expect(asked.length).toBe(1);
  });

  test.each([answer(429), passing()])('what was said last stands when the retry is held back: %o', async (last) => {
    const heldBack = new RequestFailure({ outcome: 'timeout', kind: 'rate_limit', message: 'not sent' });
    const { send } = scripted([last, heldBack], { wasHeldBack: () => true });
    expect(await send(REQUEST).catch((error: unknown) => error)).toBe(last);
  });

  test('a first attempt that is held back has nothing to stand', async () => {
    const heldBack = new RequestFailure({ outcome: 'timeout', kind: 'rate_limit', message: 'not sent' });
    const { send } = scripted([heldBack], { wasHeldBack: () => true });
    expect(await failureOf(send(REQUEST))).toBe(heldBack);
  });

  test('a wait that is given up gives up the request, with the reason', async () => {
    const reason = new Error('cancelled');
    const { send, asked } = scripted([answer(503), answer(200)], { wait: () => Promise.reject(reason) });
    expect(await failureOf(send(REQUEST))).toBe(reason);
    expect(asked.length).toBe(1);
  });
});
