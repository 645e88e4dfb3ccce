import { describe, expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { recorder } from '../../support/recorder.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const MIB = 2 ** 20;

/** A call of `request_many` that cannot run. */
async function refused(args: Record<string, unknown>): Promise<string> {
  const { isError, value, text } = await server.connected.requestMany(args);
  expect([isError, value]).toEqual([true, undefined]);
  return text;
}

describe('what variables make of a call is counted before it is made', () => {
  const bombs: [string, Record<string, unknown>][] = [
    ['a body of a thousand values', { url: '/x{?i}', body: '{x}'.repeat(1_000), vars: { i: '1..1000', x: ['y'.repeat(5_000)] } }],
    [
      'the same as JSON',
      { url: '/x{?i}', json: { a: Array(1_000).fill('{x}') }, vars: { i: '1..1000', x: ['y'.repeat(5_000)] } },
    ],
    ['the same as a form', { url: '/x{?i}', form: { a: '{x}'.repeat(1_000) }, vars: { i: '1..1000', x: ['y'.repeat(5_000)] } }],
    ['what JSON escapes', { url: '/x{?i}', json: '{x}', vars: { i: '1..1000', x: ['\u0001'.repeat(10_000)] } }],
    ['a list in each', { url: '/x{?i}', json: '{x}', vars: { i: '1..1000', x: [Array(20_000).fill(1)] } }],
    ['headers', { url: '/x{?i}', headers: { a: '{x}', b: '{x}', c: '{x}' }, vars: { i: '1..1000', x: ['y'.repeat(16_000)] } }],
  ];
  test.each(bombs)('%s is refused, with dry_run too', async (_, request) => {
    const api = await recorder();
    for (const more of [{}, { dry_run: true }]) {
      const text = await refused({ base_url: api.url, requests: [{ method: 'POST', ...request }], ...more });
      expect(text).toMatch(/- requests: with the 1000 requests of requests\[0\] they come to more than 32 MiB in one call/);
    }
    expect(api.received).toEqual([]);
  });

  test('all requests of a call together count', async () => {
    const api = await recorder();
    // Each is 30 bodies, 3 MiB together.
    const body = 'x'.repeat(MIB / 10);
    const requests = Array.from({ length: 11 }, (_, i) => ({ url: `/${i}/{n}`, vars: { n: '1..30' }, body }));
    const args = { base_url: api.url, requests };
    expect(await refused(args)).toMatch(/with the 30 requests of requests\[10\] they come to more than 32 MiB/);
    const ten = await server.write({ ...args, requests: requests.slice(0, 10), dry_run: true });
    expect(ten.plan).toMatchObject({ requests: 300 });
    expect(api.received).toEqual([]);
  });

  test('a product of long lists is counted as what it is', async () => {
    const long = Array.from({ length: 10_000 }, (_, i) => i);
    const text = await server.refused({ requests: [{ url: 'http://127.0.0.1/{a}/{b}', vars: { a: long, b: long } }] });
    expect(text).toMatch(/requests: 100000000 requests, at most 1000/);
  });
});

describe('a value has a largest length', () => {
  test.each<[string, Record<string, unknown>, number]>([
    ['in a header', { url: '/a', headers: { 'x-a': '{x}' } }, 16_384],
    ['in a body', { url: '/a', method: 'POST', body: '{x}' }, MIB],
    ['in JSON', { url: '/a', method: 'POST', json: { x: '{x}' } }, MIB],
    ['in a form', { url: '/a', method: 'POST', form: { x: '{x}' } }, MIB],
  ])('%s', async (_, request, most) => {
    const api = await recorder();
    const vars = [{ x: 'x'.repeat(most + 1) }, { x: 'x'.repeat(most) }];
    const result = await server.write({ base_url: api.url, requests: [{ ...request, vars }], max_tokens: 2_000 });
    expect(recordOf(result, 0)).toMatchObject({
      outcome: 'invalid',
      error: expect.stringContaining(`the value of {x} has ${most + 1} characters`),
    });
    expect(JSON.stringify(result).length).toBeLessThan(4_000);
    // Node's own server takes no request head that long; it has been sent.
    expect(recordOf(result, 1).outcome).not.toBe('invalid');
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'in a URL',
      { url: '/{x}', vars: { x: ['x'.repeat(16_385)] } },
      /requests\[0\]\.url: the value of \{x\} has 16385 characters/,
    ],
    [
      'in a query',
      { url: '/', query: { a: '{x}' }, vars: { x: ['x'.repeat(16_385)] } },
      /requests\[0\]\.query\.a: the value of \{x\} has/,
    ],
    ['of a list', { url: '/{?x}', vars: [{ x: Array(20_000).fill(1) }] }, /the value of \{x\} has more than 16384 characters/],
    ['of an object', { url: '/{?x*}', vars: [{ x: { a: 'x'.repeat(16_384) } }] }, /the value of \{x\} has 16392 characters/],
    [
      'of all in a URL',
      { url: `/${'{x}'.repeat(1_000)}`, vars: { x: ['x'.repeat(16_000)] } },
      /longer than 16384 characters with its variables/,
    ],
    [
      'of all in a query',
      { url: '/', query: { a: '{x}'.repeat(1_000) }, vars: { x: ['x'.repeat(16_000)] } },
      /longer than 16384 characters/,
    ],
    [
      'of all in a header',
      { url: '/', headers: { a: '{x}'.repeat(1_000) }, vars: { x: ['x'.repeat(16_000)] } },
      /headers\.a: longer than 16384/,
    ],
  ])('%s', async (_, request, message) => {
    const api = await recorder();
    const record = await server.one({ ...request, url: api.url + String(request['url']) });
    expect(record).toMatchObject({ outcome: 'invalid', error: expect.stringMatching(message) });
    expect(api.received).toEqual([]);
  });
});

