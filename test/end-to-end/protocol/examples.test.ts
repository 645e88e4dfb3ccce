import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const reader = readerOf(server);

/** The examples in a tool's description, each on a line of its own, for another address. */
async function examplesIn(name: string, url: string): Promise<Record<string, unknown>[]> {
  const { tools } = await server.connected.client.listTools();
  const description = tools.find((tool) => tool.name === name)?.description ?? '';
  const examples = [...description.matchAll(/^\{".*\}(?=$|\. )/gm)].map(([line]) =>
    line.replaceAll('https://api.example.com', url),
  );
  expect(examples.length).toBeGreaterThan(0);
  return examples.map((example) => JSON.parse(example) as Record<string, unknown>);
}

const USERS = ['Ann', 'Bob', 'Cyd', 'Dee'].map((name, i) => ({ id: i + 1, name }));

test('a list and its details, joined', async () => {
  const { url } = await serve((_, response, { pathname }) => {
    const [, user] = /^\/users\/(\d)\/posts$/.exec(pathname) ?? [];
    if (user === '2') return json(response, { message: 'gone' }, 404);
    json(response, user === undefined ? USERS : Array.from({ length: Number(user) }, (_post, id) => ({ id })));
  });
  const [example] = await examplesIn('fetch_many', url);
  expect((await server.run(example ?? {})).value).toEqual([
    { name: 'Dee', posts: 4 },
    { name: 'Cyd', posts: 3 },
    { name: 'Ann', posts: 1 },
  ]);
});

test('parts of a page', async () => {
  const { url } = await serve((_, response) => {
    const rows = '<tbody><tr><td>A</td><td>1 €</td></tr><tr><td>B</td><td>2 €</td></tr></tbody>';
    const page = `<a href="/out">x</a><main><h1>Prices</h1><a href="/in">y</a><table>${rows}</table></main>`;
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
  });
  const [, extract] = await examplesIn('fetch_many', url);
  expect((await server.one({ url, extract })).body).toEqual({
    title: 'Prices',
    links: [`${url}/in`],
    rows: [
      { name: 'A', price: '1 €' },
      { name: 'B', price: '2 €' },
    ],
  });
});

test('items that are read, changed and written back with their ETags', async () => {
  const written = new Map<string, unknown>();
  const { url } = await serve((request, response, { pathname }) => {
    const id = Number(pathname.split('/').pop());
    if (request.method === 'GET') return json(response.setHeader('etag', `"v${id}"`), { id, open: true, size: [id] });
    request.on('data', (piece: Buffer) => {
      written.set(pathname, [request.headers['if-match'], JSON.parse(piece.toString())]);
      json(response, {});
    });
  });
  const [example] = await examplesIn('request_many', url);
  const { summary } = await server.write(example ?? {});
  expect(summary).toMatchObject({ total: 6, ok: 6 });
  expect(Object.fromEntries(written)).toEqual({
    '/items/3': ['"v3"', { id: 3, open: false, size: [3] }],
    '/items/5': ['"v5"', { id: 5, open: false, size: [5] }],
    '/items/8': ['"v8"', { id: 8, open: false, size: [8] }],
  });
});

test('what is computed over a call again', async () => {
  const { url } = await serve((_, response, { pathname }) => json(response, { open: pathname !== '/2' }));
  const { summary } = await server.run({ base_url: url, requests: [{ url: '/{n}', vars: { n: '1..3' } }] });
  const [example] = await examplesIn('read_result', url);
  expect(await reader.read({ ...example, ref: summary.batch })).toMatchObject({ value: 2 });
});
