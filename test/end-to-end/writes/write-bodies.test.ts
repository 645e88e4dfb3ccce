import { describe, expect, test } from 'vitest';
import { sharedServer } from '../../support/shared-server.ts';
import { recorder, type Recorded } from '../../support/recorder.ts';

const server = sharedServer();

/** What a server gets of one request. */
async function sent(request: Record<string, unknown>, args: Record<string, unknown> = {}): Promise<Recorded[]> {
  const api = await recorder();
  const { summary } = await server.write({ base_url: api.url, requests: [{ url: '/', ...request }], ...args });
  expect(summary).toMatchObject({ failed: 0 });
  return [...api.received];
}

async function sentOne(request: Record<string, unknown>, args: Record<string, unknown> = {}): Promise<Recorded> {
  const [first, ...others] = await sent(request, args);
  if (!first || others.length > 0) throw new Error(`Expected one request, got ${others.length + (first ? 1 : 0)}`);
  return first;
}

describe('one of json, form and body is sent as it is', () => {
  test.each<[string, Record<string, unknown>, string, string]>([
    ['an object as JSON', { json: { a: [1, 'ü', null], b: {} } }, 'application/json', '{"a":[1,"ü",null],"b":{}}'],
    ['a list as JSON', { json: [] }, 'application/json', '[]'],
    ['false as JSON', { json: false }, 'application/json', 'false'],
    ['zero as JSON', { json: 0 }, 'application/json', '0'],
    ['a text as JSON', { json: 'hello' }, 'application/json', '"hello"'],
    ['JSON text as what it stands for', { json: '{"a": [1, {"b": true}]}' }, 'application/json', '{"a": [1, {"b": true}]}'],
    ['a JSON list as text', { json: ' [1,2] ' }, 'application/json', '[1,2]'],
    [
      'long numbers in JSON text whole',
      { json: '{"id": 12345678901234567890, "n": 1.0}' },
      'application/json',
      '{"id": 12345678901234567890, "n": 1.0}',
    ],
    ['text that only begins like a list', { json: '[draft] hello' }, 'application/json', '"[draft] hello"'],
    [
      'a form',
      { form: { a: 'x y', b: 1, c: true, ü: '&=' } },
      'application/x-www-form-urlencoded',
      'a=x+y&b=1&c=true&%C3%BC=%26%3D',
    ],
    ['a form with lists', { form: { tag: ['a', 'b'], n: [1, 2] } }, 'application/x-www-form-urlencoded', 'tag=a&tag=b&n=1&n=2'],
    ['an empty form', { form: {} }, 'application/x-www-form-urlencoded', ''],
    ['text', { body: 'line 1\r\nline 2 ✓' }, 'text/plain; charset=utf-8', 'line 1\r\nline 2 ✓'],
    ['no text', { body: '' }, 'text/plain; charset=utf-8', ''],
    ['a number as text', { body: 5 }, 'text/plain; charset=utf-8', '5'],
  ])('%s', async (_, request, type, body) => {
    const received = await sentOne(request);
    expect(received).toMatchObject({ method: 'POST', path: '/', body });
    expect(received.headers).toMatchObject({ 'content-type': type, 'content-length': String(Buffer.byteLength(body)) });
    expect(received.headers).not.toHaveProperty('transfer-encoding');
  });

  test('1 MB of it', async () => {
    const text = 'häuser '.repeat(150_000);
    const received = await sentOne({ body: text });
    expect(received.body === text).toBe(true);
    expect(received.headers['content-length']).toBe(String(Buffer.byteLength(text)));
  });

  test('with another content type, of the call or the request', async () => {
    const headers = { 'Content-Type': 'application/vnd.api+json' };
    expect((await sentOne({ json: {} }, { headers })).headers['content-type']).toBe('application/vnd.api+json');
    expect(
      (await sentOne({ body: '<a/>', headers: { 'content-type': 'application/xml' } }, { headers })).headers['content-type'],
    ).toBe('application/xml');
  });

  test('and nothing of the environment is filled in', async () => {
    expect((await sentOne({ json: { home: '${env:HOME}' } })).body).toBe('{"home":"${env:HOME}"}');
    expect((await sentOne({ body: '${env:HOME} ${HOME} $HOME {a}', vars: { a: 1 } })).body).toBe('${env:HOME} ${HOME} $HOME 1');
  });

  test('a POST without a body is empty, and says so', async () => {
    const received = await sentOne({ method: 'POST' });
    expect([received.headers['content-length'], received.headers['content-type'], received.body]).toEqual(['0', undefined, '']);
  });
});

