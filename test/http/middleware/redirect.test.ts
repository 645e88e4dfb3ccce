import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../../src/http/message.ts';
import { RequestFailure } from '../../../src/request-failure.ts';
import { nextHop, redirect } from '../../../src/http/middleware/redirect.ts';
import { isRedirect } from '../../../src/http/redirect-status.ts';
import { failureOf, thrownBy } from '../../concurrency/support/async.ts';

const FOLLOWED = [301, 302, 303, 307, 308];
const HARMLESS = { accept: 'text/html', 'accept-language': 'de', 'user-agent': 'test/1' };
const SECRET = { authorization: 'Bearer a', cookie: 'b=c', 'x-api-key': 'd', range: 'bytes=0-1', referer: 'http://e/' };

function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url: new URL(url), headers: { ...HARMLESS, ...SECRET }, ...more };
}

function answer(status: number, location?: string | string[]): HttpResponse {
  return { status, statusText: '', headers: location === undefined ? {} : { location }, body: Buffer.alloc(0), isLocal: false };
}

/** Where a redirect from `from` to `location` leads. */
function hop(from: string, location: string | string[], status = 302): HttpRequest {
  return nextHop(get(from), answer(status, location));
}

/** `redirect` over a server that answers with what `routes` has for the URL, and what was asked of it. */
function site(routes: Readonly<Record<string, HttpResponse>>, maxHops = 5) {
  const asked: HttpRequest[] = [];
  const send = redirect((request) => {
    asked.push(request);
    return Promise.resolve(routes[request.url.href] ?? answer(404));
  }, maxHops);
  return { send, asked, urls: () => asked.map(({ url }) => url.href) };
}

/** A chain of `hops` redirects from `/0` to `/hops`. */
function chain(hops: number): Record<string, HttpResponse> {
  const routes = Array.from({ length: hops }, (_, at) => [`http://one.test/${at}`, answer(302, `/${at + 1}`)] as const);
  return { ...Object.fromEntries(routes), [`http://one.test/${hops}`]: answer(200) };
}

/** `redirect` over a server that answers by the request and its cookies. */
function withCookies(reply: (request: HttpRequest) => HttpResponse) {
  const asked: (readonly [string, string | undefined])[] = [];
  const send = redirect((request) => {
    asked.push([request.url.href, request.headers['cookie']]);
    return Promise.resolve(reply(request));
  }, 5);
  return { send, asked };
}

function setting(cookie: string, response: HttpResponse): HttpResponse {
  return { ...response, headers: { ...response.headers, 'set-cookie': cookie } };
}

describe('which answers are followed', () => {
  test.each(FOLLOWED)('%i with a Location', async (status) => {
    const { send, urls } = site({ 'http://one.test/': answer(status, '/next'), 'http://one.test/next': answer(200) });
    expect((await send(get('http://one.test/'))).status).toBe(200);
    expect(urls()).toEqual(['http://one.test/', 'http://one.test/next']);
    expect(isRedirect(status, { location: '/next' })).toBe(true);
  });

  test.each(FOLLOWED)('not %i without one: it is the answer', async (status) => {
    const { send, asked } = site({ 'http://one.test/': answer(status) });
    expect((await send(get('http://one.test/'))).status).toBe(status);
    expect(asked.length).toBe(1);
    expect(isRedirect(status, {})).toBe(false);
  });

  test.each([200, 201, 300, 304, 305, 306, 309, 399, 400, 404, 503])('not %i, even with a Location', async (status) => {
    const { send, asked } = site({ 'http://one.test/': answer(status, '/next') });
    expect((await send(get('http://one.test/'))).status).toBe(status);
    expect(asked.length).toBe(1);
    expect(isRedirect(status, { location: '/next' })).toBe(false);
  });

  test('not a Refresh', async () => {
    const { send, asked } = site({ 'http://one.test/': { ...answer(200), headers: { refresh: '0; url=/next' } } });
    expect((await send(get('http://one.test/'))).status).toBe(200);
    expect(asked.length).toBe(1);
  });
});

