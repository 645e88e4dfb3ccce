import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HostLimits } from '../../../src/http/pacing/host-limits.ts';
import {
  askAll,
  SimulatedConnections,
  WindowQuota,
  type Outcome,
  type SimulatedAnswer,
  type SimulatedApi,
} from '../../support/simulated-api.ts';

// Of each: nothing is lost that somebody patient would have got, nothing goes out before its time, and no path that is
// well waits for one that is not.

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'performance', 'Date'],
    now: Date.UTC(2026, 10, 26, 12, 0, 0),
  });
});
afterEach(() => void vi.useRealTimers());

const ORIGIN = 'https://api.test';

/** Lets the clock run until something has ended. */
async function whileItRuns<T>(running: Promise<T>): Promise<T> {
  const state = { isRunning: true };
  const done = running.finally(() => (state.isRunning = false));
  for (let seconds = 0; state.isRunning && seconds < 4_000; seconds++) await vi.advanceTimersByTimeAsync(1_000);
  return done;
}

function paths(count: number, prefix: string): string[] {
  return Array.from({ length: count }, (_, nth) => `${prefix}/${nth}`);
}

/** Every nth of several lists, in turn. */
function interleaved(...lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, nth) => lists.flatMap((list) => list[nth] ?? [])).flat();
}

function statuses(outcomes: readonly Outcome[]): (number | string)[] {
  return [...new Set(outcomes.map(({ status }) => status))];
}

/** When the last of those under a path had ended, in milliseconds. */
function lastOf(outcomes: readonly Outcome[], prefix: string): number {
  return Math.max(...outcomes.filter(({ path }) => path.startsWith(prefix)).map(({ ms }) => ms));
}

function epoch(ms: number): string {
  return String(Math.ceil(ms / 1_000));
}

/** Quotas by resource; a secondary limit on top, of which only the body tells. */
function gitHub(): SimulatedApi {
  const quotas = {
    core: new WindowQuota(60, 300_000),
    search: new WindowQuota(5, 60_000),
    code_search: new WindowQuota(3, 60_000),
  };
  let secondaryUntil = 0;
  let asked = 0;
  return {
    scopeOf: (_, path) => (path.startsWith('/search/code') ? 'code_search' : path.startsWith('/search') ? 'search' : 'core'),
    answer(scope, now): SimulatedAnswer {
      const quota = quotas[scope as keyof typeof quotas];
      asked++;
      if (asked === 30) secondaryUntil = now + 60_000;
      if (now < secondaryUntil) {
        const message = 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.';
        return { status: 403, body: { message }, closes: { scope: '*', until: secondaryUntil } };
      }
      const left = quota.take(now);
      const until = Math.ceil(quota.resetAt / 1_000) * 1_000;
      const headers = {
        'x-ratelimit-limit': String(quota.limit),
        'x-ratelimit-remaining': String(Math.max(0, left)),
        'x-ratelimit-reset': epoch(quota.resetAt),
        'x-ratelimit-resource': scope,
      };
      const closes = left < 1 ? { closes: { scope, until } } : {};
      if (left < 0) return { status: 403, headers, body: { message: 'API rate limit exceeded' }, ...closes };
      return { status: 200, headers, ...closes };
    },
  };
}

test('GitHub: core, search and the secondary limit', async () => {
  const api = new SimulatedConnections(gitHub());
  const requests = interleaved(
    paths(12, '/search/issues'),
    paths(5, '/search/code'),
    paths(50, '/repos/o/r/issues'),
    paths(8, '/users'),
  );
  const outcomes = await whileItRuns(askAll(api, ORIGIN, requests));
  expect(statuses(outcomes)).toEqual([200]);
  expect(outcomes).toHaveLength(requests.length);
  expect(api.early).toEqual([]);
  // A minute for the secondary limit, and not the further one that search takes.
  expect(lastOf(outcomes, '/repos')).toBeLessThan(75_000);
  expect(lastOf(outcomes, '/users')).toBeLessThan(75_000);
  expect(lastOf(outcomes, '/search')).toBeGreaterThan(100_000);
});

