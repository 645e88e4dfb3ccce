import { beforeEach, describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { standStill } from '../../support/children.ts';
import { peopleApi, person } from '../../support/people-api.ts';
import { readerOf } from '../../support/read-result.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);
let api: Api;

beforeEach(async () => {
  api = await peopleApi();
});

/** The bodies of a call. */
async function bodies(requests: readonly unknown[], args: object = {}): Promise<unknown[]> {
  return (await server.run({ base_url: api.url, requests, ...args })).results.map(({ body }) => body);
}

/** Asks for the people whose numbers a function picks from those of `all`. */
function dependent(select: string): object {
  return { url: '/people/{n}', vars: { n: { from: 'all', select } } };
}

const three = { url: '/people/{n}', vars: { n: [1, 2, 3] } };

describe('a function as select', () => {
  test.each([
    ['b => b.name', ['Person 1', 'Person 2', 'Person 3']],
    ['({ name, age }) => `${name}: ${age}`', ['Person 1: 23', 'Person 2: 26', 'Person 3: 29']],
    ['function (b) { return b.id * 2 }', [2, 4, 6]],
    ['async b => (await Promise.resolve(b.id)) + 1', [2, 3, 4]],
    ['(b) => b.id === 2 ? null : { id: b.id }', [{ id: 1 }, null, { id: 3 }]],
    ['b => new Map([["id", b.id]])', [{ id: 1 }, { id: 2 }, { id: 3 }]],
  ])('%s', async (select, expected) => {
    expect(await bodies([three], { select })).toEqual(expected);
  });

  test('is told once what it takes values for in all bodies', async () => {
    const orders = await serve((_, response, url) =>
      json(response, [{ qty: `${url.searchParams.get('n')}0`, price: '1,234.50' }]),
    );
    const select = 'b => b.reduce((s, x) => s + x.qty, 0) + parseFloat(b[0].price)';
    const { notes } = await server.run({ base_url: orders.url, requests: [{ url: '/?n={n}', vars: { n: '1..3' } }], select });
    expect(notes).toEqual([
      expect.stringMatching(/^i 0, 1, 2: line 1 .* qty is text, such as "10", which \+ joins: Number\(x\.qty\)$/),
      'i 0, 1, 2: parseFloat stopped at "," in "1,234.50", and gave 1',
    ]);
  });

  test('has the record as its second parameter', async () => {
    const select =
      '(b, { headers, status, vars, url }) => ({ ...b, tag: headers.etag, status, vars, path: new URL(url).pathname })';
    expect(
      await bodies([
        { ...three, select },
        { url: '/moved', select },
      ]),
    ).toEqual([
      ...[1, 2, 3].map((id) => ({ ...person(id), tag: `"v${id}"`, status: 200, vars: { n: id }, path: `/people/${id}` })),
      { ...person(1), tag: '"v1"', status: 200, vars: null, path: '/people/1' },
    ]);
    const [headers] = await bodies([{ url: '/people/1', select: '(b, r) => Object.keys(r.headers)' }]);
    expect(headers).not.toContain('set-cookie');
  });

  test('works on what as and extract make of a body, joined pages and CSV rows', async () => {
    const requests = [
      { url: '/page', select: 'markdown => tableRows(markdown).length' },
      { url: '/page', extract: { title: 'h1' }, select: 'b => b.title' },
      { url: '/csv', select: 'rows => rows.map(r => r.age)' },
      { url: '/text', select: 'text => text.split(" ")' },
      { url: '/pages', paginate: { next: 'link' }, select: 'all => all.length' },
    ];
    expect(await bodies(requests)).toEqual([2, 'People', [31, 42], ['plain', 'words'], 6]);
  });

  test('is not run over what failed, nor over what is empty', async () => {
    const { results } = await server.run({ base_url: api.url, requests: ['/people/99', '/empty'], select: 'b => b.id' });
    expect(results[0]).toMatchObject({ outcome: 'http_error', body: { message: 'no such person' } });
    expect(results[1]).toMatchObject({ status: 204, body: null });
  });

  test('leaves nothing on globalThis or in prototypes from body to body', async () => {
    const select = `b => {
      globalThis.seen = (globalThis.seen ?? 0) + 1;
      Array.prototype.push = () => 0;
      Object.prototype.left = (Object.prototype.left ?? 0) + 1;
      Math.pi = 1;
      return [seen, left, typeof hidden, (var1 => { hidden = 1; return hidden })()];
    }`.replaceAll('\n', ' ');
    expect(await bodies([three], { select: select.replaceAll('hidden', 'globalThis.hidden') })).toEqual(
      Array.from({ length: 3 }, () => [1, 1, 'undefined', 1]),
    );
  });

  test('that gives undefined has matched nothing, as an expression would', async () => {
    const none = await server.run({ base_url: api.url, requests: [three], select: 'b => b.nope' });
    expect(outcomesOf(none)).toEqual(['select_error', 'select_error', 'select_error']);
    expect(none.results[0]?.error).toContain(
      'select gave undefined: it matched nothing; the body is an object with the keys id, name, age, team',
    );
    const some = await server.run({ base_url: api.url, requests: [three], select: 'b => b.id > 1 ? b.id : undefined' });
    expect(some.results.map(({ body }) => body)).toEqual([null, 2, 3]);
    expect(some.notes).toEqual(['i 0: select: a value is not there and so null; others of the same template have it']);
    const expression = await server.run({ base_url: api.url, requests: [three], select: 'nope' });
    expect(outcomesOf(expression)).toEqual(outcomesOf(none));
  });

  test('that fails is a select_error with its line, and the body is kept', async () => {
    const result = await server.run({ base_url: api.url, requests: ['/people/1'], select: 'b => {\n  return b.data.items;\n}' });
    const { outcome, error, ref } = recordOf(result, 0);
    expect(outcome).toBe('select_error');
    expect(error).toContain("select failed at line 2 (return b.data.items;): cannot read property 'items' of undefined");
    expect((await read({ ref, select: 'b => b.name' })).body).toBe('Person 1');
    expect(api.asked).toHaveLength(1);
  });

  test('that does not end is ended after 2 s', async () => {
    const call = server.run({
      base_url: api.url,
      requests: ['/people/1', '/people'],
      select: 'b => { for (; b.id;); return 1 }',
    });
    await standStill(server.connected.pid, 300, 1_700);
    const result = await call;
    expect(recordOf(result, 0).error).toContain('it ran longer than 2 s');
    expect(recordOf(result, 1).body).toBe(1);
  });

  test('says where numbers are strings, and what its console was told', async () => {
    const { notes } = await server.run({
      base_url: api.url,
      requests: ['/long'],
      select: 'b => { console.log("hi"); return b.id + 1 }',
    });
    expect(notes).toEqual([
      'i 0: numbers beyond 2^53 are strings, so that no digit is lost: body.id, body.list[].n; BigInt(...) computes with them',
      'i 0: console: hi',
    ]);
  });

  test.each([
    [{ select: '(a, b, c) => 1' }, 'it has 3 parameters; it gets the body and {headers, status, vars, url}'],
    [{ select: 'b => b.(' }, 'unexpected "("'],
    [{ select: 'b => ok.length' }, 'a function gets the body as its first parameter'],
    [{ select: ['id', 'b => b.name'] }, 'a function stands alone'],
    [{ requests: [{ url: '/pages', paginate: { next: 'b => b.' } }] }, 'requests[0].paginate.next: line 1'],
    [{ requests: [{ url: '/pages', paginate: { next: 'link', items: 'b => ]' } }] }, 'requests[0].paginate.items: line 1'],
    [
      {
        requests: [
          { id: 'a', url: '/people' },
          { url: '/people/{n}', vars: { n: { from: 'a', select: 'b => (' } } },
        ],
      },
      'requests[1].vars.n.select: line 1',
    ],
  ])('is refused before anything is sent: %j', async (args, words) => {
    expect(await server.refused({ base_url: api.url, requests: ['/people/1'], ...args })).toContain(words);
    expect(api.asked).toEqual([]);
  });
});

describe('a function as paginate.next and items', () => {
  test('gives the next URL or cursor until it gives nothing', async () => {
    const next = '(page, { headers }) => /<(.*?)>/.exec(headers.link ?? "")?.[1]';
    const byCursor = '(page, { url }) => page.length === 3 && new URL(url).searchParams.get("page") !== "2" ? 2 : null';
    const requests = [
      { url: '/pages', paginate: { next, items: 'page => page.map(p => p.id)' } },
      { url: '/pages', paginate: { next: byCursor, param: 'page' }, select: '[].id' },
    ];
    expect(await bodies(requests)).toEqual([
      [1, 2, 3, 4, 5, 6],
      [1, 2, 3, 4, 5, 6],
    ]);
  });

  test('that fails says on which page', async () => {
    const { error } = recordOf(
      await server.run({ base_url: api.url, requests: [{ url: '/pages', paginate: { next: 'b => b.next.url' } }] }),
      0,
    );
    expect(error).toContain("page 1: paginate.next failed at line 1 (b => b.next.url): cannot read property 'url' of undefined");
  });
});

describe('a function that gives values to dependents', () => {
  test('lists, rows and headers', async () => {
    const { results } = await server.run({
      base_url: api.url,
      requests: [
        { id: 'all', url: '/people', select: 'all => all.length' },
        {
          id: 'red',
          url: '/people/{n}',
          vars: { n: { from: 'all', select: 'all => all.filter(p => p.team === "red").map(p => p.id)' } },
          select: 'id',
        },
        {
          url: '/people/{id}?name={name}',
          vars: { from: 'all', select: 'all => all.slice(0, 2)' },
          select: '(b, { vars }) => vars.name',
        },
      ],
    });
    expect(results.map(({ body }) => body)).toEqual([6, 2, 4, 6, 'Person 1', 'Person 2']);
  });

  test('GET each item, change a field, PUT it back with its ETag: one request_many', async () => {
    const stored = new Map([1, 2, 3].map((id) => [id, { id, price: id * 10, tags: ['a'], nested: { deep: [id] } }]));
    const log: string[] = [];
    const shop = await serve(async (request, response, { pathname }) => {
      const id = Number(pathname.split('/')[2]);
      const item = stored.get(id);
      if (!item)
        return json(
          response,
          [...stored.keys()].map((each) => ({ id: each })),
        );
      response.setHeader('etag', `"${id}-${item.price}"`);
      if (request.method === 'GET') return json(response, item);
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      log.push(`${request.method} ${id} ${request.headers['if-match']}`);
      if (request.headers['if-match'] !== `"${id}-${item.price}"`) return json(response, { message: 'changed meanwhile' }, 412);
      stored.set(id, JSON.parse(Buffer.concat(chunks).toString()));
      return json(response, stored.get(id));
    });
    const result = await server.write({
      base_url: shop.url,
      requests: [
        { id: 'list', url: '/items', as: 'none' },
        { id: 'item', url: '/items/{id}', vars: { id: { from: 'list', select: '[].id' } }, as: 'none' },
        {
          method: 'PUT',
          url: '/items/{id}',
          headers: { 'if-match': '{etag}' },
          vars: {
            from: 'item',
            select: '(item, { headers }) => ({ id: item.id, etag: headers.etag, item: { ...item, price: item.price + 1 } })',
          },
          json: '{item}',
          select: 'price',
        },
      ],
      js: '[ok.length, ok.slice(-3).map(r => r.body)]',
    });
    expect(result.value).toEqual([7, [11, 21, 31]]);
    expect(log.toSorted()).toEqual(['PUT 1 "1-10"', 'PUT 2 "2-20"', 'PUT 3 "3-30"']);
    expect(stored.get(2)).toEqual({ id: 2, price: 21, tags: ['a'], nested: { deep: [2] } });
  });

  test('that gives undefined, or nothing, is told as an expression is', async () => {
    const source = { id: 'all', url: '/people', as: 'none' };
    const missing = await server.run({ base_url: api.url, requests: [source, dependent('all => all.nope')] });
    expect(recordOf(missing, 1)).toMatchObject({
      outcome: 'select_error',
      error: expect.stringContaining('select gave undefined'),
    });
    const empty = await server.run({ base_url: api.url, requests: [source, dependent('all => all.filter(p => p.id > 99)')] });
    expect(empty.results).toHaveLength(1);
    expect(empty.notes?.join()).toContain('requests[1]: "all" has no values for n, so nothing was sent for it');
  });
});