describe('how many are followed', () => {
  test.each([0, 1, 5, 20])('exactly the limit: %i', async (limit) => {
    const { send, asked } = site(chain(limit), limit);
    expect((await send(get('http://one.test/0'))).status).toBe(200);
    expect(asked.length).toBe(limit + 1);
  });

  test.each([0, 1, 5, 20])('not one more than %i: a failure, which says where it would have led', async (limit) => {
    const { send, asked } = site(chain(limit + 1), limit);
    const failure = await failureOf(send(get('http://one.test/0')));
    expect(failure).toBeInstanceOf(RequestFailure);
    expect(failure).toMatchObject({ outcome: 'network', kind: 'protocol', retryable: false });
    expect(failure).toHaveProperty('message', expect.stringContaining(`stopped after ${limit} redirects`));
    expect(failure).toHaveProperty('message', expect.stringContaining(`http://one.test/${limit + 1}`));
    expect(failure).toHaveProperty('message', expect.stringContaining('--max-redirects'));
    expect(asked.length).toBe(limit + 1);
  });

  test('a loop ends at the limit', async () => {
    const { send, asked } = site({ 'http://one.test/': answer(302, '/') });
    expect(await failureOf(send(get('http://one.test/')))).toMatchObject({ kind: 'protocol' });
    expect(asked.length).toBe(6);
  });

  test('what is said of too many does not repeat a query, which may hold a secret', async () => {
    const { send } = site({ 'http://one.test/': answer(302, '/next?token=hush') }, 0);
    const failure = await failureOf(send(get('http://one.test/')));
    expect(failure).toHaveProperty('message', expect.not.stringContaining('hush'));
  });
});

describe('where a Location leads', () => {
  test.each([
    ['http://one.test/a/b?c', '/d', 'http://one.test/d'],
    ['http://one.test/a/b?c', 'd', 'http://one.test/a/d'],
    ['http://one.test/a/b?c', './d', 'http://one.test/a/d'],
    ['http://one.test/a/b?c', '../d', 'http://one.test/d'],
    ['http://one.test/a/b?c', '../../../d', 'http://one.test/d'],
    ['http://one.test/a/b?c', '?d', 'http://one.test/a/b?d'],
    ['http://one.test/a/b?c', '', 'http://one.test/a/b?c'],
    ['http://one.test/a/b?c', '#d', 'http://one.test/a/b?c'],
    ['http://one.test/a/b?c', '//two.test/d', 'http://two.test/d'],
    ['https://one.test/a', '//two.test/d', 'https://two.test/d'],
    ['http://one.test/a', 'https://one.test/a', 'https://one.test/a'],
    ['http://one.test/a', 'HTTP://TWO.TEST/D', 'http://two.test/D'],
    ['http://one.test/a', 'http://two.test', 'http://two.test/'],
    ['http://one.test/a', '\\\\two.test\\d', 'http://two.test/d'],
    ['http://one.test/a', ' /d ', 'http://one.test/d'],
    ['http://one.test/a', '/d e', 'http://one.test/d%20e'],
    ['http://one.test/a', 'http://2130706433/', 'http://127.0.0.1/'],
    ['http://one.test/a', 'http://①②⑦.0.0.1/', 'http://127.0.0.1/'],
    ['http://one.test/a', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]/'],
  ])('from %s to "%s" it is %s', (from, location, to) => {
    expect(hop(from, location).url.href).toBe(to);
  });

  test.each([
    ['/d#e', 'http://one.test/d'],
    ['http://two.test/?q#e', 'http://two.test/?q'],
    ['#', 'http://one.test/'],
  ])('the fragment is removed: "%s" is %s', (location, to) => {
    expect(hop('http://one.test/', location).url.href).toBe(to);
    expect(hop('http://one.test/#kept', location).url.hash).toBe('');
  });

  test('of several the first counts', () => {
    expect(hop('http://one.test/', ['/first', '/second']).url.href).toBe('http://one.test/first');
  });

  test.each(['http://', 'http://:80/', 'http://a b/', 'https://256.0.0.1/', 'http://one.test:99999/', '//'])(
    'what is no URL is a failure: "%s"',
    (location) => {
      const failure = thrownBy(() => hop('http://one.test/', location));
      expect(failure).toMatchObject({ name: 'HttpFailure', outcome: 'network', kind: 'protocol', retryable: false });
      expect(failure).toHaveProperty('message', 'http://one.test redirects (302) to something that is not a URL');
    },
  );

  test.each([
    ['ftp://two.test/', 'ftp:, and only http and https are fetched'],
    ['file:///etc/passwd', 'file:, and only http and https are fetched'],
    ['javascript:alert(1)', 'javascript:, and only http and https are fetched'],
    ['data:text/plain,hello', 'data:, and only http and https are fetched'],
    ['gopher://127.0.0.1:6379/_INFO', 'gopher:, and only http and https are fetched'],
    ['unix:/var/run/docker.sock', 'unix:, and only http and https are fetched'],
    ['http://user@two.test/', 'a URL with a user name in it (two.test)'],
    ['http://:hush@two.test:81/', 'a URL with a user name in it (two.test:81)'],
    [`/${'a'.repeat(16_384)}`, 'a URL longer than 16384 characters'],
  ])('what must not be followed is blocked: %s', (location, message) => {
    const failure = thrownBy(() => hop('http://one.test/', location));
    expect(failure).toMatchObject({ name: 'HttpFailure', outcome: 'blocked', retryable: false });
    expect(failure).toHaveProperty('message', `blocked: http://one.test redirects (302) to ${message}`);
  });

  test('a URL of 16384 characters is followed', () => {
    const location = `/${'a'.repeat(16_384 - 'http://one.test/'.length)}`;
    expect(hop('http://one.test/', location).url.href.length).toBe(16_384);
  });

  test('nothing is asked of what must not be followed', async () => {
    const { send, asked } = site({ 'http://one.test/': answer(302, 'file:///etc/passwd') });
    expect(await failureOf(send(get('http://one.test/')))).toMatchObject({ outcome: 'blocked' });
    expect(asked.length).toBe(1);
  });
});

