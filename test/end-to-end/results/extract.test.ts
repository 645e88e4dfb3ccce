import { describe, expect, test } from 'vitest';
import type { ResultRecord } from '../../../src/batch/args/result-schema.ts';
import type { Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read, refusal } = readerOf(server);

const PRODUCTS = `<!doctype html><html><head><title>Shop</title></head><body><nav><a href="/">Home</a></nav><main><h1>Kilns</h1>
  <ul><li class="item" data-id="1"><a href="p/1">Small</a> <b class="price">10 €</b></li>
  <li class="item" data-id="2"><a href="p/2">Large</a></li></ul></main></body></html>`;
const FEED =
  '<?xml version="1.0"?><rss><channel><item><pubDate>Mon</pubDate></item><item><pubDate>Tue</pubDate></item></channel></rss>';

/** Answers by path: HTML, or what its ending says. */
const PAGES: Readonly<Record<string, readonly [type: string, body: string, status?: number]>> = {
  '/shop/': ['text/html; charset=utf-8', PRODUCTS],
  '/other/': ['text/html', '<h1>Pots</h1><p class="product-price">3</p>'],
  '/feed.xml': ['application/rss+xml', FEED],
  '/data.json': ['application/json', '{"title": "JSON"}'],
  '/note.txt': ['text/plain', 'Nothing here.'],
  '/fragment.txt': ['text/plain', '<div><h1>Source</h1></div>'],
  '/gone': ['text/html', '<h1>Gone</h1>', 404],
  '/empty': ['text/html', ''],
};

async function site(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    const [type, body, status = 200] = PAGES[pathname] ?? ['text/html', `<h1>${pathname}</h1>`];
    response.writeHead(status, { 'content-type': type }).end(body);
  });
}

/** The record of one answer. */
async function extracted(path: string, extract: unknown, args: Record<string, unknown> = {}): Promise<ResultRecord> {
  const { url } = await site();
  return server.one({ url: `${url}${path}`, extract }, args);
}

