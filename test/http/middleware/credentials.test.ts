import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse, ResponseHeaders } from '../../../src/http/message.ts';
import { Redactor } from '../../../src/http/secrets/redact.ts';
import type { Profile } from '../../../src/http/secrets/profile.ts';
import { credentials, redacted } from '../../../src/http/middleware/credentials.ts';

const ours: Profile = {
  name: 'ours',
  origin: 'https://ours.test',
  headers: { authorization: 'Bearer s3cret-s3cret' },
  secrets: ['s3cret-s3cret'],
};
const key: Profile = { name: 'key', origin: 'https://ours.test', headers: { 'x-key': 'k3y-k3y-k3y' }, secrets: ['k3y-k3y-k3y'] };
const profiles = [ours, key];

function request(url: string, method = 'GET'): HttpRequest {
  return { method: method as HttpRequest['method'], url: new URL(url), headers: { accept: '*/*' } };
}

function answer(headers: ResponseHeaders = {}, body = ''): HttpResponse {
  return { status: 200, statusText: 'OK', headers, body: Buffer.from(body), isLocal: false };
}

/** What each of these hops of one request is sent with. */
async function sent(hops: readonly HttpRequest[]): Promise<HttpRequest['headers'][]> {
  const seen: HttpRequest['headers'][] = [];
  const send = credentials((hop) => {
    seen.push(hop.headers);
    return Promise.resolve(answer());
  }, profiles);
  for (const hop of hops) await send(hop);
  return seen;
}

const bare = { accept: '*/*' };
const full = { accept: '*/*', authorization: 'Bearer s3cret-s3cret', 'x-key': 'k3y-k3y-k3y' };

describe('headers are attached', () => {
  test.each([
    'http://ours.test/',
    'https://ours.test:8443/',
    'https://www.ours.test/',
    'https://ours.test.evil.test/',
    'https://ours.test./',
    'https://evil.test/?https://ours.test',
    'https://ourstest/',
  ])('never to %s', async (url) => {
    expect(await sent([request(url)])).toEqual([bare]);
  });

  test('to exactly their origin, all that are for it, at every hop', async () => {
    const hops = ['https://ours.test/a', 'https://other.test/', 'https://OURS.test:443/b'].map((url) => request(url));
    expect(await sent(hops)).toEqual([full, bare, full]);
  });

  test('beside cookies that were set on the way to it', async () => {
    const cookie: Profile = { name: 'c', origin: 'https://c.test', headers: { cookie: 'own=s3cret-s3cret' }, secrets: [] };
    const seen: (string | undefined)[] = [];
    const send = credentials(
      (hop) => {
        seen.push(hop.headers['cookie']);
        return Promise.resolve(answer());
      },
      [cookie],
    );
    await send(request('https://c.test/'));
    await send({ ...request('https://c.test/'), headers: { cookie: 'way=1' } });
    expect(seen).toEqual(['own=s3cret-s3cret', 'own=s3cret-s3cret; way=1']);
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'to a %s of the caller, not to one that another origin has had a part in',
    async (method) => {
      const [first, other] = [request('https://ours.test/', method), request('https://other.test/', method)];
      expect(await sent([first, first])).toEqual([full, full]);
      expect(await sent([other, first])).toEqual([bare, bare]);
      expect(await sent([first, other, first])).toEqual([full, bare, bare]);
      expect(await sent([other, request('https://ours.test/')])).toEqual([bare, full]);
    },
  );

  test("the caller's request is left as it was", async () => {
    const hop = request('https://ours.test/');
    await sent([hop]);
    expect(hop.headers).toEqual(bare);
  });
});

describe('an answer', () => {
  const redactor = new Redactor(profiles);

  test('has no secret in its body, headers and status text; what is followed is as it came', async () => {
    const headers = { 'x-a': ['s3cret-s3cret', 'b'], location: '/?s3cret-s3cret', link: '</?k3y-k3y-k3y>', 'x-none': undefined };
    const given = { ...answer(headers, 'a k3y-k3y-k3y'), statusText: 's3cret-s3cret' };
    const got = await redacted(() => Promise.resolve(given), { profiles, redactor })(request('https://other.test/'));
    expect(got).toEqual({
      status: 200,
      isLocal: false,
      statusText: '[redacted:ours]',
      headers: { ...headers, 'x-a': ['[redacted:ours]', 'b'] },
      body: Buffer.from('a [redacted:key]'),
    });
  });

  test('of whom there are no profiles for is not touched', async () => {
    const given = answer({ 'x-a': 's3cret-s3cret' }, 's3cret-s3cret');
    const send = redacted(() => Promise.resolve(given), { profiles: [], redactor: new Redactor([]) });
    expect(await send(request('https://ours.test/'))).toBe(given);
  });
});