describe('what goes along', () => {
  test.each(FOLLOWED)('the method, after %i: GET stays GET and HEAD stays HEAD', (status) => {
    for (const method of ['GET', 'HEAD'] as const) {
      expect(nextHop(get('http://one.test/', { method }), answer(status, '/d')).method).toBe(method);
      expect(nextHop(get('http://one.test/', { method }), answer(status, 'http://two.test/')).method).toBe(method);
    }
  });

  test.each([
    ['http://one.test/', '/d'],
    ['http://one.test/', 'http://one.test:80/d'],
    ['http://one.test:80/', 'http://ONE.test/d'],
    ['https://one.test/', 'https://one.test:443/d'],
    ['http://one.test:8080/', '//one.test:8080/d'],
  ])('every header within an origin: from %s to %s', (from, location) => {
    expect(hop(from, location).headers).toEqual({ ...HARMLESS, ...SECRET });
  });

  test.each([
    ['another host', 'http://one.test/', 'http://two.test/'],
    ['a subdomain', 'http://one.test/', 'http://a.one.test/'],
    ['the parent domain', 'http://a.one.test/', 'http://one.test/'],
    ['another port', 'http://one.test/', 'http://one.test:8080/'],
    ['another scheme', 'http://one.test/', 'https://one.test/'],
    ['another scheme on the same port', 'https://one.test/', 'http://one.test:443/'],
    ['the name with a dot', 'http://one.test/', 'http://one.test./'],
  ])('only accept, accept-language and user-agent across origins: %s', (_, from, location) => {
    expect(hop(from, location).headers).toEqual(HARMLESS);
  });

  test('what stayed behind does not come back on the way home', async () => {
    const { send, asked } = site({
      'http://one.test/': answer(302, 'http://two.test/'),
      'http://two.test/': answer(307, 'http://one.test/back'),
      'http://one.test/back': answer(302, '/end'),
      'http://one.test/end': answer(200),
    });
    expect((await send(get('http://one.test/'))).status).toBe(200);
    expect(asked.map(({ headers }) => headers)).toEqual([{ ...HARMLESS, ...SECRET }, HARMLESS, HARMLESS, HARMLESS]);
  });

  test('the request itself is left as it was', () => {
    const request = get('http://one.test/#kept');
    nextHop(request, answer(302, 'http://two.test/'));
    expect(request).toEqual(get('http://one.test/#kept'));
  });
});

