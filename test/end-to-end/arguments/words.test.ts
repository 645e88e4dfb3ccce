import { describe, expect, test } from 'vitest';
import { recorder } from '../../support/recorder.ts';
import { newId } from '../../support/server-process.ts';
import { outcomesOf, recordOf, sharedProcess, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

describe('arguments that are meant otherwise are named', () => {
  test('of a call, by what they mean', async () => {
    const said = await server.refused({ urls: ['https://a.example'], params: {}, data: 1, vars: {}, timeout: 5 });
    expect(said).toMatch(/^- urls: unknown argument; did you mean "requests"\?$/m);
    expect(said).toMatch(/^- params: .*did you mean "query"\? That belongs into a request/m);
    expect(said).toMatch(/^- data: .*request_many takes it in a request, as "json"/m);
    expect(said).toMatch(/^- vars: .*belongs into a request/m);
    expect(said).toMatch(/^- timeout: .*did you mean "timeout_ms"\?$/m);
    expect(said.length).toBeLessThan(1_500);
  });

  test('of a request: it is invalid, the others run', async () => {
    const api = await recorder();
    const requests = [{ url: '/a', params: { x: 1 } }, { url: '/b', data: {} }, { url: '/c', retries: 1 }, '/ok'];
    const result = await server.write({ base_url: api.url, requests });
    expect(outcomesOf(result)).toEqual(['invalid', 'invalid', 'invalid', 'ok']);
    expect(result.results.slice(0, 3).map(({ error }) => error)).toEqual([
      'requests[0].params: unknown argument; did you mean "query"?',
      'requests[1].data: unknown argument; did you mean "json"?',
      'requests[2].retries: unknown argument here; "retries" belongs to the call, beside "requests"',
    ]);
    expect(api.asked).toEqual(['GET /ok']);
  });
});

describe('JSON text that was cut off', () => {
  test('as requests: the call is refused, and is told where it ends', async () => {
    const api = await recorder();
    const text = JSON.stringify([`${api.url}/a`, { url: `${api.url}/b`, headers: { x: 'y' } }]);
    const said = await server.refused({ requests: text.slice(0, -4) });
    expect(said).toContain(`- requests: JSON text that is cut off: it ends after ${text.length - 4} characters`);
    expect(said).toContain('inside a string at [1].headers.x');
    expect(api.asked).toEqual([]);
  });

  test.each<[string, unknown, string]>([
    ['as one request', '{"url": "/a", "select": "na', 'requests[0]: JSON text that is cut off'],
    ['as vars', { url: '/{id}', vars: '{"id": [1, 2' }, 'requests[0].vars: JSON text that is cut off'],
    ['as a variable', { url: '/{id}', vars: { id: '["a", "b' } }, 'requests[0].vars.id: JSON text that is cut off'],
    ['as headers', { url: '/a', headers: '{"x-secret": "hush' }, 'requests[0].headers: JSON text that is cut off'],
    ['as a query', { url: '/a', query: '{"a": 1' }, 'requests[0].query: JSON text that is cut off'],
    ['as a body', { url: '/a', json: '{"a": [1, 2' }, 'requests[0].json: JSON text that is cut off'],
  ])('%s: that one is invalid', async (_, request, words) => {
    const api = await recorder();
    const result = await server.write({ base_url: api.url, requests: [request, '/ok'] });
    expect(outcomesOf(result)).toEqual(['invalid', 'ok']);
    expect(recordOf(result, 0).error).toContain(words);
    expect(recordOf(result, 0).error).not.toContain('hush');
    expect(api.asked).toEqual(['GET /ok']);
  });

  test('whole, but a list where a request belongs: it is told so', async () => {
    const { results } = await server.write({ requests: [['http://127.0.0.1/'], '["http://127.0.0.1/"]', '[x"'] });
    const told = 'is a list inside the list; put each of its requests into "requests" itself';
    expect(results.slice(0, 2).map(({ error }) => error)).toEqual([`requests[0]: ${told}`, `requests[1]: ${told}`]);
    expect(results[2]?.error).not.toContain(told);
  });

  test('as a list of paths', async () => {
    const said = await server.refused({ requests: ['http://127.0.0.1/'], select: '["id", "na' });
    expect(said).toContain('- select: JSON text that is cut off: it ends after 10 characters inside a string at [1]');
  });
});

test('several URLs in one string, and what is around one, are named as that', async () => {
  const api = await recorder();
  const two = `${api.url}/a ${api.url}/b`;
  const requests = [two, two.replace(' ', ','), two.replace(' ', '\n'), `<${api.url}/a>`, 'GET /a', '/ok'];
  const result = await server.run({ base_url: api.url, requests });
  expect(outcomesOf(result)).toEqual(['invalid', 'invalid', 'invalid', 'invalid', 'invalid', 'ok']);
  for (const i of [0, 1, 2])
    expect(recordOf(result, i).error).toContain(`holds 2 URLs; write each as a request of its own: ["${api.url}/a"`);
  expect(recordOf(result, 3).error).toContain(`has other characters around the URL; write "${api.url}/a"`);
  expect(recordOf(result, 4).error).toContain('begins with a method; write {"method": "GET", "url": "/a"}');
  expect(recordOf(await server.run({ requests: two }), 0).error).toContain('holds 2 URLs');
  expect(api.asked).toEqual(['GET /ok']);
});

describe('an object under body', () => {
  test('is sent as JSON, its variables filled in', async () => {
    const api = await recorder();
    const requests = [
      { url: '/{n}', body: { n: '{n}', all: [true] }, vars: { n: [1] } },
      { url: '/list', body: [1, 'a'] },
      { url: '/text', body: '{"as": "text"}' },
    ];
    await server.write({ base_url: api.url, requests, concurrency: 1 });
    expect(api.received.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
      ['{"n":1,"all":[true]}', 'application/json'],
      ['[1,"a"]', 'application/json'],
      ['{"as": "text"}', 'text/plain; charset=utf-8'],
    ]);
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['beside json', { body: { a: 1 }, json: {} }, /requests\[0\]\.body: /],
    [
      'with the content type of a form',
      { body: { a: 1 }, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      /use "form"/,
    ],
    [
      'with that of multipart',
      { json: { a: 1 }, headers: { 'content-type': 'multipart/form-data' } },
      /multipart bodies are not offered/,
    ],
  ])('is not sent %s', async (_, request, message) => {
    const api = await recorder();
    const { outcome, error } = await server.writeOne({ url: api.url, ...request });
    expect([outcome, error]).toEqual(['invalid', expect.stringMatching(message)]);
    expect(api.received).toEqual([]);
  });
});

test('an expression that cannot be read is a problem of the call wherever it stands, each told with its path', async () => {
  const api = await recorder();
  const said = await server.refused({
    base_url: api.url,
    select: 'a[',
    requests: [
      { id: 'a', url: '/a', select: 'b[' },
      { url: '/b', paginate: { next: '][', items: 'c[' } },
      { url: '/{x}', vars: { x: { from: 'a', select: '[].' } } },
      { url: '/{y}', vars: { from: 'a', select: '[].{' } },
      '/ok',
    ],
  });
  for (const path of [
    'select',
    'requests[0].select',
    'requests[1].paginate.next',
    'requests[1].paginate.items',
    'requests[2].vars.x.select',
    'requests[3].vars.select',
  ]) {
    expect(said).toContain(`- ${path}: "`);
  }
  expect(said.length).toBeLessThan(1_500);
  expect(api.asked).toEqual([]);
});

test.each<[string, unknown, string]>([
  ['a list', ['https://a.example'], 'a list'],
  ['a string', '{"requests": []}', 'a string'],
  ['a number', 5, '5'],
])('arguments that are %s are refused in words, as invalid parameters', async (_, given, words) => {
  const child = await sharedProcess();
  const [wrong, absent] = [newId(), newId()];
  child.send({ jsonrpc: '2.0', id: wrong, method: 'tools/call', params: { name: 'fetch_many', arguments: given } });
  expect((await child.answer(wrong)).error).toEqual({
    code: -32_602,
    message: expect.stringMatching(`^params\\.arguments: expected an object, got ${words}$`),
  });
  child.send({ jsonrpc: '2.0', id: absent, method: 'tools/call', params: { name: 'fetch_many', arguments: null } });
  expect((await child.answer(absent)).result).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('requests: is required') }],
  });
});