test('GitHub: search without a quota left keeps no core request from being sent', async () => {
  const api = new SimulatedConnections(gitHub());
  const limits = new HostLimits({ perOrigin: 8, total: 64 });
  await whileItRuns(askAll(api, ORIGIN, paths(5, '/search/issues'), { limits }));
  const requests = [...paths(10, '/search/issues'), ...paths(20, '/repos/o')];
  const outcomes = await whileItRuns(askAll(api, ORIGIN, requests, { limits, deadlineMs: 20_000 }));
  expect(statuses(outcomes.filter(({ path }) => path.startsWith('/repos')))).toEqual([200]);
  const searches = outcomes.filter(({ path }) => path.startsWith('/search'));
  expect(searches).toHaveLength(10);
  for (const { status } of searches) expect(status).toMatch(/not sent: api\.test asks to wait \d+ s for search \(rate limit\)/);
  expect(api.early).toEqual([]);
});

test('Shopify: a leaky bucket for each shop, and Retry-After with a fraction', async () => {
  let [level, at] = [0, Date.now()];
  const shopify: SimulatedApi = {
    scopeOf: () => 'shop',
    answer(scope, now) {
      level = Math.max(0, level - ((now - at) * 2) / 1_000);
      at = now;
      if (level + 1 > 40) {
        const headers = { 'retry-after': '2.0', 'x-shopify-shop-api-call-limit': '40/40' };
        return { status: 429, headers, body: { errors: 'Exceeded 2 calls per second' }, closes: { scope, until: now + 2_000 } };
      }
      level++;
      return { status: 200, headers: { 'x-shopify-shop-api-call-limit': `${Math.ceil(level)}/40` } };
    },
  };
  const api = new SimulatedConnections(shopify);
  const requests = paths(120, '/admin/api/2024-01/products');
  const outcomes = await whileItRuns(askAll(api, ORIGIN, requests));
  expect(statuses(outcomes)).toEqual([200]);
  expect(outcomes).toHaveLength(120);
  // What is over 40 takes half a second each; somebody patient needs no more than twice that.
  expect(lastOf(outcomes, '/')).toBeLessThan(80_000);
  expect(api.early).toEqual([]);
});

test('Discord: buckets for each channel, and a limit for all', async () => {
  const buckets = new Map<string, WindowQuota>();
  const all = new WindowQuota(45, 1_000);
  const discord: SimulatedApi = {
    scopeOf: (_, path) => /channels\/\d+/.exec(path)?.[0] ?? 'gateway',
    answer(scope, now) {
      if (all.take(now) < 0) {
        const waitMs = all.resetAt - now;
        const headers = {
          'x-ratelimit-global': 'true',
          'x-ratelimit-scope': 'global',
          'retry-after': String(Math.ceil(waitMs / 1_000)),
        };
        const body = { message: 'You are being rate limited.', retry_after: waitMs / 1_000, global: true };
        return { status: 429, headers, body, closes: { scope: '*', until: all.resetAt } };
      }
      if (scope === 'gateway') return { status: 200 };
      const bucket = buckets.get(scope) ?? new WindowQuota(5, 5_000);
      buckets.set(scope, bucket);
      const left = bucket.take(now);
      const headers = {
        'x-ratelimit-limit': '5',
        'x-ratelimit-remaining': String(Math.max(0, left)),
        'x-ratelimit-reset': String(bucket.resetAt / 1_000),
        'x-ratelimit-reset-after': String((bucket.resetAt - now) / 1_000),
        'x-ratelimit-bucket': 'abcd1234',
      };
      const closes = left < 1 ? { closes: { scope, until: bucket.resetAt } } : {};
      if (left >= 0) return { status: 200, headers, ...closes };
      const body = { message: 'You are being rate limited.', retry_after: (bucket.resetAt - now) / 1_000, global: false };
      return { status: 429, headers: { ...headers, 'x-ratelimit-scope': 'user' }, body, ...closes };
    },
  };
  const api = new SimulatedConnections(discord);
  const requests = interleaved(
    paths(30, '/api/v10/channels/111/messages'),
    paths(4, '/api/v10/channels/222/messages'),
    paths(20, '/api/v10/gateway'),
  );
  const outcomes = await whileItRuns(askAll(api, 'https://discord.test', requests));
  expect(statuses(outcomes)).toEqual([200]);
  expect(outcomes).toHaveLength(requests.length);
  expect(api.early).toEqual([]);
  expect(lastOf(outcomes, '/api/v10/channels/222')).toBeLessThan(3_000);
  expect(lastOf(outcomes, '/api/v10/gateway')).toBeLessThan(3_000);
  expect(lastOf(outcomes, '/api/v10/channels/111')).toBeLessThan(45_000);
});