describe('cookies', () => {
  test('a redirect to itself that sets one works', async () => {
    const { send, asked } = withCookies(({ headers }) => {
      return headers['cookie'] === 'seen=1' ? answer(200) : setting('seen=1', answer(302, '/'));
    });
    expect((await send({ method: 'GET', url: new URL('http://one.test/'), headers: {} })).status).toBe(200);
    expect(asked).toEqual([
      ['http://one.test/', undefined],
      ['http://one.test/', 'seen=1'],
    ]);
  });

  test('go to their own origin only, and are there when it is asked again', async () => {
    const routes: Record<string, HttpResponse> = {
      'http://one.test/': setting('a=1', answer(302, 'http://two.test/')),
      'http://two.test/': setting('b=2', answer(302, 'http://one.test/back')),
      'http://one.test/back': answer(302, 'http://two.test/back'),
    };
    const { send, asked } = withCookies(({ url }) => routes[url.href] ?? answer(200));
    await send(get('http://one.test/', { headers: { cookie: 'mine=0' } }));
    expect(asked).toEqual([
      ['http://one.test/', 'mine=0'],
      ['http://two.test/', undefined],
      ['http://one.test/back', 'a=1'],
      ['http://two.test/back', 'b=2'],
    ]);
  });

  test('are forgotten with the request', async () => {
    const { send, asked } = withCookies(({ url }) => (url.pathname === '/' ? setting('a=1', answer(302, '/to')) : answer(200)));
    for (let nth = 0; nth < 2; nth++) await send({ method: 'GET', url: new URL('http://one.test/'), headers: {} });
    expect(asked.map(([, cookie]) => cookie)).toEqual([undefined, 'a=1', undefined, 'a=1']);
  });

  test('that are taken back are not sent any more', async () => {
    const { send, asked } = withCookies(({ url }) => {
      if (url.pathname === '/') return setting('a=1', answer(302, '/2'));
      if (url.pathname === '/2') return setting('a=; Max-Age=0', answer(302, '/3'));
      return answer(200);
    });
    await send({ method: 'GET', url: new URL('http://one.test/'), headers: {} });
    expect(asked.map(([, cookie]) => cookie)).toEqual([undefined, 'a=1', undefined]);
  });
});

describe('what leads nowhere is told as what it is', () => {
  test.each(['', ' '])('a Location of "%s"', async (location) => {
    const { send } = site({ 'http://one.test/': answer(302, location) });
    expect(await failureOf(send(get('http://one.test/')))).toMatchObject({
      kind: 'protocol',
      message: 'http://one.test redirects (302) but does not say where to: its Location is empty',
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['one that sets no cookie', {}, 'so that it may want a header or a cookie'],
    ['one that sets a cookie', { 'set-cookie': 'a=1' }, 'although the cookies that it sets were sent back'],
  ])('a redirect to itself, of %s', async (_, headers, says) => {
    const response = answer(302, '/');
    const { send } = site({ 'http://one.test/': { ...response, headers: { ...response.headers, ...headers } } });
    expect(await failureOf(send(get('http://one.test/')))).toMatchObject({
      message:
        'stopped after 5 redirects (the next would be http://one.test/); it redirects to itself, ' +
        `${says}: request another URL, or raise --max-redirects`,
    });
  });
});

test.each<[string, string]>([
  ['/café/日本?q=é', 'http://one.test/caf%C3%A9/%E6%97%A5%E6%9C%AC?q=%C3%A9'],
  ['http://bücher.test/', 'http://xn--bcher-kva.test/'],
  [' /padded ', 'http://one.test/padded'],
])('Location: %s leads to %s', (location, to) => {
  expect(hop('http://one.test/', location).url.href).toBe(to);
});
