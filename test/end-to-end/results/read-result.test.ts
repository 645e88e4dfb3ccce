import { describe, expect, test } from 'vitest';
import type { ReadResult } from '../../../src/tools/read/read-schema.ts';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { json, type Api } from '../../support/api.ts';
import { PNG } from '../../support/png.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { answer, read, refusal } = readerOf(server);

const TEXT = Array.from({ length: 1_600 }, (_, line) => `Line ${line}: 吾輩は猫である 🎉 "quoted"\n`).join('');
const ITEMS = Array.from({ length: 900 }, (_, id) => {
  return { id, title: `Title ${id}`, tags: id % 7 === 0 ? ['seventh'] : [] };
});
const NAMED = Object.fromEntries(ITEMS.slice(0, 500).map((item) => [`key${item.id}`, item]));

/** An API with one body of each kind. */
function api(): Promise<Api> {
  return serve((_, response, { pathname }) => {
    if (pathname === '/text') response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(TEXT);
    else if (pathname === '/png') response.writeHead(200, { 'content-type': 'image/png' }).end(PNG);
    else json(response, pathname === '/object' ? NAMED : pathname === '/number' ? 42 : ITEMS);
  });
}

/** Asks for a body that does not fit, and gives its ref. */
async function stored(path: string, args: Record<string, unknown> = {}): Promise<string> {
  const { url } = await api();
  const { truncated, ref } = await server.one(url + path, { max_tokens: 500, ...args });
  return truncated?.ref ?? ref ?? '';
}

/** Reads page after page until there is none; fails if one does not go on. */
async function pages(args: Record<string, unknown>): Promise<ReadResult[]> {
  const all: ReadResult[] = [];
  for (let offset: number | undefined = 0; offset !== undefined; offset = all.at(-1)?.next_offset) {
    const page = await read({ ...args, offset });
    expect(page.count).toBeGreaterThan(0);
    expect([(page.offset ?? 0) + (page.count ?? 0), undefined]).toContain(page.next_offset);
    all.push(page);
  }
  return all;
}

describe('pages', () => {
  test.each([1_000, 5_000])('of an array of %i tokens each give every item once', async (max_tokens) => {
    const all = await pages({ ref: await stored('/items'), max_tokens });
    expect(all.length).toBeGreaterThan(1);
    expect(all.flatMap(({ body }) => body)).toEqual(ITEMS);
    for (const { unit, of } of all) expect([unit, of]).toEqual(['items', ITEMS.length]);
  });

  test.each([3_000, 10_000])('of a text of %i tokens each give it whole, at whole characters', async (max_tokens) => {
    const all = await pages({ ref: await stored('/text'), max_tokens });
    expect(all.map(({ body }) => body).join('')).toBe(TEXT);
    for (const { body, unit } of all) expect([String(body).isWellFormed(), unit]).toEqual([true, 'characters']);
  });

  test('of one character hold it whole', async () => {
    const page = await read({ ref: await stored('/text'), offset: TEXT.indexOf('🎉'), limit: 1 });
    expect(page).toMatchObject({ body: '🎉', count: 2 });
  });

  test('of an object give every key', async () => {
    const all = await pages({ ref: await stored('/object'), max_tokens: 100_000 });
    expect(Object.assign({}, ...all.map(({ body }) => body))).toEqual(NAMED);
  });

  test('of an object too large for one say so, and what is left of it', async () => {
    const page = await read({ ref: await stored('/object'), max_tokens: 1_000 });
    expect(page).toMatchObject({ unit: 'keys', of: 500, offset: 0 });
    expect(page.count).toBeLessThan(500);
    expect(page.notes?.join()).toMatch(/select/);
  });

  test('hold as many as limit says', async () => {
    const ref = await stored('/items');
    expect(await read({ ref, offset: 5, limit: 2 })).toMatchObject({
      offset: 5,
      count: 2,
      next_offset: 7,
      of: 900,
      body: ITEMS.slice(5, 7),
    });
    const text = await read({ ref: await stored('/text'), offset: 3, limit: 10 });
    expect(text).toMatchObject({ body: TEXT.slice(3, 13), count: 10, next_offset: 13 });
  });

  test.each(['/items', '/text'])('beyond the end of %s are empty, and say how much there is', async (path) => {
    const page = await read({ ref: await stored(path), offset: 9_999_999 });
    expect(page).toMatchObject({ count: 0, of: path === '/text' ? TEXT.length : ITEMS.length });
    expect(page).not.toHaveProperty('next_offset');
    expect(page.body).toEqual(path === '/text' ? '' : []);
  });

  test('of an item that is too large alone show what there is room for, and go on', async () => {
    const { url } = await serve((_, response) => json(response, ['x '.repeat(20_000), 'second']));
    const ref = (await server.one(url)).truncated?.ref;
    const page = await read({ ref });
    expect(page).toMatchObject({ count: 1, next_offset: 1 });
    expect(page.notes?.join()).toMatch(/select/);
    expect((await read({ ref, offset: 1 })).body).toEqual(['second']);
    expect((await read({ ref, select: '[0]', limit: 5 })).body).toBe('x x x');
  });
});

