import { expect, test } from 'vitest';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { json } from '../../support/api.ts';
import { recorder } from '../../support/recorder.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** Jobs as people have them: each is one call, and its answer costs so many tokens, with the arguments of the call so many. */
interface Bounds {
  readonly answer: number;
  readonly whole: number;
}

/** Does a job in one call; fails if that costs more than it may. */
async function job(
  tool: 'fetch_many' | 'request_many',
  args: Record<string, unknown>,
  bounds: Bounds,
): ReturnType<typeof server.run> {
  const client = server.connected;
  const answer = await (tool === 'fetch_many' ? client.fetchMany(args) : client.requestMany(args));
  const tokens = estimateTokens(answer.text);
  expect(tokens, answer.text).toBeLessThan(bounds.answer);
  expect(tokens + estimateTokens(JSON.stringify(args))).toBeLessThan(bounds.whole);
  return resultOf(answer);
}

test('list, then details: which of 40 projects have a licence of their own, by licence', async () => {
  const licences = ['MIT', 'Apache-2.0', 'MIT', null];
  const { url, asked } = await serve((_, response, { pathname }) => {
    const id = Number(pathname.split('/')[2]);
    const padding = { readme: 'words '.repeat(200), topics: ['a', 'b'] };
    if (pathname === '/projects')
      json(
        response,
        Array.from({ length: 40 }, (_each, nth) => ({ id: nth + 1, ...padding })),
      );
    else json(response, { id, name: `project-${id}`, licence: licences[id % 4], stars: id * 7, ...padding });
  });
  const { value, summary } = await job(
    'fetch_many',
    {
      base_url: url,
      requests: [
        { id: 'list', url: '/projects', as: 'none' },
        { id: 'project', url: '/projects/{id}', vars: { id: { from: 'list', select: '[].id' } } },
      ],
      js: 'Object.entries(Object.groupBy(by.project.map(r => r.body), p => p.licence ?? "none")).map(([l, all]) => [l, all.length, Math.max(...all.map(p => p.stars))]).sort()',
    },
    { answer: 250, whole: 450 },
  );
  expect(value).toEqual([
    ['Apache-2.0', 10, 259],
    ['MIT', 20, 280],
    ['none', 10, 273],
  ]);
  expect([summary.ok, asked.length]).toEqual([41, 41]);
});

test('a join of two APIs: what each team owes, by e-mail', async () => {
  const people = Array.from({ length: 60 }, (_, id) => ({
    id,
    email: `P${id}@Example.org`,
    team: `team-${id % 3}`,
    bio: 'x'.repeat(300),
  }));
  const invoices = Array.from({ length: 200 }, (_, n) => ({
    n,
    to: `p${n % 70}@example.org`,
    cents: n * 100,
    lines: ['y'.repeat(200)],
  }));
  const crm = await serve((_, response) => json(response, { data: people }));
  const billing = await serve((_, response) => json(response, invoices));
  const { value } = await job(
    'fetch_many',
    {
      requests: [
        { id: 'people', url: `${crm.url}/people` },
        { id: 'invoices', url: `${billing.url}/invoices` },
      ],
      js: `const team = new Map(by.people[0].body.data.map(p => [p.email.toLowerCase(), p.team]));
const owed = {};
for (const i of by.invoices[0].body) { const t = team.get(i.to) ?? 'nobody'; owed[t] = (owed[t] ?? 0) + i.cents; }
owed`,
    },
    { answer: 200, whole: 400 },
  );
  const owed: Record<string, number> = {};
  for (const { to, cents } of invoices) {
    const person = people.find(({ email }) => email.toLowerCase() === to);
    owed[person?.team ?? 'nobody'] = (owed[person?.team ?? 'nobody'] ?? 0) + cents;
  }
  expect(value).toEqual(owed);
});