/** Three pages of two rows, and after them one without any. */
async function paged(): Promise<Api> {
  return serve((_, response, { searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    const rows = page > 3 ? '' : `<p class="row">${page}a</p><p class="row">${page}b</p>`;
    const next = page < 3 ? `<a rel="next" href="?page=${page + 1}">on</a>` : '';
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<main>${rows}${next}</main>`);
  });
}

describe('extract', () => {
  test('gives texts, attributes with absolute addresses, and objects, from the page as it came', async () => {
    const { url } = await site();
    const extract = {
      title: 'h1',
      home: 'nav a@href',
      none: '.none',
      ids: [{ selector: 'li', value: 'data-id' }],
      items: [{ selector: '.item', value: { name: 'a', url: 'a@href', price: '.price' } }],
    };
    const { results, notes } = await server.run({ base_url: url, requests: [{ url: '/shop/', extract }] });
    expect(results[0]?.body).toEqual({
      title: 'Kilns',
      home: `${url}/`,
      none: null,
      ids: ['1', '2'],
      items: [
        { name: 'Small', url: `${url}/shop/p/1`, price: '10 €' },
        { name: 'Large', url: `${url}/shop/p/2`, price: null },
      ],
    });
    expect(notes).toEqual(['i 0: none: no element matches ".none"']);
  });

  test('asks for HTML', async () => {
    const asked: unknown[] = [];
    const api = await serve((request, response) => {
      asked.push(request.headers.accept);
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>a</h1>');
    });
    await server.run({ requests: [api.url], extract: { title: 'h1' } });
    expect(asked).toEqual(['text/html, */*;q=0.5']);
  });

  test('reads XML with its own names', async () => {
    expect(await extracted('/feed.xml', { dates: ['item > pubDate'] })).toMatchObject({ body: { dates: ['Mon', 'Tue'] } });
  });

  test('comes before select, and its result is what a select works on', async () => {
    expect(await extracted('/shop/', { names: ['li a'] }, { select: 'length(names)' })).toMatchObject({ body: 2 });
  });

  test('of the call is for every request without its own, and without an as of its own that shows something else', async () => {
    const { url } = await site();
    const { results } = await server.run({
      base_url: url,
      requests: [
        '/shop/',
        { url: '/shop/', extract: { id: 'li@data-id' } },
        { url: '/other/', as: 'markdown' },
        { url: '/other/', as: 'none' },
        { url: '/data.json', as: 'json' },
      ],
      extract: { title: 'h1' },
    });
    const bodies = results.map(({ body }) => body);
    expect(bodies).toEqual([{ title: 'Kilns' }, { id: '1' }, '# Pots\n\n3', undefined, { title: 'JSON' }]);
  });

  test('may be JSON text, as some clients send objects', async () => {
    expect(await extracted('/shop/', '{"title": "h1"}')).toMatchObject({ body: { title: 'Kilns' } });
  });

  test('makes columns of a table', async () => {
    const { url } = await site();
    const result = await server.run({
      base_url: url,
      requests: ['/shop/', '/other/'],
      extract: { title: 'h1' },
      layout: 'table',
    });
    expect(result).toMatchObject({
      columns: ['i', 'title'],
      rows: [
        [0, 'Kilns'],
        [1, 'Pots'],
      ],
    });
  });

  test('gives the links of a page as the next requests in one call', async () => {
    const { url } = await site();
    const { results } = await server.run({
      base_url: url,
      requests: [
        { id: 'index', url: '/shop/', extract: { u: ['main a@href'] }, select: 'length(u)' },
        { url: '{+u}', vars: { u: { from: 'index', select: 'u' } }, extract: { title: 'h1' } },
      ],
    });
    expect(results.map(({ body }) => body)).toEqual([2, { title: '/shop/p/1' }, { title: '/shop/p/2' }]);
  });

  test('is what a program has as bodies', async () => {
    const { url } = await site();
    const js = 'records.map(r => r.ok ? r.body.names.length : r.error_body)';
    const result = await server.run({ base_url: url, requests: ['/shop/', '/other/'], extract: { names: ['li a'] }, js });
    expect(result).toMatchObject({ value: [2, '# Pots\n\n3'] });
  });

  test('of an empty body is null, and the body of an error is shown as ever', async () => {
    expect(await extracted('/empty', { title: 'h1' })).toEqual({ i: 0, status: 200, body: null });
    expect(await extracted('/gone', { title: 'h1' })).toMatchObject({ outcome: 'http_error', body: '# Gone' });
  });

  test('does not mind that a document is called text', async () => {
    expect(await extracted('/fragment.txt', { title: 'h1' })).toMatchObject({ body: { title: 'Source' } });
  });
});

test('the extract that a note names for a page that a script draws gives its data', async () => {
  const data = '<script id="__NEXT_DATA__" type="application/json">{"props":{"x":1}}</script>';
  const { url } = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>App</title><div id="__next"></div>${data}`);
  });
  const { notes, summary } = await server.run({ requests: [url] });
  const [, named = ''] = /"extract": (\{.*\})/.exec(notes?.join('\n') ?? '') ?? [];
  expect(await server.one({ url, extract: named })).toMatchObject({ body: { data: { props: { x: 1 } } } });
  expect(await read({ ref: `${summary.batch}/0`, extract: named, select: 'data.props.x' })).toMatchObject({ body: 1 });
});

describe('what it cannot give', () => {
  test('a record in which nothing matches is select_error, and says what is near; the body is kept for another try', async () => {
    const record = await extracted('/other/', { price: '.price', name: '.name' });
    expect(record).toMatchObject({ outcome: 'select_error', status: 200, ref: expect.any(String) });
    expect(record.error).toMatch(
      /price: no element matches "\.price"; near: \.product-price \(1\); name: no element matches "\.name"/,
    );
    expect(record.error).toContain(`read_result {"ref": "${record.ref}", "extract": ...}`);
    expect(await read({ ref: record.ref, extract: { price: '.product-price' } })).toMatchObject({ body: { price: '3' } });
    expect((await read({ ref: record.ref })).body).toBe('# Pots\n\n3');
  });

  test('names that match in some records only are null, with one note', async () => {
    const { url } = await site();
    const { results, notes } = await server.run({
      base_url: url,
      requests: ['/shop/', '/other/', '/third'],
      extract: { title: 'h1', price: '.price' },
    });
    expect(results.map(({ body }) => body)).toMatchObject([{ price: '10 €' }, { price: null }, { price: null }]);
    expect(notes).toEqual([expect.stringMatching(/^i 1, 2: price: no element matches "\.price"/)]);
  });

  test('JSON is for select', async () => {
    const record = await extracted('/data.json', { title: 'h1' });
    expect(record).toMatchObject({ outcome: 'select_error', error: expect.stringMatching(/the body is JSON.*use "select"/) });
    expect(await read({ ref: record.ref, select: 'title' })).toMatchObject({ body: 'JSON' });
  });

  test('text has no elements', async () => {
    const record = await extracted('/note.txt', { title: 'h1' });
    expect(record).toMatchObject({ outcome: 'select_error', error: expect.stringContaining('the body is plain text') });
    expect((await read({ ref: record.ref })).body).toBe('Nothing here.');
  });
});

