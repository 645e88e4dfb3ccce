import { describe, expect, onTestFinished, test } from 'vitest';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { json, type Api } from '../../support/api.ts';
import { answer as bytes, rawServer } from '../../support/raw-server.ts';
import { recordOf, resultOf, serve, sharedServer } from '../../support/shared-server.ts';

/** What a default result never exceeds, in characters. */
const MOST = 40_000;

const server = sharedServer();

function texts(bodyOf: (path: string) => string): Promise<Api> {
  return serve((_, response, { pathname }) => {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(bodyOf(pathname.slice(1)));
  });
}

function paths(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `/${i}`);
}

describe('one huge body', () => {
  const kinds: [string, string][] = [
    ['English', 'The quick brown fox jumps over the lazy dog. '],
    ['digits and punctuation', '3.14159,{"a":[1,-2]};'],
    ['Japanese', '吾輩は猫である。名前はまだ無い。'],
    ['emoji', '👩‍👩‍👧🎉x'],
    ['what JSON must escape', '"\\\n\tx'],
    ['spaces', ' '.repeat(50)],
  ];

  test.each(kinds)('of %s is cut to max_tokens, at a whole character', async (_, unit) => {
    const whole = unit.repeat(Math.ceil(200_000 / unit.length));
    const { url } = await texts(() => whole);
    for (const budget of [500, 1_000, 10_000]) {
      const answer = await server.call({ requests: [url], max_tokens: budget });
      const { body, truncated } = recordOf(resultOf(answer), 0);
      expect(estimateTokens(answer.text)).toBeLessThanOrEqual(budget);
      const kept = truncated?.kept ?? 0;
      expect(kept).toBeGreaterThan(0);
      expect(body).toBe(`${whole.slice(0, kept)}…[+${whole.length - kept} chars]`);
      expect(String(body).isWellFormed()).toBe(true);
      const ref = expect.stringMatching(/^b[a-z0-9]{8}\/0$/);
      expect(truncated).toEqual({ kept, of: whole.length, ref, bytes: Buffer.byteLength(whole) });
      expect(answer.text.length).toBeLessThanOrEqual(MOST);
    }
  });

  test('uses most of the budget', async () => {
    const { url } = await texts(() => 'Lorem ipsum dolor sit amet. '.repeat(10_000));
    const { text } = await server.call({ requests: [url] });
    expect(estimateTokens(text)).toBeGreaterThan(9_000);
  });

  test('of JSON is cut too, and the result stays valid JSON', async () => {
    const items = Array.from({ length: 5_000 }, (_, id) => ({ id, title: `Title ${id}`, done: id % 2 === 0 }));
    const { url } = await serve((_, response) => json(response, items));
    const answer = await server.call({ requests: [url], max_tokens: 2_000 });
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(2_000);
    expect(JSON.parse(answer.text)).toEqual(answer.value);
    const { body, truncated } = recordOf(resultOf(answer), 0);
    const kept = truncated?.kept ?? 0;
    expect(kept).toBeGreaterThan(10);
    expect(body).toEqual(items.slice(0, kept));
    expect(truncated?.of).toBe(5_000);
  });

  test('of an error is cut too', async () => {
    const { url } = await serve((_, response) => {
      response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('<p>Traceback</p>'.repeat(20_000));
    });
    const answer = await server.call({ requests: [url], retries: 0 });
    expect(recordOf(resultOf(answer), 0)).toMatchObject({ outcome: 'http_error', truncated: { of: 320_000 } });
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(10_000);
  });
});

describe('many bodies', () => {
  test('of middle size share the budget in equal parts', async () => {
    const { url } = await texts((path) => `${path} `.padEnd(4_000, 'abcdef '));
    const answer = await server.call({ base_url: url, requests: paths(60), concurrency: 16 });
    const kept = resultOf(answer).results.map(({ truncated }) => truncated?.kept ?? Number.NaN);
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(10_000);
    expect(Math.min(...kept)).toBeGreaterThan(0.8 * Math.max(...kept));
  });

  test('small ones stay whole, large ones share the rest', async () => {
    const { url } = await texts((path) => (Number(path) % 4 === 0 ? 'word '.repeat(20_000) : `small ${path}`));
    const answer = await server.call({ base_url: url, requests: paths(8), max_tokens: 3_000 });
    const { results, notes } = resultOf(answer);
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(3_000);
    expect(results.flatMap(({ truncated }, i) => (truncated ? [i] : []))).toEqual([0, 4]);
    expect(results[1]?.body).toBe('small 1');
    expect(notes?.join(' ')).toMatch(/2 bodies.*max_tokens/);
  });

  test('in Japanese share it as well', async () => {
    const { url } = await texts((path) => `${path}番 `.padEnd(3_000, '東京都千代田区🗼'));
    const answer = await server.call({ base_url: url, requests: paths(30), max_tokens: 4_000 });
    expect(estimateTokens(answer.text)).toBeLessThanOrEqual(4_000);
    const { results } = resultOf(answer);
    expect(results).toHaveLength(30);
    for (const { body } of results) expect(String(body).isWellFormed()).toBe(true);
  });

  test('nothing is cut that fits, and what does not quite fit is cut until it does', async () => {
    const { url } = await texts((path) => `body ${path} `.repeat(12));
    const args = { base_url: url, requests: paths(40), concurrency: 16 };
    const whole = await server.call({ ...args, max_tokens: 100_000 });
    expect(resultOf(whole).results.filter(({ truncated }) => truncated)).toEqual([]);
    const needed = estimateTokens(whole.text);
    for (const less of [5, 100, 800]) {
      const answer = await server.call({ ...args, max_tokens: needed - less });
      expect(estimateTokens(answer.text)).toBeLessThanOrEqual(needed - less);
      expect(resultOf(answer).results).toHaveLength(40);
    }
  });
});