describe('select', () => {
  test('reads the whole body, though the call showed only a part', async () => {
    const ref = await stored('/items');
    expect((await read({ ref, select: '[-1].title' })).body).toBe('Title 899');
    expect((await read({ ref, select: ['id'], offset: 899 })).body).toEqual([{ id: 899 }]);
  });

  test('reads the whole body, though the call selected something else', async () => {
    const ref = await stored('/items', { select: '[].title' });
    expect((await read({ ref, select: '[-1].id' })).body).toBe(899);
  });

  test('reads a body that the call failed to select from', async () => {
    const { url, asked } = await api();
    const record = await server.one(`${url}/items`, { select: 'nope' });
    expect(record).toMatchObject({ outcome: 'select_error', ref: expect.any(String) });
    expect((await read({ ref: record.ref, select: '[0].title' })).body).toBe('Title 0');
    expect(asked).toHaveLength(1);
  });

  test('that is wrong names the keys that are there', async () => {
    expect(await refusal({ ref: await stored('/items'), select: '[0].nope' })).toMatch(/nope.*\bid, title, tags\b/);
  });

  test('on what is not JSON is an error that says what it is, and how it can be read', async () => {
    const ref = await stored('/text');
    const cure = /select works on JSON, and the body is text\/plain; .* or write a function of the text: text => \.\.\./;
    expect(await refusal({ ref, select: 'a' })).toMatch(cure);
    expect(await read({ ref, select: 'text => typeof text' })).toMatchObject({ body: 'string' });
  });
});

describe('search', () => {
  test('gives lines of a text with their offsets, in any case', async () => {
    const page = await read({ ref: await stored('/text'), search: 'LINE 39:' });
    expect(page).toMatchObject({ unit: 'matches', of: 1, count: 1 });
    const offset = TEXT.indexOf('Line 39:');
    expect(page.body).toEqual([{ offset, text: TEXT.slice(offset, TEXT.indexOf('\n', offset)) }]);
  });

  test('gives items of an array with their offsets', async () => {
    const page = await read({ ref: await stored('/items'), search: 'SEVENTH', limit: 2, offset: 1 });
    expect(page).toMatchObject({ of: 129, count: 2, offset: 1, next_offset: 3 });
    expect(page.body).toEqual([7, 14].map((offset) => ({ offset, item: ITEMS[offset] })));
  });

  test('gives members of an object with their keys', async () => {
    const page = await read({ ref: await stored('/object'), search: 'Title 499' });
    expect(page.body).toEqual([{ key: 'key499', value: ITEMS[499] }]);
  });

  test('gives items of a list within an object, with its path', async () => {
    const { url } = await serve((_, response) => json(response, { total: 900, data: { items: ITEMS } }));
    const { truncated } = await server.one(url, { max_tokens: 500 });
    const page = await read({ ref: truncated?.ref, search: 'seventh', limit: 1 });
    expect(page).toMatchObject({ of: 129, count: 1, next_offset: 1 });
    expect(page.body).toEqual([{ key: 'data.items', offset: 0, item: ITEMS[0] }]);
  });

  test('of bytes looks for nothing in their base64, and says so', async () => {
    const ref = await stored('/png');
    const page = await read({ ref, search: 'ivbor' });
    expect([page.of, page.notes]).toEqual([0, ['nothing contains "ivbor": image/png is no text, and was not searched']]);
    expect((await read({ ref, search: 'ivbor', as: 'base64' })).of).toBe(1);
  });

  test('looks in what select picks', async () => {
    const page = await read({ ref: await stored('/items'), select: '[].title', search: 'title 899' });
    expect(page.body).toEqual([{ offset: 899, item: 'Title 899' }]);
  });

  test('that finds nothing in what the select of the call gives says so, and how to search the whole', async () => {
    const ref = await stored('/items', { select: '[].id' });
    const { of, notes } = await read({ ref, search: 'seventh' });
    expect([of, notes]).toEqual([
      0,
      ['nothing contains "seventh": only what select gives was searched; "select": "@" searches the whole body'],
    ]);
    const whole = await read({ ref, search: 'seventh', select: '@' });
    expect([whole.of, whole.notes]).toEqual([129, undefined]);
  });

  test('that finds nothing says so', async () => {
    const page = await read({ ref: await stored('/text'), search: 'zebra' });
    expect(page).toMatchObject({ of: 0, body: [], notes: [expect.stringContaining('zebra')] });
  });

  test.each([
    ['line 7:|line 9:', 'line 7:|line 9:'],
    ['/Line [79]: ./', 'Line [79]: .'],
    ['^Line \\d$', '^Line \\d$'],
  ])('for the pattern %s that finds nothing says how a pattern is looked for', async (search, source) => {
    const page = await read({ ref: await stored('/text'), search });
    const js = JSON.stringify(`ok.map(r => JSON.stringify(r.body).match(/${source}/gi))`);
    expect(page.notes).toEqual([
      `nothing contains ${JSON.stringify(search)}: a search is for text as it stands; for a pattern: "js": ${js}`,
    ]);
  });

  test('finds in any case also beside letters whose lower case is longer', async () => {
    const { url } = await serve((_, response) => void response.end(`İstanbul\nHello World\n${'x'.repeat(9_000)}`));
    const { truncated } = await server.one(url, { max_tokens: 500 });
    const page = await read({ ref: truncated?.ref, search: 'hello WORLD' });
    expect(page.body).toEqual([{ offset: 9, text: 'Hello World' }]);
  });
});

