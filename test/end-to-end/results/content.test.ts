import { describe, expect, test } from 'vitest';
import type { ResultRecord } from '../../../src/batch/args/result-schema.ts';
import type { Api } from '../../support/api.ts';
import { PNG } from '../../support/png.ts';
import { readerOf } from '../../support/read-result.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);

const PAGE = `<!doctype html><html><head><title>Release notes</title></head><body><nav><a href="/">Home</a></nav>
  <main><h1>Version 2</h1><p>See <a href="docs/new.html">what is new</a> and <b>mind</b> the rest of this text.</p>
  <ul><li>One</li><li>Two</li></ul></main></body></html>`;
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>https://example.com/</link>
  <item><title>First &amp; last</title><link>https://example.com/1</link></item>
  </channel></rss>`;

function answering(body: string | Buffer, type?: string): Promise<Api> {
  const headers = type === undefined ? {} : { 'content-type': type };
  return serve((_, response) => void response.writeHead(200, headers).end(body));
}

/** The record of one answer. */
async function fetched(body: string | Buffer, type: string, args: Record<string, unknown> = {}): Promise<ResultRecord> {
  const { url } = await answering(body, type);
  return server.one(`${url}/dir/page`, args);
}

describe('as: auto reads', () => {
  test('HTML as Markdown, with its title and absolute links, without what is around it', async () => {
    const { url } = await answering(PAGE, 'text/html');
    const body = String((await server.one(`${url}/dir/page`)).body);
    expect(body).toContain('Release notes');
    expect(body).toContain('# Version 2');
    expect(body).toContain(`[what is new](${url}/dir/docs/new.html)`);
    expect(body).toMatch(/^[-*] +One$/m);
    expect(body).not.toMatch(/Home|<\w/);
  });

  test('XML as JSON', async () => {
    const { body } = await fetched('<list n="2"><item>a</item><item>b</item></list>', 'application/xml');
    expect(JSON.stringify(body)).toMatch(/"a".*"b"/);
    expect(typeof body).toBe('object');
  });

  test('RSS as JSON that select can read', async () => {
    const { body } = await fetched(FEED, 'application/rss+xml');
    expect(JSON.stringify(body)).toMatch(/First & last.*https:\/\/example\.com\/1/);
  });

  test('CSV as columns and rows', async () => {
    const { body } = await fetched('id,name\n1,"Ann, B."\n2,Bob\n', 'text/csv');
    expect(body).toEqual({
      columns: ['id', 'name'],
      rows: [
        [1, 'Ann, B.'],
        [2, 'Bob'],
      ],
    });
  });

  test('NDJSON as a list', async () => {
    expect((await fetched('{"a":1}\n{"a":2}\n\n', 'application/x-ndjson', { select: '[].a' })).body).toEqual([1, 2]);
  });

  test('text in Shift_JIS', async () => {
    const bytes = Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea]);
    expect((await fetched(bytes, 'text/plain; charset=Shift_JIS')).body).toBe('日本語');
  });

  test('big integers as text, so that no digit is lost', async () => {
    const { body } = await fetched('{"id": 12345678901234567890, "small": 12}', 'application/json');
    expect(body).toEqual({ id: '12345678901234567890', small: 12 });
  });

  test('an image as what it is, and keeps its bytes', async () => {
    const record = await fetched(PNG, 'image/png');
    expect(record).toEqual({
      i: 0,
      status: 200,
      body: { type: 'image/png', bytes: PNG.length, width: 1, height: 1 },
      ref: expect.any(String),
    });
    expect((await read({ ref: record.ref })).body).toBe(PNG.toString('base64'));
  });
});

describe('as', () => {
  test('base64 gives the bytes', async () => {
    expect((await fetched(PNG, 'image/png', { as: 'base64' })).body).toBe(PNG.toString('base64'));
  });

  test('html gives the source', async () => {
    expect((await fetched(PAGE, 'text/html', { as: 'html' })).body).toBe(PAGE);
  });

  test('text gives what was written', async () => {
    expect((await fetched('{"a":   1}', 'application/json', { as: 'text' })).body).toBe('{"a":   1}');
    expect((await fetched(PAGE, 'text/html', { as: 'text' })).body).toBe(PAGE);
  });

  test('markdown converts HTML, and leaves other text as it is', async () => {
    expect((await fetched(PAGE, 'text/html', { as: 'markdown' })).body).toContain('# Version 2');
    expect((await fetched('# Mine\n', 'text/plain', { as: 'markdown' })).body).toBe('# Mine\n');
  });

  test('json over what is none is decode, tells how the text begins and keeps it', async () => {
    const record = await fetched('Internal notice: nothing here', 'text/plain', { as: 'json' });
    expect(record).toMatchObject({ outcome: 'decode', status: 200, ref: expect.any(String) });
    expect(record.error).toMatch(/Internal notice.*"as": "text"/);
    expect((await read({ ref: record.ref })).body).toBe('Internal notice: nothing here');
  });
});

describe('select', () => {
  const body = JSON.stringify({ items: [{ id: 1, name: 'Ann', state: 'open' }], empty: [] });
  test.each<[string, unknown, RegExp]>([
    ['items[?state=="open"].id', [], /double quotes name a field: a text is written 'open'/],
    ['length(items[?state=="open"])', 0, /double quotes name a field: a text is written 'open'/],
    ["items[?id > '0'].id", [], /compares 1 with "0"/],
    ["items[?state=='Open'].id", [], /but "open": upper and lower case differ/],
    ['items[?state != closed].id', [1], /a bare word names a field: a text is written 'closed'/],
    ["'items'", 'items', /is a constant, and nothing of the body is in it/],
  ])('%s is ok, and a note says what cannot have been meant', async (select, value, said) => {
    const { url } = await answering(body, 'application/json');
    const result = await server.run({ requests: [{ url, select }] });
    expect(recordOf(result, 0)).toEqual({ i: 0, status: 200, body: value });
    expect(result.notes).toEqual([expect.stringMatching(said)]);
  });

  test.each<[string, unknown]>([
    ['.items', [{ id: 1, name: 'Ann', state: 'open' }]],
    ['items[?id==1].name', ['Ann']],
    ['items[?state==`open`].name', ['Ann']],
    ["items[*]['name']", ['Ann']],
    ['$.items[0].name', 'Ann'],
    ['length(items[?done==false])', 0],
    ['!items.name', true],
  ])('%s is read as it is meant', async (select, value) => {
    const { url } = await answering(body, 'application/json');
    expect((await server.one(url, { select })).body).toEqual(value);
  });

  test.each<[string, RegExp]>([
    ['$.nope', /matched nothing; the body is an object with the keys items, empty/],
    ['items.name', /matched nothing; items is an array of 1, .*; write items\[\]\.name/],
    ['items[0].nme', /matched nothing; items\[0\] is an object with the keys id, name, state; did you mean name\?/],
    ['keys(items)', /keys\(\) takes an object, and items is a list/],
  ])('%s fails, and says what is there', async (select, said) => {
    const { url } = await answering(body, 'application/json');
    expect(await server.one(url, { select })).toMatchObject({ outcome: 'select_error', error: expect.stringMatching(said) });
  });

  test('a null that is there is an answer, on any path', async () => {
    const { url } = await answering('{"users": [{"bio": null}], "full-name": null, "email": null}', 'application/json');
    for (const select of ['users[0].bio', '"full-name"', '@.email', 'users | [0].bio', ['email', 'users.0.bio']]) {
      const record = await server.one(url, { select });
      expect(record).not.toHaveProperty('outcome');
      expect(JSON.stringify(record.body)).toMatch(/null/);
    }
  });

  test('that gives an empty list is ok, and a note says what is there', async () => {
    const { url } = await answering(body, 'application/json');
    const result = await server.run({ requests: [url], select: "items[?name=='Bob']" });
    expect(recordOf(result, 0)).toEqual({ i: 0, status: 200, body: [] });
    expect(result.notes).toEqual([expect.stringMatching(/^i 0: .*empty list.*items, empty.*name is never "Bob", it is "Ann"$/)]);
  });

  test('a list that was empty before needs no note', async () => {
    const { url } = await answering('[]', 'application/json');
    expect(await server.run({ requests: [url], select: '[].id' })).not.toHaveProperty('notes');
  });

  test('many that are empty alike come to one note', async () => {
    const { url } = await answering(body, 'application/json');
    const { notes } = await server.run({ base_url: url, requests: ['/1', '/2', '/3'], select: 'items[?id==`9`]' });
    expect(notes).toEqual([expect.stringMatching(/^i 0, 1, 2: /)]);
  });
});

describe('what is meant to harm', () => {
  const items = Array.from({ length: 10_000 }, (_, id) => `number ${id}, padded`);

  test('an expression that doubles its result again and again is stopped, and the body is kept', async () => {
    const { url } = await answering(JSON.stringify(items), 'application/json');
    const record = await server.one(url, { select: `@${'|[@,@][]'.repeat(12)}` });
    expect(record).toMatchObject({
      outcome: 'select_error',
      error: expect.stringMatching(/more than 2,500,000 steps/),
      ref: expect.any(String),
    });
    expect((await read({ ref: record.ref, select: '[0]' })).body).toBe('number 0, padded');
  });

  test('while one makes much of a body, another call is answered', async () => {
    const { url } = await answering(JSON.stringify(items), 'application/json');
    const large = server.one(url, { select: `@${'|[@,@][]'.repeat(7)}` });
    let ended = false;
    void large.finally(() => (ended = true));
    const other = await server.one(`${url}/other`, { as: 'none' });
    expect([other.status, ended]).toEqual([200, false]);
    expect(await large).toMatchObject({ status: 200, truncated: { of: 1_280_000 } });
  });

  test('JSON nested to harm is refused, and the others do not notice', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(pathname === '/deep' ? '['.repeat(100_000) + ']'.repeat(100_000) : '{"a": 1}');
    });
    const result = await server.run({ base_url: url, requests: ['/deep', '/flat'] });
    expect(outcomesOf(result)).toEqual(['decode', 'ok']);
  });

  test('a key named __proto__ is a key like any other', async () => {
    const inner = '{"__proto__": 1, "constructor": {"prototype": {"polluted": 1}}}';
    const text = `{"__proto__": {"polluted": true}, "a": ${inner}}`;
    const { url } = await answering(text, 'application/json');
    const { text: written } = await server.call({ requests: [url] });
    expect(written).toContain('"__proto__":{"polluted":true}');
    for (const layout of ['table', 'records']) {
      const other = await server.call({ requests: [url], layout, max_tokens: 500 });
      expect(other.isError).toBe(false);
    }
    expect((await fetched('{"a": 1}', 'application/json', { select: 'polluted' })).outcome).toBe('select_error');
  });

  test.each(['constructor', 'a.constructor', '{x: constructor}', '__proto__', 'toString', 'items[].constructor'])(
    '%s gives nothing of the program',
    async (select) => {
      const { url } = await answering('{"a": {"b": 1}, "items": [{}]}', 'application/json');
      const { text } = await server.call({ requests: [url], select });
      expect(text).not.toMatch(/function|native code|\[object/i);
      const { body } = (JSON.parse(text) as { results: ResultRecord[] }).results[0] ?? {};
      expect([undefined, null, '[]', '[null]', '{"x":null}', '[{}]', '{}', '{"x":{}}']).toContain(
        body === undefined || body === null ? body : JSON.stringify(body),
      );
    },
  );
});

test('a piece of a table, as scripts fetch it, keeps its rows', async () => {
  const { url } = await answering('\n<tr><td>1</td><td>Ann</td></tr><tr><td>2</td><td>Bob</td></tr>', 'text/html');
  expect((await server.one(url)).body).toBe('| 1 | Ann |\n| --- | --- |\n| 2 | Bob |');
  const { body } = await server.one({ url, extract: { rows: [{ selector: 'tr', value: { cells: ['td'] } }] } });
  expect(body).toEqual({ rows: [{ cells: ['1', 'Ann'] }, { cells: ['2', 'Bob'] }] });
});

test('a select from a page says what picks from pages', async () => {
  const { url } = await answering(PAGE, 'text/html');
  expect((await server.one({ url, select: 'title' })).error).toMatch(
    /^select works on JSON, and the body is text\/markdown; pick from a page by "extract"; the body is kept/,
  );
});