test('Telegram: only the body says how long, and everything of the bot is meant', async () => {
  const quota = new WindowQuota(20, 35_000);
  const telegram: SimulatedApi = {
    scopeOf: () => 'bot',
    answer(scope, now) {
      if (quota.take(now) >= 0) return { status: 200, body: { ok: true } };
      const seconds = Math.ceil((quota.resetAt - now) / 1_000);
      const description = `Too Many Requests: retry after ${seconds}`;
      const body = { ok: false, error_code: 429, description, parameters: { retry_after: seconds } };
      return { status: 429, body, closes: { scope, until: now + seconds * 1_000 } };
    },
  };
  const api = new SimulatedConnections(telegram);
  const requests = Array.from({ length: 50 }, (_, nth) => `/bot1:a/getChat?chat_id=${nth}`);
  const outcomes = await whileItRuns(askAll(api, ORIGIN, requests));
  expect(statuses(outcomes)).toEqual([200]);
  expect(outcomes).toHaveLength(50);
  expect(api.early).toEqual([]);
  expect(lastOf(outcomes, '/')).toBeLessThan(120_000);
});

test('X: an endpoint has a window of a quarter of an hour, the others are well', async () => {
  const quotas = { users: new WindowQuota(15, 900_000), tweets: new WindowQuota(300, 900_000) };
  const x: SimulatedApi = {
    scopeOf: (_, path) => (path.startsWith('/2/users') ? 'users' : 'tweets'),
    answer(scope, now) {
      const quota = quotas[scope as keyof typeof quotas];
      const left = quota.take(now);
      const headers = {
        'x-rate-limit-limit': String(quota.limit),
        'x-rate-limit-remaining': String(Math.max(0, left)),
        'x-rate-limit-reset': epoch(quota.resetAt),
      };
      const closes = left < 1 ? { closes: { scope, until: Math.ceil(quota.resetAt / 1_000) * 1_000 } } : {};
      return { status: left < 0 ? 429 : 200, headers, ...closes };
    },
  };
  const api = new SimulatedConnections(x);
  const limits = new HostLimits({ perOrigin: 8, total: 64 });
  const requests = interleaved(paths(40, '/2/users'), paths(100, '/2/tweets'));
  const first = await whileItRuns(askAll(api, ORIGIN, requests, { limits, deadlineMs: 60_000 }));
  expect(statuses(first.filter(({ path }) => path.startsWith('/2/tweets')))).toEqual([200]);
  expect(lastOf(first, '/2/tweets')).toBeLessThan(5_000);
  const users = first.filter(({ path }) => path.startsWith('/2/users'));
  expect(users.filter(({ status }) => status === 200)).toHaveLength(15);
  // Those whose time is up say when to come back, and somebody patient gets them then.
  const late = users.filter(({ status }) => status !== 200);
  expect(late).toHaveLength(25);
  for (const { status } of late) expect(String(status)).toMatch(/^429$|asks to wait \d+ s for \/users/);
  await vi.advanceTimersByTimeAsync(900_000);
  const rest = late.map(({ path }) => path);
  const second = await whileItRuns(askAll(api, ORIGIN, rest.slice(0, 15), { limits }));
  expect(statuses(second)).toEqual([200]);
  expect(api.early).toEqual([]);
});
