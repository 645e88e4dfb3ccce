import { describe, expect, test } from 'vitest';
import type { HttpRequest, ResponseHeaders } from '../../../src/http/message.ts';
import { OriginPace } from '../../../src/http/pacing/origin-pace.ts';
import { segmentOf, type Asked } from '../../../src/http/pacing/quota-names.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function asked(path: string, method: HttpRequest['method'] = 'GET'): Asked {
  return { method, url: new URL(path, 'http://a.test') };
}

/** An origin, told what it answers at which millisecond to requests that were sent one before. */
function origin() {
  const pace = new OriginPace('http://a.test', 8, () => 0);
  const answers = (path: string, status: number, headers: ResponseHeaders, at: number, method?: HttpRequest['method']): void => {
    pace.answered({ status, headers, body: Buffer.alloc(0) }, at - 1, at, asked(path, method));
  };
  /** Milliseconds until a request for a path may be sent. */
  const closedMs = (path: string, at: number, method?: HttpRequest['method']): number => {
    return Math.max(...pace.gates(asked(path, method), at).map((gate) => Math.round(gate.closedMs(at))));
  };
  /** Sends a request for a path, if it may be sent. */
  const sends = (path: string, at: number): boolean => {
    const gates = pace.gates(asked(path), at);
    const isAdmitted = gates.every((gate) => gate.admits(at, false));
    if (isAdmitted) pace.start(gates, at);
    return isAdmitted;
  };
  return { pace, answers, closedMs, sends };
}

function left(remaining: number, more: ResponseHeaders = {}): ResponseHeaders {
  return { 'x-ratelimit-remaining': String(remaining), 'x-ratelimit-reset': '600', ...more };
}

describe('a quota with a name', () => {
  test('closes what counts against it, and nothing else', () => {
    const { answers, closedMs } = origin();
    answers('/repos/o/r', 200, left(9, { 'x-ratelimit-resource': 'core' }), 1);
    answers('/search/issues', 200, left(0, { 'x-ratelimit-resource': 'search' }), 2);
    expect(closedMs('/search/issues', 2)).toBe(600_000);
    expect(closedMs('/search/users', 2)).toBe(600_000); // what is nearest to it counts
    expect([closedMs('/repos/o/r', 2), closedMs('/users/u', 2)]).toEqual([0, 0]);
  });

  test('two under one segment are told apart', () => {
    const { answers, closedMs } = origin();
    answers('/search/code', 200, left(0, { 'x-ratelimit-resource': 'code_search' }), 1);
    answers('/search/issues', 200, left(9, { 'x-ratelimit-resource': 'search' }), 2);
    expect([closedMs('/search/code', 3), closedMs('/search/issues', 3)]).toEqual([599_998, 0]);
  });

  test('holds for paths that differ in what is one of many', () => {
    const { answers, closedMs } = origin();
    answers('/12', 200, left(0, { 'x-ratelimit-resource': 'things' }), 1);
    answers('/things/7b1f2a3c-0000-4000-8000-1234567890ab/parts', 200, left(0, { 'x-ratelimit-resource': 'parts' }), 1);
    const others = ['/13', '/things/7b1f2a3c-0000-4000-8000-1234567890cd/parts', '/things/55/parts'];
    expect(others.map((path) => closedMs(path, 1))).toEqual([600_000, 600_000, 600_000]);
  });

  test('a bucket of Discord holds for one channel', () => {
    const { answers, closedMs } = origin();
    const headers = left(0, { 'x-ratelimit-bucket': 'abcd' });
    answers('/api/v10/channels/1/messages', 200, headers, 1);
    answers('/api/v10/channels/2/messages', 200, left(3, { 'x-ratelimit-bucket': 'abcd' }), 2);
    expect(closedMs('/api/v10/channels/1/messages', 3)).toBe(599_998);
    expect(closedMs('/api/v10/channels/2/messages', 3)).toBe(0);
  });

  test('methods count against quotas of their own', () => {
    const { answers, closedMs } = origin();
    answers('/messages', 200, left(0, { 'x-ratelimit-bucket': 'post' }), 1, 'POST');
    answers('/messages', 200, left(5, { 'x-ratelimit-bucket': 'get' }), 2);
    expect([closedMs('/messages', 3, 'POST'), closedMs('/messages', 3)]).toEqual([599_998, 0]);
  });

  test('a policy that all answers so far have named holds for paths that were not asked yet; a resource does not', () => {
    const policies = origin();
    policies.answers('/a', 200, { ratelimit: '"default";r=0;t=600' }, 1);
    expect(policies.closedMs('/b', 1)).toBe(600_000);
    const two = origin();
    two.answers('/b', 200, { ratelimit: '"b";r=9;t=600' }, 1);
    two.answers('/a', 200, { ratelimit: '"a";r=0;t=600' }, 2);
    expect([two.closedMs('/a', 2), two.closedMs('/b', 2), two.closedMs('/c', 2)]).toEqual([600_000, 0, 0]);
  });

  test('one that is not of requests closes nothing', () => {
    const { answers, closedMs, pace } = origin();
    answers('/a', 200, { ratelimit: '"b";r=0;t=600', 'ratelimit-policy': '"b";q=9;w=600;qu="content-bytes"' }, 1);
    expect([closedMs('/a', 1), pace.isFree]).toEqual([0, true]);
  });

  test('a refusal teaches how often it may be asked, and not how often the rest', () => {
    const { answers, pace } = origin();
    const policy = { 'ratelimit-policy': '"a";q=10;w=1', ratelimit: '"a";r=0;t=1' };
    answers('/a', 429, policy, 1);
    expect(pace.rate.perSecond).toBeUndefined();
    const [gate] = pace.gates(asked('/a'), 3_000);
    gate?.start(3_000);
    expect([gate?.admits(3_150, true), gate?.admits(3_210, true)]).toEqual([false, true]);
    expect(pace.limit.isFull).toBe(true);
  });
});