describe('what is no extract', () => {
  const wrong: [string, unknown, RegExp][] = [
    ['a bare selector', 'h1', /requests\[0\]\.extract: expected an object of names and CSS selectors/],
    ['jQuery', { a: 'h1:eq(0)' }, /requests\[0\]\.extract\.a: .*:eq is jQuery's/],
    ['XPath', { a: '//h1' }, /requests\[0\]\.extract\.a: /],
    ['a number', { a: 1 }, /requests\[0\]\.extract\.a: expected a CSS selector/],
    ['two in a list', { a: ['h1', 'h2'] }, /requests\[0\]\.extract\.a: a list has one selector/],
    ['another key', { a: { selector: 'a', attr: 'href' } }, /requests\[0\]\.extract\.a\.attr: .*"value": "href"/],
  ];

  test.each(wrong)('%s is refused with its path, and nothing is sent', async (_, extract, said) => {
    const { url, asked } = await site();
    expect(await server.refused({ requests: [{ url, extract }, `${url}/two`] })).toMatch(said);
    expect(await server.refused({ requests: [url], extract })).toMatch(
      new RegExp(said.source.replace(String.raw`requests\[0\]\.`, '- ')),
    );
    expect(asked).toEqual([]);
  });

  test('an as that shows something else has no place beside it', async () => {
    const { url } = await site();
    expect(await server.refused({ requests: [url], extract: { a: 'h1' }, as: 'markdown' })).toMatch(
      /- as: .*"value": "markdown"/,
    );
    const { results } = await server.run({
      base_url: url,
      requests: [{ url: '/shop/', extract: { a: 'h1' }, as: 'text' }, '/other/'],
    });
    expect(results).toMatchObject([
      { outcome: 'invalid', error: expect.stringMatching(/^requests\[0\]\.as: /) },
      { status: 200 },
    ]);
  });
});

describe('read_result', () => {
  test('extracts from a page that was read as Markdown, and selects from what a call has extracted', async () => {
    const { url } = await site();
    const { results, summary } = await server.run({
      base_url: url,
      requests: ['/shop/', { url: '/shop/', extract: { n: ['li a'] } }],
      max_tokens: 500,
    });
    expect(results).toHaveLength(2);
    expect(await read({ ref: `${summary.batch}/0`, extract: { ids: ['li@data-id'] }, select: 'ids[1]' })).toMatchObject({
      body: '2',
    });
    expect(await read({ ref: `${summary.batch}/1`, select: 'n[0]' })).toMatchObject({ body: 'Small' });
    expect(await read({ ref: `${summary.batch}/1` })).toMatchObject({ body: { n: ['Small', 'Large'] } });
    expect(await refusal({ ref: `${summary.batch}/0`, extract: { a: 'h1:eq(0)' } })).toMatch(/extract\.a: .*jQuery/);
    expect(await refusal({ ref: `${summary.batch}/0`, extract: { a: '.none' } })).toMatch(/a: no element matches "\.none"/);
  });
});

describe('pages', () => {
  const rows = ['1a', '1b', '2a', '2b', '3a', '3b'];

  test('are followed by a link that is extracted, and their items are joined', async () => {
    const { url } = await paged();
    const request = { url, extract: { rows: ['.row'], next: 'a[rel=next]@href' }, paginate: { next: 'next', items: 'rows' } };
    const { results, notes } = await server.run({ requests: [request] });
    expect(results).toMatchObject([{ status: 200, pages: 3, body: rows }]);
    expect(notes).toBeUndefined();
  });

  test('that are counted end at one in which nothing matches', async () => {
    const { url } = await paged();
    const request = { url, extract: { rows: ['.row'] }, paginate: { next: 'page', items: 'rows' } };
    const { results } = await server.run({ requests: [request] });
    expect(results).toMatchObject([{ status: 200, pages: 3, body: rows }]);
  });

  test('of which the first has nothing are select_error', async () => {
    const { url } = await paged();
    const record = await server.one({ url, extract: { rows: ['.line'] }, paginate: { next: 'page', items: 'rows' } });
    expect(record).toMatchObject({ outcome: 'select_error', error: expect.stringContaining('no element matches ".line"') });
  });
});
