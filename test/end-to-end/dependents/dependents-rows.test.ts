import { describe, expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { json } from '../../support/api.ts';
import { recorder, type Recorder } from '../../support/recorder.ts';
import { outcomesOf, recordOf, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

const ITEMS = [
  { id: 1, name: 'Ann & Co', etag: '"a"', tags: ['x', 'y'], parent: null },
  { id: 2, name: 'Bob', etag: '"b"', tags: [], parent: 1 },
];

/** Lists items, gives each with its ETag, and takes whatever is written. */
function shop(): Promise<Recorder> {
  return recorder((request, response, { pathname }) => {
    const item = ITEMS.find(({ id }) => pathname === `/items/${id}`);
    if (request.method === 'GET' && item) response.setHeader('etag', item.etag);
    json(response, pathname === '/items' ? ITEMS : request.method === 'GET' ? (item ?? { path: pathname }) : {});
  });
}

const LIST = { id: 'items', url: '/items', select: 'length(@)' };

describe('rows from another request', () => {
  test('bring several variables, row by row, which are told', async () => {
    const api = await shop();
    const use = {
      url: '/of/{id}',
      query: { name: '{name}', tag: '{tags}' },
      vars: { from: 'items', select: '[].{id: id, name: name, tags: tags, parent: parent}' },
    };
    const { results } = await server.run({ base_url: api.url, requests: [use, LIST], concurrency: 1 });
    expect(results.map(({ vars }) => vars)).toEqual([
      { id: 1, name: 'Ann & Co', tags: ['x', 'y'], parent: null },
      { id: 2, name: 'Bob', tags: [], parent: 1 },
      undefined,
    ]);
    expect(results.every(({ url }) => url === undefined)).toBe(true);
    expect(api.asked).toEqual(['GET /items', 'GET /of/1?name=Ann+%26+Co&tag=x&tag=y', 'GET /of/2?name=Bob']);
  });

  test('without a select are the whole body, and one object is one row', async () => {
    const api = await shop();
    const requests = [
      LIST,
      { id: 'one', url: '/items/{id}', vars: { from: 'items' } },
      { url: '/after/{name}', vars: { from: 'one' } },
    ];
    const { summary } = await server.run({ base_url: api.url, requests });
    expect(summary).toMatchObject({ total: 5, ok: 5 });
    expect(api.asked.toSorted()).toEqual([
      'GET /after/Ann%20%26%20Co',
      'GET /after/Bob',
      'GET /items',
      'GET /items/1',
      'GET /items/2',
    ]);
  });

  test('may be labels but for one, and use variables of the source', async () => {
    const api = await shop();
    const requests = [
      { id: 'one', url: '/items/{n}', vars: { n: [1, 2] } },
      { url: '/{n}/{name}', vars: { from: 'one' } },
    ];
    const { results } = await server.run({ base_url: api.url, requests });
    expect(results.slice(2).map(({ body }) => body)).toEqual([{ path: '/1/Ann%20%26%20Co' }, { path: '/2/Bob' }]);
  });

  test('of which one lacks what is needed are invalid for themselves', async () => {
    const api = await shop();
    const requests = [LIST, { url: '/p/{parent}', vars: { from: 'items' } }];
    const result = await server.run({ base_url: api.url, requests });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid', 'ok']);
    expect(recordOf(result, 1)).toMatchObject({
      error: 'requests[1].url: {parent} is null or absent here; give it a value, or leave the row out',
      vars: { id: 1 },
    });
  });

  test.each<[string, object, RegExp]>([
    [
      'that are no objects',
      { url: '/x/{id}', vars: { from: 'items', select: '[].id' } },
      /^requests\[1\]\.vars: say which variable its values are for: \{"id": \{"from": "items", "select": \.\.\.\}\}; .*such as 1/,
    ],
    [
      'without what the URL needs',
      { url: '/x/{ids}', vars: { from: 'items', select: '[].{id: id}' } },
      /^requests\[1\]\.url: the template uses \{ids\}, and its rows have id/,
    ],
    [
      'without what the query needs',
      { url: '/x/{id}', query: { a: '{nme}' }, vars: { from: 'items' } },
      /^requests\[1\]\.query\.a: \{nme\} is no variable/,
    ],
    [
      'of which none is used',
      { url: '/x', vars: { from: 'items' } },
      /^requests\[1\]\.vars: none of id, name, etag, tags, parent is used/,
    ],
    [
      'of an id that is not there',
      { url: '/x/{id}', vars: { from: 'itms', select: '[]' } },
      /^requests\[1\]\.vars\.from: no request has the id "itms"; did you mean "items"\?/,
    ],
    [
      'from a header',
      { url: '/x/{id}', vars: { from: 'items', header: 'etag' } },
      /^requests\[1\]\.vars: say which variable the header is for/,
    ],
  ])('%s are one invalid record', async (_, use, message) => {
    const api = await shop();
    const result = await server.run({ base_url: api.url, requests: [LIST, use] });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid']);
    expect(recordOf(result, 1).error).toMatch(message);
    expect(api.asked).toEqual(['GET /items']);
  });

  test('that are none are a note', async () => {
    const api = await shop();
    const { notes, summary } = await server.run({
      base_url: api.url,
      requests: [LIST, { url: '/x/{id}', vars: { from: 'items', select: '[?id > `9`]' } }],
    });
    expect(summary.total).toBe(1);
    expect(notes?.[0]).toMatch(/^requests\[1\]: "items" has no rows, so nothing was sent for it/);
  });

  test('that are none are a note that says what the rows were looked for in', async () => {
    const api = await shop();
    const by = (key: string): object => ({
      base_url: api.url,
      requests: [LIST, { url: '/x/{id}', vars: { from: 'items', select: `body => body.filter(x => x.${key} > 99)` } }],
    });
    const { notes: ofKey } = await server.run({ ...by('ID') });
    expect(ofKey).toEqual([expect.stringMatching(/^requests\[1\]: "items" has no rows, .*: ID is in no body, and id is$/)]);
    const { notes } = await server.run({ ...by('id') });
    expect(notes).toEqual([
      expect.stringMatching(
        /^requests\[1\]: "items" has no rows, .*; the body is an array of \d+, the first an object with the keys id, /,
      ),
    ]);
  });

  test('that several requests of one source do not have are said once', async () => {
    const api = await shop();
    const each = { id: 'item', url: '/items/{id}', vars: { id: { from: 'items', select: '[].id' } } };
    const { notes, summary } = await server.run({
      base_url: api.url,
      requests: [LIST, each, { url: '/x/{id}', vars: { from: 'item', select: 'body => []' } }],
    });
    expect(summary.total).toBeGreaterThan(2);
    expect(notes).toEqual([
      expect.stringMatching(/^requests\[2\]: "item" \(.*\) has no rows, .*; so it is with \d+ more of its requests$/),
    ]);
  });

  test('have columns of any name, and where "from" is no id it is a variable', async () => {
    const api = await shop();
    const requests = [LIST, { url: '/{from}/{select}', vars: { from: 'ZRH', select: 'LHR' } }];
    await server.run({ base_url: api.url, requests });
    expect(api.asked.toSorted()).toEqual(['GET /ZRH/LHR', 'GET /items']);
  });
});

describe('variables of one source', () => {
  const vars = { id: { from: 'items', select: '[].id' }, tag: { from: 'items', select: '[].etag' } };

  test('advance together; others are multiplied with them', async () => {
    const api = await shop();
    const use = { url: '/{id}/{n}/{tag}', vars: { id: vars.id, n: '8..9', tag: vars.tag } };
    const { results } = await server.run({ base_url: api.url, requests: [use, LIST] });
    expect(results.slice(0, 4).map(({ vars: shown, body }) => [shown, body])).toEqual([
      [{ id: 1, tag: '"a"', n: 8 }, { path: '/1/8/%22a%22' }],
      [{ id: 1, tag: '"a"', n: 9 }, { path: '/1/9/%22a%22' }],
      [{ id: 2, tag: '"b"', n: 8 }, { path: '/2/8/%22b%22' }],
      [{ id: 2, tag: '"b"', n: 9 }, { path: '/2/9/%22b%22' }],
    ]);
  });

  test('of unequal lengths make the request invalid, and say how to take rows', async () => {
    const api = await shop();
    const use = { url: '/{id}/{parent}', vars: { id: vars.id, parent: { from: 'items', select: '[].parent' } } };
    const result = await server.run({ base_url: api.url, requests: [LIST, use] });
    expect(outcomesOf(result)).toEqual(['ok', 'invalid']);
    expect(recordOf(result, 1).error).toBe(
      'requests[1].vars: id and parent come from "items" and advance together, but have 2 and 1 values ' +
        '(JMESPath leaves out nulls in [].x); take rows: {"from": "items", "select": "[].{id: id, parent: parent}"}',
    );
    expect(api.asked).toEqual(['GET /items']);
  });

  test('of unequal lengths name rows that are right as they stand', async () => {
    const api = await shop();
    const errorOf = async (one: string, other: string): Promise<string | undefined> => {
      const both = { x: { from: 'items', select: one }, y: { from: 'items', select: other } };
      return recordOf(await server.run({ base_url: api.url, requests: [LIST, { url: '/{x}/{y}', vars: both }] }), 1).error;
    };
    expect(await errorOf('[].id', '[?parent].parent')).toContain('"select": "[?parent].{x: id, y: parent}"');
    expect(await errorOf('[*].id', '[].parent')).toContain('"select": "[*].{x: id, y: parent}"');
    expect(await errorOf('[].id', '[].tags[0]')).toContain('"select": "[].{x: id, y: tags[0]}"');
    expect(await errorOf('[].id', '[].up-to')).toContain('"select": "[].{x: id, y: up-to}"');
    expect(await errorOf('[].id', '[]."a b".c')).toContain(String.raw`"select": "[].{x: id, y: \"a b\".c}"`);
    expect(await errorOf('[].id', '[0].id')).toContain('"select": "[].{x: ..., y: ...}"');
    expect(await errorOf('[].nope', 'body => body.map(x => x.nope)')).toContain('"items" has nothing but null for it');
  });

  test('of equal lengths that are of other items are not paired', async () => {
    const people = [
      { u: 1, mail: null, boss: { u: 7 }, roles: ['a', 'b'] },
      { u: 2, mail: 'b@x', roles: [] },
      { u: 3, mail: 'c@x', boss: { u: 9 }, roles: ['c'] },
    ];
    const api = await recorder((_, response, { pathname }) => json(response, pathname === '/p' ? { people } : 1));
    const pairOf = async (one: string, other: string): Promise<CallResult> => {
      const both = { x: { from: 'p', select: one }, y: { from: 'p', select: other } };
      return server.write({
        base_url: api.url,
        requests: [
          { id: 'p', url: '/p' },
          { method: 'PUT', url: '/{x}/{y}', vars: both },
        ],
      });
    };
    expect(recordOf(await pairOf('people[].mail', 'people[].boss.u'), 1).error).toBe(
      'requests[1].vars: x and y come from "p" and advance together, but have 2 and 2 values that are not of the same items ' +
        '(JMESPath leaves out nulls in [].x); take rows: {"from": "p", "select": "people[].{x: mail, y: boss.u}"}',
    );
    expect(outcomesOf(await pairOf('people[*].u', 'people[*].roles[]'))).toEqual(['ok', 'invalid']);
    expect(api.received.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(outcomesOf(await pairOf('people[].boss.u', 'people[].boss."u"'))).toEqual(['ok', 'ok', 'ok']);
    expect(outcomesOf(await pairOf('people[?mail].u', 'people[?mail].mail'))).toEqual(['ok', 'ok', 'ok']);
    expect(outcomesOf(await pairOf('people[0].roles', 'people[1:].mail'))).toEqual(['ok', 'ok', 'ok']);
  });

  test('of lists in the items are paired where each item has as many', async () => {
    const xml = '<c><b><t>A</t><w>P</w></b><b><t>B</t><w>Q</w></b></c>';
    const list = [
      { id: 1, n: [{ a: 1, b: 2 }], m: [1, 2], s: { v: 1, w: 2 } },
      { id: 2, n: [{ a: 3, b: 4 }], m: [], s: { v: 1, w: 2 } },
    ];
    const api = await recorder((_, response, { pathname }) => {
      if (pathname === '/x') response.setHeader('content-type', 'text/xml').end(xml);
      else json(response, pathname === '/l' ? list : 1);
    });
    const errorOf = async (url: string, x: unknown, y: unknown): Promise<string | undefined> => {
      const use = {
        method: 'POST',
        url: '/w',
        json: ['{x}', '{y}'],
        vars: { x: { from: 's', select: x }, y: { from: 's', select: y } },
      };
      return recordOf(await server.write({ base_url: api.url, requests: [{ id: 's', url }, use] }), 1).error;
    };
    const paired = [
      ['/l', '[].id', '[].n[0].a'],
      ['/l', '[].id', '[].m[*]'],
      ['/l', '[*].n[*].a', '[*].n[*].b'],
      ['/l', '[].n[].a', '[].n[].b'],
      ['/l', '[].id', '[].n[].b'],
      ['/l', '[].id', '[].s.*'],
      ['/l', '[].n[].a', '[]."n"[].b'],
      ['/x', 'c.b[].t', 'c.b[].w[]'],
    ] as const;
    for (const [url, x, y] of paired) expect([x, y, await errorOf(url, x, y)]).toEqual([x, y, undefined]);
    const rows = /"select": (".*")\}$/.exec((await errorOf('/l', '[].id', '[].m[]')) ?? '')?.[1] ?? '""';
    const use = { method: 'POST', url: '/w/{x}/{y}', vars: { from: 's', select: JSON.parse(rows) } };
    await server.write({ base_url: api.url, requests: [{ id: 's', url: '/l' }, use] });
    expect(api.received.slice(-2).map(({ path }) => path)).toEqual(['/w/1/1', '/w/1/2']);
  });

  test('go together within each of its requests, and across none', async () => {
    const api = await recorder((_, response, { pathname }) => {
      json(response, pathname === '/l/1' ? { a: [1, 2], b: [3] } : pathname === '/l/2' ? { a: [4], b: [5, 6] } : 1);
    });
    const requests = [
      { id: 'l', url: '/l/{n}', vars: { n: [1, 2] } },
      { id: 'm', url: '/m' },
      { url: '/{a}/{b}/{c}', vars: { a: { from: 'l', select: 'a' }, b: { from: 'l', select: 'b' }, c: { from: 'm' } } },
    ];
    const result = await server.run({ base_url: api.url, requests });
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'ok', 'invalid']);
    expect(recordOf(result, 3).error).toContain('a and b come from "l" and advance together, but have 2 and 1 values');
  });
});