describe('a quota without a name', () => {
  test.each<[string, string]>([
    ['/users/1', 'users'],
    ['/2/tweets/search', 'tweets'],
    ['/api/v1/orders/5', 'orders'],
    ['/rest/api/3/issue/A-1', 'issue'],
    ['/1.1/statuses/show.json', 'statuses'],
    ['/0', ''],
    ['/', ''],
    ['/v1', ''],
  ])('%s is taken to be one of "%s"', (path, segment) => {
    expect(segmentOf(asked(path))).toBe(segment);
  });

  test.each([200, 404, 429, 403])('of a %i closes the first segment of its path', (status) => {
    const { answers, closedMs } = origin();
    answers('/users/1', status, left(0), 1);
    expect([closedMs('/users/2', 1), closedMs('/users', 1), closedMs('/orders/1', 1)]).toEqual([600_000, 600_000, 0]);
  });

  test('opens again when something is left after all, by the word of a request that was sent since', () => {
    const { answers, closedMs } = origin();
    answers('/users/1', 200, left(0), 10);
    answers('/users/2', 200, left(3), 10); // sent before
    expect(closedMs('/users/2', 10)).toBe(600_000);
    answers('/users/2', 200, left(3), 20);
    expect(closedMs('/users/2', 20)).toBe(0);
  });

  test('is remembered no longer than it matters', () => {
    const { answers, closedMs, pace } = origin();
    answers('/users/1', 200, left(0), 1);
    expect(pace.isFree).toBe(false);
    expect(closedMs('/users/1', 700_000)).toBe(0);
    expect(pace.isFree).toBe(true);
  });
});

