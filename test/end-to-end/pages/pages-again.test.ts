import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, startApi, type Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { folderForTests, saverOf, tree } from '../../support/save-result.ts';
import { sharedServer } from '../../support/shared-server.ts';

const folder = folderForTests();
const server = sharedServer('--save-dir', folder);
const { read, refusal } = readerOf(server);
const { save, refusal: refusedToSave } = saverOf(server);

/** Second pages that are no page, and how the record of one that follows them fails. */
const BROKEN = [
  ['/half', 'decode', 'only what had come: page 2: the body is not valid JSON'],
  ['/lost', 'network', 'only what had come: page 2: '],
  ['/refused', 'http_error', 'only what had come: page 2: 403 Forbidden'],
] as const;

let api: Api;
let batch: string;

beforeAll(async () => {
  api = await startApi((_, response, { pathname, searchParams }) => {
    if (pathname === '/absent') return json(response, { message: 'no such' }, 404);
    const page = Number(searchParams.get('page') ?? 1);
    if (page === 2 && pathname === '/half') return void response.setHeader('content-type', 'application/json').end('[{"id":');
    if (page === 2 && pathname === '/lost') return void response.destroy();
    if (page === 2 && pathname === '/refused') return json(response, {}, 403);
    if (page < 3) response.setHeader('link', `<${pathname}?page=${page + 1}>; rel="next"`);
    json(response, [{ id: page }]);
  });
  const paths = ['/whole', ...BROKEN.map(([path]) => path)];
  const requests = [...paths.map((url) => ({ url, paginate: { next: 'link' } })), '/absent'];
  const { summary } = await server.run({ base_url: api.url, requests, retries: 0 });
  batch = summary.batch ?? '';
});

afterAll(() => api.close());

describe('pages that broke off are never taken for all', () => {
  test('when a batch is read in another way, they have failed still', async () => {
    const { summary, results = [] } = await read({ ref: batch, select: '[].id' });
    expect(summary).toMatchObject({ ok: 1, failed: 4 });
    expect(results.slice(1, 4).map(({ outcome }) => outcome)).toEqual(BROKEN.map(([, outcome]) => outcome));
    expect(results[2]).toMatchObject({ kind: 'connection_lost' });
    expect(results.slice(0, 4).map(({ body }) => body)).toEqual([[1, 2, 3], [1], [1], [1]]);
  });

  test('when a program reads what is selected of them, they are not in ok', async () => {
    expect((await read({ ref: batch, select: '[].id', js: 'ok.map(r => r.i)' })).value).toEqual([0]);
  });

  test.each(BROKEN.map(([path, , said], at) => [path, at + 1, said] as const))(
    'when %s is read or saved alone, a note says so',
    async (_, i, said) => {
      const ref = `${batch}/${i}`;
      expect(await read({ ref })).toMatchObject({ body: [{ id: 1 }], notes: [expect.stringContaining(said)] });
      const saved = { notes: [expect.stringContaining(said)] };
      expect(await save({ ref, to: `alone/${i}.ndjson` })).toMatchObject(saved);
      expect(await save({ ref, to: `ids/${i}.ndjson`, select: '[].id' })).toMatchObject(saved);
      expect(await save({ ref, to: 'each/{i}.ndjson' })).toMatchObject(saved);
      expect(tree(join(folder, 'ids'))).toMatchObject({ [`${i}.ndjson`]: '1\n' });
    },
  );

  test('when a batch is saved as a file each, they are left out', async () => {
    const { files, notes } = await save({ ref: batch, to: 'all/{i}.json' });
    expect(files.map(({ path }) => path)).toEqual(['all/0.json']);
    expect(notes).toEqual(['4 records are left out (i 1, 2, 3, 4): not ok']);
  });
});

test.each([
  ['text', '[{"id":1}]'],
  ['base64', Buffer.from('[{"id":1}]').toString('base64')],
])('pages that are read as %s are an item each, and none is left out', async (as, first) => {
  const ref = `${batch}/0`;
  const told = { of: 3, notes: [`as ${as}, the 3 pages are an item each, and not joined`] };
  expect(await read({ ref, as })).toMatchObject({ ...told, body: [first, expect.any(String), expect.any(String)] });
  expect((await read({ ref, as, js: 'ok[0].body' })).value).toEqual([first, expect.any(String), expect.any(String)]);
});

test('a single page that is read as text is that text', async () => {
  const request = { url: `${api.url}/whole?page=3`, paginate: { next: 'link' } };
  const { summary } = await server.run({ requests: [request] });
  expect(await read({ ref: `${summary.batch}/0`, as: 'text' })).toMatchObject({ type: 'text', body: '[{"id":3}]' });
});

test('a ref without a body says why there is none', async () => {
  const why = 'not sent: it takes values from "gone"';
  const requests = [
    { id: 'gone', url: '/absent' },
    { url: '/{x}', vars: { x: { from: 'gone', select: 'x' } } },
  ];
  const { summary } = await server.run({ base_url: api.url, requests });
  const ref = `${summary.batch}/1`;
  expect(await refusal({ ref })).toContain(`${ref} has no body: ${why}`);
  expect(await refusedToSave({ ref, to: 'none.json' })).toContain(`there is no body: ${why}`);
});

test('what a failing answer said is told from an answer when it is read alone', async () => {
  const notes = ['this is what a failing answer said: 404 Not Found'];
  expect(await read({ ref: `${batch}/4` })).toMatchObject({ body: { message: 'no such' }, notes });
});