describe('variables', () => {
  const GRAPHQL = 'query($id: ID!) { user(id: $id) { id posts { title } } }';

  test.each<[string, Record<string, unknown>, unknown, string | string[]]>([
    [
      'as a whole text keep their type',
      { json: { id: '{n}', on: '{b}', name: '{s}' } },
      { n: 5, b: true, s: 'x' },
      '{"id":5,"on":true,"name":"x"}',
    ],
    [
      'in a text are text',
      { json: { id: 'no {n}', all: '{n}/{b}/{s}' } },
      { n: 5, b: false, s: 'x' },
      '{"id":"no 5","all":"5/false/x"}',
    ],
    ['are found at any depth', { json: { a: [{ b: ['{n}', { c: '{n}' }] }] } }, { n: 1 }, '{"a":[{"b":[1,{"c":1}]}]}'],
    ['make the whole body', { json: '{n}' }, { n: [1, 2] }, ['1', '2']],
    ['do not touch keys', { json: { '{n}': '{n}' } }, { n: 1 }, '{"{n}":1}'],
    [
      'that are not there are no variables',
      { json: { a: '{other}', b: '{ n }', c: '{}', d: '{n', e: 'n}', f: '{{n}}' } },
      { n: 1 },
      '{"a":"{other}","b":"{ n }","c":"{}","d":"{n","e":"n}","f":"{1}"}',
    ],
    [
      'that objects inherit are none',
      { json: '{toString}{constructor}{__proto__}{n}' },
      { n: 1 },
      '"{toString}{constructor}{__proto__}1"',
    ],
    [
      'that are lists stay lists',
      { json: { ids: '{ids}', text: 'of {ids}' } },
      [{ ids: [1, 2] }],
      '{"ids":[1,2],"text":"of 1,2"}',
    ],
    [
      'leave GraphQL as it is',
      { json: { query: GRAPHQL, variables: { id: '{id}' } } },
      { id: '7' },
      JSON.stringify({ query: GRAPHQL, variables: { id: '7' } }),
    ],
    ['are filled in once', { json: ['{a}', '{b}'] }, { a: '{b}', b: 'x' }, '["{b}","x"]'],
    ['are not read as JSON', { json: ['{a}'] }, { a: ['"],[', '$&$1'] }, ['["\\"],["]', '["$&$1"]']],
    [
      'in JSON text',
      { json: '{"{n}" : "{n}", "a\\"{n}": ["\\"{n}", 12345678901234567890]}' },
      { n: 5 },
      '{"{n}" : 5, "a\\"{n}": ["\\"5", 12345678901234567890]}',
    ],
    [
      'in a form',
      { form: { id: '{n}', tags: '{tags}', all: ['{n}', 'x{n}'] } },
      [{ n: 5, tags: ['a b', 'c'] }],
      'id=5&tags=a+b&tags=c&all=5&all=x5',
    ],
    ['in a text body', { body: '<id>{n}</id> {other}' }, { n: '1..2' }, ['<id>1</id> {other}', '<id>2</id> {other}']],
  ])('%s', async (_, request, vars, expected) => {
    const bodies = (await sent({ ...request, vars }, { concurrency: 1 })).map(({ body }) => body);
    expect(bodies).toEqual([expected].flat());
  });

  test('are told, and the table has them', async () => {
    const api = await recorder();
    const requests = [{ url: '/{a}', vars: { a: [1, 2], b: ['x'] }, json: { b: '{b}' } }];
    const { results } = await server.write({ base_url: api.url, requests });
    expect(results).toEqual([1, 2].map((a, i) => ({ i, vars: { a, b: 'x' }, status: 200, body: {} })));
    const { columns, rows } = await server.write({ base_url: api.url, requests, layout: 'table' });
    expect([columns, rows?.[1]]).toEqual([
      ['i', 'a', 'b'],
      [1, 2, 'x'],
    ]);
  });

  test('of the request that the values come from are filled in, too', async () => {
    const api = await recorder((request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(request.method === 'GET' ? '[7, 8]' : '{}');
    });
    const { results } = await server.write({
      base_url: api.url,
      concurrency: 1,
      requests: [
        { id: 'list', url: '/users/{user}', vars: { user: ['a', 'b'] } },
        { url: '/posts', vars: { post: { from: 'list' } }, json: { user: '{user}', post: '{post}' } },
      ],
    });
    const posts = api.received
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body)
      .toSorted();
    expect(posts).toEqual(['{"user":"a","post":7}', '{"user":"a","post":8}', '{"user":"b","post":7}', '{"user":"b","post":8}']);
    expect(results.at(-1)).toMatchObject({ vars: { user: 'b', post: 8 } });
  });
});

test.each<[string, Record<string, unknown>, RegExp]>([
  [
    'json and form',
    { json: {}, form: {} },
    /requests\[0\]\.form: only one of json, form and body can be sent, and json is given too/,
  ],
  ['form and body', { form: {}, body: '' }, /requests\[0\]\.body: only one of/],
  ['all three', { json: 1, form: {}, body: '' }, /requests\[0\]\.form: only one of/],
  ['a body on a GET', { method: 'GET', json: {} }, /requests\[0\]\.json: a GET has no body/],
  ['a form on a HEAD', { method: 'head', form: { a: 1 } }, /requests\[0\]\.form: a HEAD has no body/],
  ['half a JSON text', { json: '{"id": {id}}', vars: { id: 1 } }, /requests\[0\]\.json: looks like JSON text, and is none/],
  ['a form of objects', { form: { a: { b: 1 } } }, /requests\[0\]\.form\.a: /],
  [
    'its own content-length',
    { body: 'x', headers: { 'Content-Length': '100' } },
    /requests\[0\]\.headers\.Content-Length: cannot be set/,
  ],
  ['its own transfer-encoding', { body: 'x', headers: { 'transfer-encoding': 'chunked' } }, /transfer-encoding: cannot be set/],
  ['a method that hides another', { body: 'x', headers: { 'X-HTTP-Method-Override': 'DELETE' } }, /cannot be set/],
])('a request with %s is not sent; the others are', async (_, request, said) => {
  const api = await recorder();
  const { results } = await server.write({
    base_url: api.url,
    requests: [
      { url: '/a', ...request },
      { url: '/b', json: {} },
    ],
  });
  expect(results).toMatchObject([{ outcome: 'invalid', error: expect.stringMatching(said) }, { status: 200 }]);
  expect(api.asked).toEqual(['POST /b']);
});