describe('a 503 with Retry-After', () => {
  const down = { 'retry-after': '3600' };

  test('closes its path', () => {
    const { answers, closedMs } = origin();
    answers('/sick?x=1', 503, down, 1);
    expect([closedMs('/sick?x=2', 1), closedMs('/well', 1)]).toEqual([HOUR, 0]);
  });

  test('closes the origin when a second path says the same, but one request a minute tries', () => {
    const { answers, closedMs, sends } = origin();
    answers('/sick', 503, down, 1);
    answers('/sick', 503, down, 2);
    expect(closedMs('/well', 2)).toBe(0);
    answers('/sicker', 503, down, 3);
    expect(sends('/well', 4)).toBe(false);
    expect(closedMs('/well', 3)).toBe(MINUTE);
    expect([sends('/well', 3 + MINUTE), sends('/well', 4 + MINUTE), sends('/sick', 3 + 2 * MINUTE)]).toEqual([
      true,
      false,
      false,
    ]);
    answers('/well', 503, down, 5 + MINUTE);
    expect(sends('/other', 4 + 2 * MINUTE)).toBe(false);
    expect(sends('/other', 6 + 2 * MINUTE)).toBe(true);
  });

  test('the origin is open again when one that tries is answered, and the paths are not', () => {
    const { answers, closedMs, sends } = origin();
    answers('/sick', 503, down, 1);
    answers('/sicker', 503, down, 2);
    expect(sends('/well', 2 + MINUTE)).toBe(true);
    answers('/well', 200, {}, 10 + MINUTE);
    expect([closedMs('/other', 10 + MINUTE), closedMs('/sick', 10 + MINUTE)]).toEqual([0, HOUR - MINUTE - 9]);
  });

  test('an answer to what was sent before says nothing of it', () => {
    const { answers, closedMs, pace } = origin();
    answers('/sick', 503, down, 1);
    answers('/sicker', 503, down, 100);
    pace.answered({ status: 200, headers: {} }, 50, 120, asked('/slow'));
    expect(closedMs('/other', 120)).toBe(MINUTE - 20);
  });
});

describe('a 429 that names nothing', () => {
  const slow = { 'retry-after': '600' };

  test('closes the origin; only what its path begins with is sure to be meant', () => {
    const { answers, closedMs, sends } = origin();
    answers('/users/1', 429, slow, 1);
    expect([closedMs('/users/2', 1), closedMs('/orders', 1)]).toEqual([600_000, MINUTE]);
    expect([sends('/users/2', 1 + MINUTE), sends('/orders', 1 + MINUTE), sends('/orders', 2 + MINUTE)]).toEqual([
      false,
      true,
      false,
    ]);
    answers('/orders', 200, {}, 10 + MINUTE);
    expect([closedMs('/users/2', 10 + MINUTE), closedMs('/orders', 10 + MINUTE)]).toEqual([600_000 - MINUTE - 9, 0]);
  });

  test.each<[string, ResponseHeaders]>([
    ['x-ratelimit-global', { 'x-ratelimit-global': 'true' }],
    ['x-ratelimit-scope', { 'x-ratelimit-scope': 'global' }],
  ])('that means all, by %s, is not tried', (_, headers) => {
    const { answers, closedMs } = origin();
    answers('/users/1', 429, { ...slow, ...headers }, 1);
    expect([closedMs('/users/2', 1), closedMs('/orders', 1)]).toEqual([600_000, 600_000]);
  });

  test('however long it says, a day is the longest', () => {
    const { answers, closedMs } = origin();
    answers('/users/1', 429, { 'retry-after': '9'.repeat(15_000) }, 1);
    expect(closedMs('/users/2', 1)).toBe(24 * HOUR);
  });
});

/** How many of these paths are held up by something that does not hold for all of the origin. */
function heldUp(pace: OriginPace, paths: readonly string[], now: number): boolean[] {
  return paths.map((path) => pace.gates(asked(path), now).length > 1);
}

test('of an origin that names more quotas than may be, which paths they are of is remembered in part', () => {
  const { answers, pace } = origin();
  const paths = Array.from({ length: 700 }, (_, nth) => `/a${nth}/b`);
  for (const [nth, path] of paths.entries()) answers(path, 200, left(0, { 'x-ratelimit-resource': `r${nth}` }), nth);
  const held = heldUp(pace, paths, 700);
  expect(held.filter(Boolean).length).toBeLessThanOrEqual(500);
  expect(held.at(-1)).toBe(true);
});

test('of an origin that closes more paths than may be, some are remembered', () => {
  const { answers, pace } = origin();
  const paths = Array.from({ length: 700 }, (_, nth) => `/a${nth}/b`);
  for (const [nth, path] of paths.entries()) answers(path, 503, { 'retry-after': '3600' }, nth);
  const held = heldUp(pace, paths, 700);
  expect(held.filter(Boolean).length).toBeLessThanOrEqual(512);
  expect(held.at(-1)).toBe(true);
});
