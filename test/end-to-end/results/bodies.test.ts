import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Api } from '../../support/api.ts';
import { recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** An API with one answer. */
function answering(body: string | Buffer, type?: string, status = 200, headers: Record<string, string> = {}): Promise<Api> {
  return serve((_, response) => {
    response.writeHead(status, { ...(type === undefined ? {} : { 'content-type': type }), ...headers });
    response.end(body);
  });
}

describe('as: auto', () => {
  test.each<[string, string | undefined, string | Buffer, unknown]>([
    ['JSON', 'application/json', '{"a": [1, null]}', { a: [1, null] }],
    ['JSON with a charset', 'application/json; charset=utf-8', '"é"', 'é'],
    ['JSON of a dialect', 'application/vnd.api+json', '{"a": 1}', { a: 1 }],
    ['JSON after a byte order mark', 'application/json', '\ufeff{"a": 1}', { a: 1 }],
    ['a JSON null', 'application/json', 'null', null],
    ['HTML as Markdown', 'text/html', '<h1>Hello</h1><p>you</p>', '# Hello\n\nyou'],
    ['CSV as columns and rows', 'text/csv', 'a,b\n1,2\n', { columns: ['a', 'b'], rows: [[1, 2]] }],
    ['plain text', 'text/plain', 'Hello, world', 'Hello, world'],
    ['XML as JSON', 'application/xml', '<a><b>c</b></a>', { a: { b: 'c' } }],
    ['text in its own charset', 'text/plain; charset=iso-8859-1', Buffer.from('caf\xe9', 'latin1'), 'café'],
    ['JSON of an unknown type as JSON', undefined, '{"a": 1}', { a: 1 }],
    ['text of an unknown type as text', undefined, 'Hello', 'Hello'],
  ])('gives %s', async (_, type, body, expected) => {
    const { url } = await answering(body, type);
    expect(await server.one(url)).toEqual({ i: 0, status: 200, body: expected });
  });

  test('gives a few words on what is neither, instead of noise', async () => {
    const { url } = await answering(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1]), 'image/png');
    expect((await server.one(url)).body).toEqual({ type: 'image/png', bytes: 8 });
  });

  test('undoes compression', async () => {
    const { url } = await answering(gzipSync('{"a": 1}'), 'application/json', 200, { 'content-encoding': 'gzip' });
    expect((await server.one(url)).body).toEqual({ a: 1 });
  });

  test('says where the text starts when JSON is promised and not sent', async () => {
    const { url } = await answering('<!doctype html><title>Maintenance</title>', 'application/json');
    const record = await server.one(url);
    expect(record).toMatchObject({ outcome: 'decode', status: 200, url: `${url}/` });
    expect(record.error).toContain('<!doctype html><title>Maintenance');
  });
});

describe('as', () => {
  test('json reads JSON whatever its type', async () => {
    const { url } = await answering('{"a": 1}', 'text/html');
    expect((await server.one(url, { as: 'json' })).body).toEqual({ a: 1 });
  });

  test('json says where the text starts when it is none', async () => {
    const { url } = await answering('Internal notice: nothing here', 'text/plain');
    const record = await server.one(url, { as: 'json' });
    expect(record).toMatchObject({ outcome: 'decode', status: 200 });
    expect(record.error).toContain('Internal notice');
  });

  test('text gives JSON as it was written', async () => {
    const { url } = await answering('{"a":   1}', 'application/json');
    expect((await server.one(url, { as: 'text' })).body).toBe('{"a":   1}');
  });

  test('none gives status and headers only, and does not mind what the body is', async () => {
    const { url } = await answering('not json', 'application/json', 200, { etag: '"1"' });
    const record = await server.one(url, { as: 'none', response_headers: ['etag'] });
    expect(record).toEqual({ i: 0, status: 200, headers: { etag: '"1"' } });
  });
});

describe('no body', () => {
  test('a HEAD has none, and neither as nor select mind', async () => {
    const { url, asked } = await answering('{"a": 1}', 'application/json', 200, { etag: '"1"' });
    const { results } = await server.run({
      base_url: url,
      response_headers: ['etag'],
      requests: [
        { url: '/', method: 'HEAD' },
        { url: '/', method: 'HEAD', as: 'json', select: 'a' },
      ],
    });
    expect(results).toEqual([0, 1].map((i) => ({ i, status: 200, headers: { etag: '"1"' } })));
    expect(asked).toEqual(['HEAD /', 'HEAD /']);
  });

  test('a HEAD may fail as any other', async () => {
    const { url } = await answering('', 'application/json', 404);
    const record = await server.one({ url, method: 'HEAD' });
    expect(record).toEqual({ i: 0, url: `${url}/`, outcome: 'http_error', status: 404, error: '404 Not Found' });
  });

  test.each<[number, string | undefined]>([
    [204, undefined],
    [200, 'application/json'],
    [200, 'text/plain'],
    [201, undefined],
  ])('a %i of type %s without one is ok', async (status, type) => {
    const { url } = await answering('', type, status);
    expect(await server.one(url)).toEqual({ i: 0, status });
  });

  test('what is selected of nothing is nothing, and no failure', async () => {
    const { url } = await answering('', 'application/json');
    expect(await server.one(url, { select: 'a' })).toEqual({ i: 0, status: 200, body: null });
  });
});

