import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { RequestFailure } from '../../../src/request-failure.ts';
import type { HttpRequest, HttpResponse, ResponseHeaders } from '../../../src/http/message.ts';
import { OriginRules } from '../../../src/http/robots/origin-rules.ts';
import { pause } from '../../support/api.ts';

const ORIGIN = 'http://one.test';
const AGENT = 'fetch-many-mcp/1.0 (+https://example.test)';
const START = Date.UTC(2026, 10, 6, 8, 0, 0);

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

interface Answer {
  readonly status?: number;
  readonly headers?: ResponseHeaders;
  readonly body?: string;
  readonly error?: Error;
}

const NO = 'User-agent: *\nDisallow: /no';

/** Rules over a server whose robots.txt is this, each time it is asked for or always. */
function over(...answers: Answer[]) {
  const rules = new OriginRules(AGENT);
  const asked: string[] = [];
  const fetch = async ({ url }: { url: URL }): Promise<HttpResponse> => {
    const { status = 200, headers = {}, body = NO, error } = answers[Math.min(asked.push(url.href), answers.length) - 1] ?? {};
    await pause(1);
    if (error) throw error;
    return { status, statusText: 'Text', headers, body: Buffer.from(body), isLocal: false };
  };
  const check = async (path: string): Promise<string> => {
    try {
      await rules.check({ method: 'GET', url: new URL(path, ORIGIN), headers: {} }, { fetch, wait: (until) => until });
      return 'allowed';
    } catch (error) {
      if (error instanceof RequestFailure) return `${error.outcome}: ${error.message}`;
      return String(error);
    }
  };
  return { asked, check };
}

function pass(seconds: number): void {
  vi.setSystemTime(Date.now() + seconds * 1_000);
}

test('asks each origin once, however many wait for it', async () => {
  const { asked, check } = over({});
  const said = await Promise.all(Array.from({ length: 100 }, (_, nth) => check(nth % 2 ? '/yes' : 'http://two.test/no')));
  expect(asked).toEqual(['http://two.test/robots.txt', `${ORIGIN}/robots.txt`]);
  expect(said.filter((each) => each === 'allowed')).toHaveLength(50);
  expect(said[0]).toContain('blocked: http://two.test/robots.txt (line 2) disallows /no for fetch-many-mcp');
  expect(said[0]).toContain('--respect-robots');
});

test('robots.txt itself may always be asked for', async () => {
  const { asked, check } = over({ body: 'User-agent: *\nDisallow: /' });
  expect(await check('/robots.txt')).toBe('allowed');
  expect(asked).toEqual([]);
});

test.each([
  [{}, 86_400],
  [{ 'cache-control': 'max-age=600' }, 600],
  [{ 'cache-control': 'no-store' }, 60],
  [{ 'cache-control': 'max-age=999999' }, 86_400],
])('with %j it is kept for %i s', async (headers, seconds) => {
  const { asked, check } = over({ headers });
  await check('/');
  pass(seconds - 1);
  await check('/');
  expect(asked).toHaveLength(1);
  pass(2);
  await check('/');
  expect(asked).toHaveLength(2);
});

test.each([400, 401, 403, 404, 410, 451])('%i means that all is allowed', async (status) => {
  expect(await over({ status, body: NO }).check('/no')).toBe('allowed');
});

test.each<[string, Answer, number]>([
  ['503 Text', { status: 503 }, 60],
  ['500 Text', { status: 500, headers: { 'retry-after': '90' } }, 90],
  ['429 Text', { status: 429, headers: { 'retry-after': '99999' } }, 3_600],
  ['refused', { error: new RequestFailure({ outcome: 'network', kind: 'connect', message: 'refused' }) }, 60],
])('%s means to wait', async (why, answer, seconds) => {
  const { asked, check } = over(answer, {});
  expect(await check('/yes')).toMatch(/^blocked: blocked: http:\/\/one\.test\/robots\.txt could not be fetched/);
  expect(await check('/yes')).toContain(`(${why})`);
  pass(seconds - 1);
  expect(await check('/yes')).toContain('try again in 1 s');
  expect(asked).toHaveLength(1);
  pass(2);
  expect(await check('/yes')).toBe('allowed');
});

test('rules that were known stand while newer ones cannot be fetched', async () => {
  const { check } = over({}, { status: 500 });
  await check('/');
  pass(86_401);
  expect(await check('/yes')).toBe('allowed');
  expect(await check('/no')).toContain('disallows');
});

test('when the request that reads it is ended another one does', async () => {
  const ended = new Error('the call was cancelled');
  const { asked, check } = over({ error: ended }, {});
  expect(await Promise.all([check('/yes'), check('/yes'), check('/no')])).toEqual([
    String(ended),
    'allowed',
    expect.stringContaining('disallows'),
  ]);
  expect(asked).toHaveLength(2);
});

test('a refusal is told as it is, and says nothing of the next request', async () => {
  const refused = new RequestFailure({ outcome: 'blocked', message: 'not public; --allow it' });
  const { asked, check } = over({ error: refused }, {});
  expect(await check('/yes')).toBe('blocked: not public; --allow it');
  expect(await check('/yes')).toBe('allowed');
  expect(asked).toHaveLength(2);
});

test('what a public page has redirected to stays that when robots.txt is asked for', async () => {
  const asked: (string | undefined)[] = [];
  const rules = new OriginRules(AGENT);
  const fetch = ({ publicReferrer }: HttpRequest): Promise<HttpResponse> => {
    asked.push(publicReferrer);
    return Promise.resolve({ status: 404, statusText: '', headers: {}, body: Buffer.alloc(0), isLocal: false });
  };
  const request: HttpRequest = { method: 'GET', url: new URL('/a', ORIGIN), headers: {}, publicReferrer: 'http://public.test' };
  await rules.check(request, { fetch, wait: (until) => until });
  expect(asked).toEqual(['http://public.test']);
});