describe('values of an answer keep what they are', () => {
  test('whole objects in JSON bodies: each item is put back with its ETag, in one call', async () => {
    const api = await shop();
    const requests = [
      { id: 'item', url: '/items/{n}', vars: { n: [1, 2] } },
      {
        method: 'PUT',
        url: '/items/{n}',
        headers: { 'if-match': '{etag}' },
        json: { item: '{item}', note: 'was {item}' },
        vars: { item: { from: 'item' }, etag: { from: 'item', header: 'ETag' } },
      },
    ];
    const { summary } = await server.write({ base_url: api.url, requests, concurrency: 1 });
    expect(summary).toMatchObject({ total: 4, ok: 4 });
    const written = api.received.filter(({ method }) => method === 'PUT');
    expect(written.map(({ path, headers, body }) => [path, headers['if-match'], JSON.parse(body)])).toEqual(
      ITEMS.map((item) => [`/items/${item.id}`, item.etag, { item, note: `was ${JSON.stringify(item)}` }]),
    );
  });

  test('lists where a list may stand, not where one value is meant', async () => {
    const api = await shop();
    const tags = { from: 'items', select: '[].tags' };
    const requests = [
      LIST,
      { url: '/a/{tags}', vars: { tags } },
      { url: '/b{?tags*}', vars: { tags } },
      { url: '/c', query: { t: '{tags}' }, vars: { tags } },
    ];
    const result = await server.run({ base_url: api.url, requests, concurrency: 1 });
    expect(recordOf(result, 1).error).toMatch(
      /^requests\[1\]\.vars\.tags: "items" has values that are not scalars, such as \["x","y"\]/,
    );
    expect(api.asked.slice(1)).toEqual(['GET /b?tags=x&tags=y', 'GET /b', 'GET /c?t=x&t=y', 'GET /c']);
  });
});
