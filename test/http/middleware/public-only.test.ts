import { expect, test } from 'vitest';
import { RequestFailure } from '../../../src/request-failure.ts';
import type { HttpRequest, HttpResponse, Send } from '../../../src/http/message.ts';
import { nextHop, redirect } from '../../../src/http/middleware/redirect.ts';
import { Refusal, type RefusalRule } from '../../../src/http/guard/refusal.ts';
import { publicOnly } from '../../../src/http/middleware/public-only.ts';
import { failureOf } from '../../concurrency/support/async.ts';

const START: HttpRequest = { method: 'GET', url: new URL('http://start.test/'), headers: {} };

function answer(isLocal: boolean, location?: string): HttpResponse {
  const headers = location === undefined ? {} : { location };
  return { status: location === undefined ? 200 : 302, statusText: '', headers, body: Buffer.alloc(0), isLocal };
}

/** Answers by URL, below the rule and a redirect loop; keeps who is said to have sent each request. */
function site(answers: Readonly<Record<string, HttpResponse | Error>>): { send: Send; sentBy: (string | undefined)[] } {
  const sentBy: (string | undefined)[] = [];
  const send: Send = async ({ url, publicReferrer }) => {
    sentBy.push(publicReferrer);
    const found = answers[url.href];
    if (found instanceof Error || !found) throw found ?? new Error(`nothing at ${url.href}`);
    return found;
  };
  return { send: redirect(publicOnly(send), 5), sentBy };
}

test('what a public answer redirects to is marked with its origin, within the origin too; a local one marks nothing', () => {
  for (const to of ['/next', 'http://start.test/next', 'http://other.test/']) {
    expect(nextHop(START, answer(false, to)).publicReferrer).toBe('http://start.test');
    expect(nextHop(START, answer(true, to))).not.toHaveProperty('ledBy');
  }
});

test('the mark stays over further hops, and names the last public one', async () => {
  const { send, sentBy } = site({
    'http://start.test/': answer(true, 'http://a.test/'),
    'http://a.test/': answer(false, 'http://b.test/'),
    'http://b.test/': answer(false, '/end'),
    'http://b.test/end': answer(false),
  });
  expect((await send(START)).status).toBe(200);
  expect(sentBy).toEqual([undefined, undefined, 'http://a.test', 'http://b.test']);
});

test('a local answer is kept back from a public redirect, wherever it comes from, and given to any other', async () => {
  const inner = { 'http://inner.test/': answer(true) };
  expect((await site({ 'http://start.test/': answer(true, 'http://inner.test/'), ...inner }).send(START)).status).toBe(200);
  const failure = await failureOf(site({ 'http://start.test/': answer(false, 'http://inner.test/'), ...inner }).send(START));
  expect(failure).toMatchObject({ outcome: 'blocked', retryable: false });
  expect(failure).toHaveProperty(
    'message',
    'blocked: http://start.test leads to http://inner.test, which is not public; ' +
      'a public page is never followed there, whatever --allow says',
  );
});

test.each<[RefusalRule, string]>([
  ['address', 'blocked: http://start.test leads to http://inner.test:3000, which resolves to 10.0.0.1, which is WHAT; a public'],
  ['metadata', 'blocked: http://inner.test:3000 resolves to 10.0.0.1, which is WHAT; it is never fetched'],
  [
    'hosts',
    'blocked: http://inner.test:3000 resolves to 10.0.0.1, which is WHAT; start the server with inner.test:3000 added to --hosts',
  ],
  ['port', 'blocked: http://inner.test:3000 resolves to 10.0.0.1, which is WHAT; start the server with --allow inner.test:3000'],
])('a refusal by %s says what would help, which for an address is nothing', async (by, said) => {
  const refused = new Refusal(by, 'WHAT', '10.0.0.1').failure('http:', 'inner.test', 3_000);
  const { send } = site({ 'http://start.test/': answer(false, 'http://inner.test:3000/'), 'http://inner.test:3000/': refused });
  expect(await failureOf(send(START))).toHaveProperty('message', expect.stringContaining(said));
  // Asked for directly, it is the same in its own words.
  const direct = site({ 'http://start.test/': refused });
  expect(await failureOf(direct.send(START))).toBe(refused);
});

test('any other failure stays what it is', async () => {
  const failure = new RequestFailure({ outcome: 'network', kind: 'connect', message: 'refused the connection', retryable: true });
  const { send } = site({ 'http://start.test/': answer(false, 'http://other.test/'), 'http://other.test/': failure });
  expect(await failureOf(send(START))).toBe(failure);
});