describe('max_tokens', () => {
  const kinds = ['/items', '/text', '/object'].flatMap((path) => {
    return [500, 501, 1_234, 10_000].map((most) => [path, most] as const);
  });

  test.each(kinds)('%s stays below %i', async (path, max_tokens) => {
    const ref = await stored(path);
    for (const args of [{}, { search: 'title' }, { search: '🎉' }, { offset: 400 }, { limit: 50 }]) {
      const { text } = await answer({ ref, max_tokens, ...args });
      expect(estimateTokens(text), JSON.stringify(args)).toBeLessThanOrEqual(max_tokens);
    }
  });

  test('holds for many small items', async () => {
    const { url } = await serve((_, response) =>
      json(
        response,
        Array.from({ length: 9_000 }, () => 1),
      ),
    );
    const ref = (await server.one(url)).truncated?.ref;
    const { text } = await answer({ ref, max_tokens: 2_000 });
    expect(estimateTokens(text)).toBeLessThanOrEqual(2_000);
    expect(estimateTokens(text)).toBeGreaterThan(1_500);
  });

  test('holds for a body from a long URL, and with a long note', async () => {
    const { url } = await api();
    const { truncated } = await server.one(`${url}/items?${'%E3%81%82'.repeat(800)}`, { max_tokens: 500 });
    const ref = truncated?.ref;
    const found = await answer({ ref, max_tokens: 500 });
    expect(estimateTokens(found.text)).toBeLessThanOrEqual(500);
    expect(found.value).toMatchObject({ of: 900, next_offset: expect.any(Number) });
    const lost = await answer({ ref, max_tokens: 500, search: '猫'.repeat(500) });
    expect(estimateTokens(lost.text)).toBeLessThanOrEqual(500);
  });
});

describe('refs and arguments', () => {
  test('a ref that never was is an error that says which there are', async () => {
    const ref = await stored('/items');
    const said = await refusal({ ref: 'b999/7' });
    expect(said).toMatch(/b999\/7/);
    expect(said).toContain(ref.split('/')[0]);
  });

  test.each([
    ['a path', '../../etc/passwd'],
    ['nothing', ''],
    ['half of one', 'b1'],
    ['a key', '__proto__'],
    ['5,000 characters', 'x'.repeat(5_000)],
  ])('a ref that makes no sense is an error: %s', async (_, ref) => {
    expect((await refusal({ ref })).length).toBeLessThan(1_500);
  });

  test('a wrong argument is named, with the nearest known one', async () => {
    const said = await refusal({ ref: 'b1/0', serch: 'x', ofset: 1, max_tokens: 3 });
    expect(said).toMatch(/serch.*"search"/);
    expect(said).toMatch(/ofset.*"offset"/);
    expect(said).toMatch(/max_tokens.*500/);
    expect(await refusal({ search: 'x' })).toMatch(/search: needs a ref/);
  });

  test('numbers may come as text', async () => {
    const args = { offset: '5', limit: '1', max_tokens: '800', select: '[].id' };
    const page = await read({ ref: await stored('/items'), ...args });
    expect(page.body).toEqual([5]);
  });
});

test('no request is made', async () => {
  const { url, asked } = await api();
  const { truncated } = await server.one(`${url}/items`, { max_tokens: 500 });
  for (const args of [{}, { select: '[].id' }, { search: '1' }]) await read({ ref: truncated?.ref, ...args });
  expect(asked).toEqual(['GET /items']);
});

test('a binary body is base64, page by page', async () => {
  const { url } = await api();
  const { ref } = await server.one(`${url}/png`);
  const page = await read({ ref });
  expect(page).toMatchObject({ type: 'binary', mime_type: 'image/png', bytes: PNG.length, url: `${url}/png` });
  expect(page.body).toBe(PNG.toString('base64'));
});

test('it reads only, and says so', async () => {
  const { tools } = await server.connected.client.listTools();
  expect(tools.find(({ name }) => name === 'read_result')?.annotations).toMatchObject({
    readOnlyHint: true,
    openWorldHint: false,
  });
});