test('pages to the end, in three styles: how many are open, and the newest', async () => {
  const all = Array.from({ length: 250 }, (_, n) => ({
    n,
    state: n % 3 === 0 ? 'open' : 'closed',
    at: 1_700_000_000 + ((n * 7919) % 250),
    text: 'z'.repeat(400),
  }));
  const { url, asked } = await serve((_, response, { pathname, searchParams }) => {
    const page = Number(searchParams.get('page') ?? 1);
    const start = pathname === '/cursor' ? Number(searchParams.get('after') ?? 0) : (page - 1) * 50;
    const items = all.slice(start, start + 50);
    const hasMore = start + 50 < all.length;
    if (pathname === '/link' && hasMore) response.setHeader('link', `</link?page=${page + 1}>; rel="next"`);
    json(response, pathname === '/cursor' ? { items, meta: { next: hasMore ? String(start + 50) : null } } : items);
  });
  const { value } = await job(
    'fetch_many',
    {
      base_url: url,
      requests: [
        { url: '/link', paginate: { next: 'link' } },
        { url: '/page', paginate: { next: 'page' } },
        { url: '/cursor', paginate: { next: 'meta.next', param: 'after', items: 'items' } },
      ],
      js: 'ok.map(r => ({ all: r.body.length, open: r.body.filter(x => x.state === "open").length, newest: r.body.toSorted((a, b) => b.at - a.at)[0].n }))',
    },
    { answer: 250, whole: 450 },
  );
  const newest = all.toSorted((a, b) => b.at - a.at)[0]?.n;
  expect(value).toEqual(Array.from({ length: 3 }, () => ({ all: 250, open: 84, newest })));
  // One page beyond the last tells that it was the last where pages are counted.
  expect(asked).toHaveLength(5 + 6 + 5);
});

test('120 links of a page: which are broken, and where they lead', async () => {
  const links = Array.from({ length: 120 }, (_, n) => `<li><a href="/doc/${n}">Document ${n}</a></li>`).join('');
  const { url, asked } = await serve((_, response, { pathname }) => {
    const n = Number(pathname.split('/')[2]);
    response.setHeader('content-type', 'text/html');
    if (pathname === '/')
      response.end(`<html><body><nav><a href="/about">About</a></nav><main><ul>${links}</ul></main></body></html>`);
    else if (n % 40 === 7) response.writeHead(404).end('<h1>not here</h1>');
    else if (n % 60 === 9) response.writeHead(301, { location: `/doc/${n + 1}` }).end();
    else response.end(`<html><body><main><h1>${n}</h1>${'<p>words</p>'.repeat(300)}</main></body></html>`);
  });
  const { value, summary, results } = await job(
    'fetch_many',
    {
      requests: [
        { id: 'page', url, extract: { links: ['main a@href'] } },
        { id: 'link', url: '{link}', vars: { link: { from: 'page', select: 'links' } }, as: 'none' },
      ],
      layout: 'failures',
      js: '({ checked: by.link.length, broken: by.link.filter(r => !r.ok).map(r => [r.vars.link, r.status]), moved: by.link.filter(r => r.final_url).length })',
    },
    { answer: 550, whole: 750 },
  );
  expect(value).toEqual({ checked: 120, broken: [7, 47, 87].map((n) => [`${url}/doc/${n}`, 404]), moved: 2 });
  expect(summary.failures).toMatchObject([{ outcome: 'http_error', status: 404, count: 3 }]);
  expect(results).toHaveLength(3);
  expect(new Set(asked).size).toBe(121);
});

test('12 documentation pages: the options of all their tables that have no default', async () => {
  const { url } = await serve((_, response, { pathname }) => {
    const n = Number(pathname.slice(1));
    const rows = Array.from(
      { length: 8 },
      (_each, row) =>
        `<tr><td><code>opt_${n}_${row}</code></td><td>${row === n % 8 ? '' : row}</td><td>${'about it '.repeat(8)}</td></tr>`,
    );
    response.setHeader('content-type', 'text/html');
    response.end(
      `<html><head><title>Part ${n}</title></head><body><nav>${'<a href="/x">menu</a>'.repeat(100)}</nav><main><h1>Part ${n}</h1>
       ${'<p>A paragraph about many things, which nobody needs here.</p>'.repeat(40)}
       <table><tr><th>Option</th><th>Default</th><th>Meaning</th></tr>${rows.join('')}</table></main></body></html>`,
    );
  });
  const { value } = await job(
    'fetch_many',
    {
      base_url: url,
      requests: [{ url: '/{n}', vars: { n: '1..12' } }],
      js: 'ok.flatMap(r => tableRows(r.body)).filter(row => row.Default === "").map(row => row.Option.replaceAll("`", ""))',
    },
    { answer: 300, whole: 400 },
  );
  expect(value).toEqual(Array.from({ length: 12 }, (_, at) => `opt_${at + 1}_${(at + 1) % 8}`));
});

