import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import type { Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);

function answering(body: string | Buffer, headers: Record<string, string>): Promise<Api> {
  return serve((_, response) => void response.writeHead(200, headers).end(body));
}

/** The body of one answer, and the notes of the call. */
async function told(
  body: string | Buffer,
  type: string,
  args: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Promise<{ body: unknown; error?: unknown; notes: string }> {
  const { url } = await answering(body, { 'content-type': type, ...headers });
  const result: CallResult = await server.run({ requests: [{ url: `${url}/dir/page`, ...args }] });
  const record = recordOf(result, 0);
  return { body: record.body, error: record.error, notes: (result.notes ?? []).join('\n') };
}

const hex = (digits: string): Buffer => Buffer.from(digits, 'hex');

describe('a charset', () => {
  test.each([
    ['application/json; charset=utf-8', hex('22436166c322'), 'Caf\ufffd', /1 place is not valid utf-8/],
    [
      'text/plain; charset=utf-8',
      Buffer.concat([Buffer.from('Grüße '), hex('ff')]),
      'Grüße \ufffd',
      /1 place is not valid utf-8/,
    ],
    ['text/plain; charset=big5', hex('ca5c925d9df6abd7'), '佢哋喺度', /^$/],
    ['text/plain; charset=euc-kr', hex('8c63b9e6b0a2c7cf'), '똠방각하', /^$/],
    ['text/plain; charset=iso-8859-16', hex('aaba'), 'Șș', /^$/],
    ['text/plain; charset=iso-8859-1', 'naïve 日本', 'naïve 日本', /^$/],
    ['text/plain', hex('cff0e8e2e5f22c20ece8f021'), 'Привет, мир!', /charset guessed: windows-1251/],
    ['text/plain', hex('bcf2cce5d6d0cec4cec4b1bea3ac'), '简体中文文本，', /charset guessed: gbk/],
    ['text/plain', hex('c7d1b1b9beee20c5d8bdbac6aec0d4b4cfb4d92e'), '한국어 텍스트입니다.', /charset guessed: euc-kr/],
  ])('%s is read, and what is doubtful is said', async (type, sent, body, notes) => {
    const said = await told(sent, type);
    expect(said.body).toBe(body);
    expect(said.notes).toMatch(notes);
  });

  test.each([
    ['beyond byte 1,024', `${' '.repeat(2_000)}<meta charset="windows-1251">`],
    ['behind one that only mentions it', '<meta name="description" content="charset=utf-16"><meta charset="windows-1251">'],
    ['behind one that is unknown', '<meta charset="x-nothing"><meta charset="windows-1251">'],
  ])('of a page counts %s', async (_, head) => {
    const page = Buffer.concat([Buffer.from(`<html><head>${head}<title>t</title></head><p>`), hex('cff0e8e2e5f2')]);
    const said = await told(page, 'text/html');
    expect(said.body).toContain('Привет');
    expect(said.notes).not.toContain('guessed');
  });
});

describe('JSON', () => {
  test.each([
    [')]}\'\n{"a":1}', 'application/json', { a: 1 }, /in front/],
    ['while(1);[1]', 'application/json', [1], /in front/],
    ['{"a":NaN}', 'application/json', { a: null }, /NaN, here null/],
    ['{"a":1};', 'application/json', { a: 1 }, /";" at the end/],
    ['cb({"a":1});', 'application/javascript', { a: 1 }, /JSONP/],
    ['{"a":1}\n{"a":2}\n{"a', 'application/x-ndjson', [{ a: 1 }, { a: 2 }], /line 3, the last one, is cut/],
    ['[{"a":1}]', 'text/csv', [{ a: 1 }], /^$/],
    ['{"xyftyp":1}', 'application/json', { xyftyp: 1 }, /^$/],
    ['{"xyftyp":1}', 'text/plain', { xyftyp: 1 }, /^$/],
  ])('%j, called %s, is read', async (sent, type, body, notes) => {
    const said = await told(sent, type);
    expect(said.body).toEqual(body);
    expect(said.notes).toMatch(notes);
  });
});

describe('XML', () => {
  test.each([1, 2])('of %i element fits one path', async (count) => {
    const xml = `<users>${'<user><name>Ann</name></user>'.repeat(count)}</users>`;
    expect((await told(xml, 'application/xml', { select: 'users.user[].name' })).body).toEqual(Array(count).fill('Ann'));
    expect((await told(xml, 'application/xml', { select: 'length(users.user)' })).body).toBe(count);
  });

  test('has mixed content in order', async () => {
    const { body } = await told('<p>Hello <b>big</b> world</p>', 'text/xml');
    expect(body).toEqual({ p: { '#text': 'Hello big world', b: 'big' } });
  });

  test('of a feed has absolute links, and all of it as json', async () => {
    const feed = `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>&Aacute;</a:title><a:generator>G</a:generator>
      <a:entry><a:title>One</a:title><a:link href="one.html"/><a:category term="x"/></a:entry></a:feed>`;
    const { url } = await answering(feed, { 'content-type': 'application/atom+xml' });
    expect((await server.one(`${url}/dir/feed`)).body).toEqual({
      title: 'Á',
      items: [{ title: 'One', link: `${url}/dir/one.html`, categories: ['x'] }],
    });
    expect((await server.one(`${url}/dir/feed`, { as: 'json', select: '*."a:generator"' })).body).toEqual(['G']);
  });
});

describe('CSV', () => {
  const csv = '# from a test\ncountry,2019,2020\nA,1,2\nB,3,\n';

  test('is shown as columns and rows, and selected from as objects', async () => {
    const shown = await told(csv, 'text/csv');
    expect(shown.body).toEqual({
      columns: ['country', '2019', '2020'],
      rows: [
        ['A', 1, 2],
        ['B', 3, null],
      ],
    });
    expect(shown.notes).toContain('comment lines left out: 1');
    expect((await told(csv, 'text/csv', { select: '[?country == \'A\']."2020"' })).body).toEqual([2]);
    expect((await told(csv, 'text/csv', { select: ['country'] })).body).toEqual([{ country: 'A' }, { country: 'B' }]);
    expect((await told(csv, 'text/csv', { as: 'json', select: 'sum([]."2019")' })).body).toBe(4);
  });

  test('of which not all is shown says how many rows there are, and is read again as objects', async () => {
    const large = `id,name\n${Array.from({ length: 2_000 }, (_, i) => `${i},name of ${i}\n`).join('')}`;
    const { url } = await answering(large, { 'content-type': 'text/csv' });
    const record = await server.one(url, { max_tokens: 1_000 });
    const { columns, rows } = record.body as { columns: unknown; rows: unknown[] };
    expect(columns).toEqual(['id', 'name']);
    expect(rows[1]).toEqual([1, 'name of 1']);
    expect(record.truncated).toMatchObject({ kept: rows.length, of: 2_000 });
    const ref = record.truncated?.ref;
    expect((await read({ ref, select: '[1999].name' })).body).toBe('name of 1999');
  });

  test('gives its rows to other requests', async () => {
    const { url } = await serve((request, response) => {
      if (request.url === '/list') response.writeHead(200, { 'content-type': 'text/csv' }).end('id,n\n1,a\n2,b\n');
      else response.writeHead(200, { 'content-type': 'text/plain' }).end(request.url);
    });
    const { results } = await server.run({
      requests: [
        { url: `${url}/list`, id: 'list' },
        { url: `${url}/{id}`, vars: { id: { from: 'list', select: '[].id' } } },
      ],
    });
    expect(results.slice(1).map(({ body }) => body)).toEqual(['/1', '/2']);
  });
});

describe('an encoding', () => {
  test.each(['aws-chunked', 'UTF-8', 'none'])('that is none is ignored, with a note: %s', async (coding) => {
    const said = await told('{"a": 1}', 'application/json', {}, { 'content-encoding': coding });
    expect(said.body).toEqual({ a: 1 });
    expect(said.notes).toContain(`"${coding}" is no encoding`);
  });

  test('of the transfer is undone', async () => {
    const said = await told(gzipSync('{"a": 1}'), 'application/json', {}, { 'transfer-encoding': 'gzip, chunked' });
    expect(said.body).toEqual({ a: 1 });
  });

  test('with something behind it is undone', async () => {
    const body = Buffer.concat([gzipSync('{"a": 1}'), Buffer.from('\n')]);
    expect((await told(body, 'application/json', {}, { 'content-encoding': 'gzip' })).body).toEqual({ a: 1 });
  });

  test('is not accepted for a part of a body', async () => {
    const api = await answering('part', { 'content-type': 'text/plain' });
    await server.one({ url: `${api.url}/part`, headers: { range: 'bytes=0-3' } });
    await server.one(`${api.url}/whole`);
    expect(api.headers.map((headers) => headers['accept-encoding'])).toEqual(['identity', expect.stringContaining('gzip')]);
  });
});