describe('what an answer brings is as bounded', () => {
  test('a token of 2 MB in 900 requests: none of them is sent, in headers and in bodies', async () => {
    const api = await serve((_, response, { pathname }) =>
      json(response, pathname === '/login' ? { token: 'x'.repeat(2e6) } : 1),
    );
    const token = { from: 'login', select: 'token' };
    const use = (more: object): object => ({ url: '/use/{n}', vars: { n: '1..450', token }, ...more });
    const requests = [
      { id: 'login', url: '/login', as: 'none' },
      use({ headers: { authorization: 'Bearer {token}' } }),
      use({ method: 'POST', json: { token: '{token}' } }),
    ];
    const result = await server.write({ base_url: api.url, requests, max_tokens: 50_000 });
    expect(result.summary).toMatchObject({ total: 901, ok: 1, failed: 900 });
    expect(recordOf(result, 1).error).toContain('requests[1].headers.authorization: the value of {token} has 2000000 characters');
    expect(api.asked).toEqual(['GET /login']);
  });

  test('one of 1 MB in 900 bodies: they are refused as too much for one call', async () => {
    const api = await serve((_, response, { pathname }) =>
      json(response, pathname === '/login' ? { token: 'x'.repeat(1e6) } : 1),
    );
    const vars = { n: '1..900', token: { from: 'login', select: 'token' } };
    const result = await server.write({
      base_url: api.url,
      requests: [
        { id: 'login', url: '/login', as: 'none' },
        { url: '/use/{n}', vars, json: { token: '{token}' } },
      ],
    });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid']);
    expect(recordOf(result, 1).error).toBe(
      'requests[1]: with its 900 requests the call would come to more than 32 MiB (URLs, headers and bodies); none of them was sent; send less in each',
    );
    expect(api.asked).toEqual(['GET /login']);
  });

  test.each([
    ['values', Array.from({ length: 300_000 }, (_, i) => i % 10), { n: { from: 'list' } }],
    ['rows', Array.from({ length: 60_000 }, (_, n) => ({ n })), { from: 'list' }],
  ])('of tens of thousands of %s it is said how many there are', async (_, list, vars) => {
    const body = JSON.stringify(list);
    const api = await serve((__, response) => void response.setHeader('content-type', 'application/json').end(body));
    const requests = [
      { id: 'list', url: '/list', as: 'none' },
      { url: '/{n}', vars },
    ];
    const result = await server.run({ base_url: api.url, requests });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid']);
    expect(recordOf(result, 1).error).toContain(
      `its ${list.length} requests would make ${list.length + 1}, at most 1000 in one call`,
    );
    expect(api.asked).toEqual(['GET /list']);
  });
});