test('a body is not cut where saying so takes more room than the body', async () => {
  const { url } = await serve((_, response, { pathname }) => json(response, { id: pathname.slice(1) }));
  const args = { base_url: url, requests: paths(80), concurrency: 16 };
  const whole = await server.call({ ...args, max_tokens: 100_000 });
  const { results } = await server.run({ ...args, max_tokens: estimateTokens(whole.text) - 600 });
  const dearer = results.filter((record, i) => {
    return JSON.stringify(record).length > JSON.stringify(recordOf(resultOf(whole), i)).length;
  });
  expect(dearer).toEqual([]);
});

describe('a default result never exceeds 40,000 characters', () => {
  test('with 1,000 answers', async () => {
    const { url } = await texts((path) => `body ${path} `.repeat(100));
    const { text, value } = await server.call({ base_url: url, requests: paths(1_000), concurrency: 64 });
    expect(value?.results).toHaveLength(1_000);
    expect(text.length).toBeLessThanOrEqual(MOST);
  });

  test('with requests whose URL or keys are too long to be sent', async () => {
    const long = 'x'.repeat(20_000);
    const url = 'http://127.0.0.1/';
    const requests = [url + long, { url: `${url}?${long}` }, { url, [long]: 1 }];
    const { text, value } = await server.call({ requests });
    expect(value?.summary).toMatchObject({ failed: 3, failures: [{ outcome: 'invalid', count: 3 }] });
    expect(text.length).toBeLessThanOrEqual(MOST);
  });

  test('with bodies whose keys are long, when select names them', async () => {
    const keys = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`${i}`.padEnd(5_000, 'k'), i]));
    const { url } = await serve((_, response) => json(response, keys));
    const { text, value } = await server.call({ requests: [url], select: 'name' });
    expect(value?.results[0]?.outcome).toBe('select_error');
    expect(text.length).toBeLessThanOrEqual(MOST);
  });

  test('with long headers that were asked for', async () => {
    const link = '<x>; rel="next", '.repeat(700);
    const { url } = await serve((_, response) => void response.writeHead(200, { link }).end());
    const { text } = await server.call({ base_url: url, requests: paths(10), response_headers: ['link'] });
    expect(text.length).toBeLessThanOrEqual(MOST);
  });

  test('with long reason phrases', async () => {
    const origin = await rawServer((socket) => {
      socket.write(bytes(`404 ${'Not Found '.repeat(1_000)}`, ['Content-Length: 0']));
    });
    onTestFinished(() => origin.close());
    const { text, value } = await server.call({ base_url: origin.origin, requests: paths(10) });
    expect(value?.summary.failures).toMatchObject([{ outcome: 'http_error', status: 404, count: 10 }]);
    expect(text.length).toBeLessThanOrEqual(MOST);
  });

  test('with redirects to long URLs', async () => {
    const { url } = await serve((_, response, { pathname, search }) => {
      if (search) json(response, 'there');
      else response.writeHead(302, { location: `${pathname}?${'q'.repeat(7_000)}` }).end();
    });
    const { text, value } = await server.call({ base_url: url, requests: paths(10) });
    expect(value?.summary.ok).toBe(10);
    expect(text.length).toBeLessThanOrEqual(MOST);
  });
});

test('JSON that is nested to harm is refused, and the server lives on', async () => {
  const { url } = await serve((_, response, { pathname }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(pathname === '/deep' ? '['.repeat(100_000) + ']'.repeat(100_000) : '{"a": 1}');
  });
  const result = await server.run({ base_url: url, requests: ['/deep', '/flat'] });
  expect(recordOf(result, 0)).toMatchObject({ outcome: 'decode' });
  expect(recordOf(result, 1)).toMatchObject({ body: { a: 1 } });
});