test('bulk writes: raise 30 prices by a tenth, each with its ETag, and say which were changed by others meanwhile', async () => {
  const prices = new Map(
    Array.from({ length: 30 }, (_, n) => [n, { id: n, price: 100 + n, stock: { a: 1 }, text: 'w'.repeat(500) }]),
  );
  const api = await recorder((request, response, { pathname }) => {
    const id = Number(pathname.split('/')[2]);
    if (pathname === '/items')
      return json(
        response,
        [...prices.keys()].map((each) => ({ id: each, href: `/items/${each}` })),
      );
    if (request.method === 'PUT' && id === 13) return json(response, { message: 'changed meanwhile' }, 412);
    response.setHeader('etag', `"tag-${id}"`);
    return json(response, prices.get(id) ?? {});
  });
  const { value, summary } = await job(
    'request_many',
    {
      base_url: api.url,
      requests: [
        { id: 'list', url: '/items', as: 'none' },
        { id: 'item', url: '/items/{id}', vars: { id: { from: 'list', select: '[].id' } }, as: 'none' },
        {
          id: 'put',
          method: 'PUT',
          url: '/items/{id}',
          headers: { 'if-match': '{etag}' },
          vars: {
            from: 'item',
            select:
              '(b, { headers }) => ({ id: b.id, etag: headers.etag, item: { ...b, price: Math.round(b.price * 110) / 100 } })',
          },
          json: '{item}',
        },
      ],
      js: '({ changed: by.put.filter(r => r.ok).length, not: by.put.filter(r => !r.ok).map(r => [r.vars.id, r.status]) })',
    },
    { answer: 420, whole: 680 },
  );
  expect(value).toEqual({ changed: 29, not: [[13, 412]] });
  expect(summary).toMatchObject({ total: 61, ok: 60 });
  const puts = api.received.filter(({ method }) => method === 'PUT');
  expect(puts).toHaveLength(30);
  for (const { path, headers, body } of puts) {
    const id = Number(path.split('/')[2]);
    expect(headers['if-match']).toBe(`"tag-${id}"`);
    expect(JSON.parse(body)).toEqual({ ...prices.get(id), price: Math.round((100 + id) * 110) / 100 });
  }
});

test('a POST search with a cursor, to its end: hits by kind', async () => {
  const hits = Array.from({ length: 130 }, (_, n) => ({ id: n, kind: ['page', 'file', 'note'][n % 3], text: 'v'.repeat(300) }));
  const api = await recorder((_, response) => {
    const { start_cursor: cursor = '0' } = JSON.parse(api.received.at(-1)?.body ?? '{}') as { start_cursor?: string };
    const start = Number(cursor);
    const has = start + 50 < hits.length;
    json(response, {
      results: hits.slice(start, start + 50),
      has_more: has,
      next_cursor: has ? String(start + 50) : null,
    });
  });
  const { value } = await job(
    'request_many',
    {
      requests: [
        {
          method: 'POST',
          url: `${api.url}/search`,
          json: { query: 'plan', page_size: 50 },
          paginate: { next: 'next_cursor', param: 'start_cursor', items: 'results' },
        },
      ],
      js: 'const n = {}; for (const hit of ok[0].body) n[hit.kind] = (n[hit.kind] ?? 0) + 1; n',
    },
    { answer: 200, whole: 350 },
  );
  expect(value).toEqual({ page: 44, file: 43, note: 43 });
  expect(api.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { query: 'plan', page_size: 50 },
    { query: 'plan', page_size: 50, start_cursor: '50' },
    { query: 'plan', page_size: 50, start_cursor: '100' },
  ]);
});