describe('the body of an error', () => {
  test.each<[string, Record<string, unknown>, string, string, unknown]>([
    ['is kept as JSON', {}, 'application/problem+json', '{"detail": "no such user"}', { detail: 'no such user' }],
    ['is kept as Markdown', {}, 'text/html', '<h1>Not Found</h1>', '# Not Found'],
    ['is not selected from', { select: 'name' }, 'application/json', '{"detail": 1}', { detail: 1 }],
    ['is kept although JSON was wanted', { as: 'json' }, 'text/plain', 'no such user', 'no such user'],
    ['is kept although it is broken JSON', {}, 'application/json', '{"detail', '{"detail'],
    ['is text where text was wanted', { as: 'text' }, 'application/json', '{"a": 1}', '{"a": 1}'],
  ])('%s', async (_, args, type, body, expected) => {
    const { url } = await answering(body, type, 404);
    const record = await server.one(url, args);
    expect(record).toMatchObject({ outcome: 'http_error', status: 404, error: '404 Not Found' });
    expect(record.body).toEqual(expected);
  });

  test('is left out where no bodies are wanted', async () => {
    const { url } = await answering('gone', 'text/plain', 410);
    expect(await server.one(url, { as: 'none' })).not.toHaveProperty('body');
  });
});

describe('select', () => {
  const users = JSON.stringify([
    { id: 1, name: 'Ann', user: { login: 'ann', langs: ['c', 'go'] }, 'a.b': 'dotted' },
    { id: 2, name: 'Bob', user: { login: 'bob', langs: [] } },
  ]);

  test.each<[string, unknown, unknown]>([
    ['an expression', '[].name', ['Ann', 'Bob']],
    [
      'a projection',
      '[].{n: name, l: user.login}',
      [
        { n: 'Ann', l: 'ann' },
        { n: 'Bob', l: 'bob' },
      ],
    ],
    ['a filter', '[?id == `2`] | [0].name', 'Bob'],
    ['a function', 'length(@)', 2],
    [
      'paths, for each item of an array',
      ['id', 'a.b'],
      [
        { id: 1, 'a.b': 'dotted' },
        { id: 2, 'a.b': null },
      ],
    ],
    ['paths into objects', ['user.login'], [{ 'user.login': 'ann' }, { 'user.login': 'bob' }]],
    ['a path with an index', ['user.langs.0'], [{ 'user.langs.0': 'c' }, { 'user.langs.0': null }]],
  ])('takes %s', async (_, select, expected) => {
    const { url } = await answering(users, 'application/json');
    expect(await server.one(url, { select })).toEqual({ i: 0, status: 200, body: expected });
  });

  test('takes paths of an object', async () => {
    const { url } = await answering('{"id": 1, "user": {"login": "ann"}, "rest": "x"}', 'application/json');
    expect((await server.one(url, { select: ['id', 'user.login'] })).body).toEqual({ id: 1, 'user.login': 'ann' });
  });

  test('gives a null that is there', async () => {
    const { url } = await answering('{"id": 1, "user": {"email": null}}', 'application/json');
    expect(await server.one(url, { select: 'user.email' })).toEqual({ i: 0, status: 200, body: null });
    expect(await server.one(url, { select: ['user.email'] })).toEqual({
      i: 0,
      status: 200,
      body: { 'user.email': null },
    });
  });

  test.each<[string, unknown]>([
    ['an expression', 'nmae'],
    ['paths', ['nmae', 'user.nick']],
  ])('that matches nothing names the keys that are there: %s', async (_, select) => {
    const { url } = await answering('{"id": 1, "name": "Ann", "user": {}}', 'application/json');
    const record = await server.one(url, { select });
    expect(record).toMatchObject({ outcome: 'select_error', status: 200, url: `${url}/` });
    expect(record.error).toMatch(/nmae.*\bid\b.*\bname\b.*\buser\b/);
    expect(record).not.toHaveProperty('body');
  });

  test('that matches nothing in an array names the keys of its items', async () => {
    const { url } = await answering(users, 'application/json');
    expect((await server.one(url, { select: '[].nmae | [0]' })).error).toMatch(/array of 2.*\bid\b.*\bname\b/);
  });

  test('of the whole call that is not valid is wrong with the call, and nothing is sent', async () => {
    const { url, asked } = await answering('{"id": 1}', 'application/json');
    expect(await server.refused({ requests: [url], select: 'id[' })).toMatch(/- select: "id\[" is not valid JMESPath/);
    expect(asked).toEqual([]);
  });

  test('does not work on what is not JSON, and says so; the others are not touched', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      response.writeHead(200, { 'content-type': pathname === '/html' ? 'text/html' : 'application/json' });
      response.end(pathname === '/html' ? '<p>x</p>' : '{"a": 1}');
    });
    const result = await server.run({ base_url: url, requests: ['/html', '/json'], select: 'a' });
    expect(recordOf(result, 0)).toMatchObject({
      outcome: 'select_error',
      error: expect.stringMatching(/JSON.*text\/markdown/),
    });
    expect(recordOf(result, 1)).toEqual({ i: 1, status: 200, body: 1 });
  });

  test('never filters the envelope', async () => {
    const { url } = await answering('{"summary": 1, "results": 2}', 'application/json');
    const { summary, results } = await server.run({ requests: [url], select: 'results' });
    expect(summary.total).toBe(1);
    expect(results).toEqual([{ i: 0, status: 200, body: 2 }]);
  });
});
