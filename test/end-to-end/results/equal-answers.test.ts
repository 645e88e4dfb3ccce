import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const LIST = [
  { id: 1, name: 'one' },
  { id: 2, name: 'two' },
];

/** Knows `p`, and no other parameter. */
function deaf(): Promise<Api> {
  return serve((_, response, { pathname, searchParams }) => {
    const page = Number(searchParams.get('p') ?? 1);
    const id = searchParams.get('id');
    if (pathname === '/moment') json(response, { asked: Math.random(), items: LIST });
    else if (pathname === '/thing') json(response, { title: `thing ${searchParams.get('page')} of a comic`, tags: ['a'] });
    else if (pathname === '/none' || pathname === '/search')
      json(response, { results: [], total: 0, said: 'nothing was found for it' });
    else if (pathname === '/short') json(response, { ok: true });
    else if (pathname === '/text')
      response.setHeader('content-type', 'text/plain').end('the same to everybody, whoever asks for it');
    else if (pathname === '/some' && id === '3') json(response, { message: 'there is no such thing here' }, 404);
    else json(response, page === 1 ? LIST : LIST.map((each) => ({ ...each, id: each.id + 2 * page })));
  });
}

const whatever = (name: string): string => `their bodies are equal, whatever ${name} is: the server may not know that parameter`;

test.each<[string, unknown[], string]>([
  ['pages', [{ url: '/list?page={page}', vars: { page: '1..2' } }], `i 0, 1: ${whatever('page')}`],
  ['pages that are written out', ['/list?page=1', '/list?page=2', '/list?page=3'], `i 0, 1, 2: ${whatever('page')}`],
  ['things', [{ url: '/list', vars: { id: '1..9' }, query: { id: '{id}' } }], `i 0, 1, 2, 3, 4 and 4 more: ${whatever('id')}`],
  ['things beside a failure', [{ url: '/some', vars: { id: '1..4' }, query: { id: '{id}' } }], `i 0, 1, 3: ${whatever('id')}`],
  [
    'two parameters',
    ['/list?a=1&b=1&c=1', '/list?a=2&b=2&c=1', '/list?a=3&b=3&c=1'],
    `i 0, 1, 2: ${whatever('a, b').replace('that parameter', 'these parameters')}`,
  ],
  ['pages of which the first has no number', ['/list', '/list?page=2'], `i 0, 1: ${whatever('page')}`],
  ['a parameter that some lack', ['/list?id=1', '/list?id=1&b', '/list?id=1&b=2'], `i 0, 1, 2: ${whatever('b')}`],
  ['a parameter with several values', ['/list?a=1&a=2', '/list?a=1,2', '/list?a=2&a=1'], `i 0, 1, 2: ${whatever('a')}`],
])('that a parameter makes no difference is said of %s', async (_, requests, note) => {
  const { url } = await deaf();
  for (const args of [{}, { select: '[].id' }, { js: 'ok.flatMap(r => r.body).length' }]) {
    const { notes = [] } = await server.run({ base_url: url, requests, ...args });
    expect(notes.filter((each) => each.includes('are equal'))).toEqual([note]);
  }
});

test.each<[string, unknown[]]>([
  ['other answers', [{ url: '/list?p={p}', vars: { p: '1..3' } }]],
  ['one that is another', ['/list?page=1', '/list?page=2', '/list?p=2']],
  ['two things that may be alike', ['/list?tag=a', '/list?tag=b']],
  ['the same thing twice', ['/list?page=1', '/list?page=1']],
  ['queries with hundreds of parameters', [{ url: `/list?${'a&'.repeat(500)}id={id}`, vars: { id: '1..5' } }]],
  ['other paths', [{ url: '/list/{id}', vars: { id: '1..5' } }]],
  ['the same thing in other words', ['/list?a=1&b=1', '/list?b=1&a=1', '/list?b=1&a=1&']],
  ['questions that find nothing', [{ url: '/search?q={q}&page={page}', vars: { q: ['x', 'y'], page: '1..2' } }]],
  ['short answers', [{ url: '/short?id={id}', vars: { id: '1..5' } }]],
  ['texts', [{ url: '/text?id={id}', vars: { id: '1..5' } }]],
  ['searches that find nothing', [{ url: '/none?q={q}', vars: { q: ['a', 'b', 'c'] } }]],
  ['pages beyond the last', [{ url: '/none?page={page}', vars: { page: '7..9' } }]],
  ['dates', ['/list?after=2026-01-01', '/list?after=2026-02-01']],
  ['currencies', ['/list?from=EUR', '/list?from=USD']],
  ['what keeps caches away', [{ url: '/list?_={n}', vars: { n: '1..4' } }]],
  ['things that have a list, too', [{ url: '/thing?page={n}', vars: { n: '1..3' } }]],
])('but not of %s', async (_, requests) => {
  const { url } = await deaf();
  const { notes = [] } = await server.run({ base_url: url, requests });
  expect(notes.filter((each) => each.includes('are equal'))).toEqual([]);
});

test('pages of which only the lists are equal, and those that are no JSON', async () => {
  const { url } = await deaf();
  const noted = async (path: string): Promise<unknown> => {
    const { notes = [] } = await server.run({ requests: [{ url: `${url}${path}?page={page}`, vars: { page: '1..3' } }] });
    return notes.filter((each) => each.includes('are equal'));
  };
  expect(await noted('/moment')).toEqual([`i 0, 1, 2: ${whatever('page').replace('bodies', 'lists')}`]);
  expect(await noted('/text')).toEqual([`i 0, 1, 2: ${whatever('page')}`]);
});

test('different pages that all redirect to one carry a note, aliases of a page and pages of their own do not', async () => {
  const { url } = await serve((_, response, { pathname, searchParams }) => {
    const [, first, rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(pathname) ?? [];
    if (first === 'end') return json(response, { title: 'Sign in' });
    const to = { home: '/end', next: `/end?next=${encodeURIComponent(pathname)}&lang=en`, own: `/end?item=${rest}` }[first ?? ''];
    return void response.writeHead(302, { location: to ?? `/end?x=${searchParams.get('x')}` }).end();
  });
  const notes = async (...requests: string[]): Promise<unknown> => (await server.run({ base_url: url, requests })).notes;
  const note = (which: string, place: string): string =>
    `i ${which}: all redirect to ${url}${place}: it may be a sign-in or home page, not what was asked for`;
  expect(await notes('/home/1', '/home/2', '/end', '/home/3')).toEqual([note('0, 1, 3', '/end')]);
  expect(await notes('/next/1', '/next/2', '/next/3')).toEqual([note('0, 1, 2', '/end?lang=en')]);
  expect(await notes('/own/1', '/own/2', '/own/3')).toBeUndefined();
  expect(await notes('/home/1', '/home/1/', '/home/2')).toBeUndefined();
});

/** Whether it is said of what is asked, all of which is answered by this redirect, or by one that depends on the path. */
async function isSaid(requests: readonly unknown[], place: string | ((path: string) => string)): Promise<boolean> {
  const { url } = await serve((_, response, { pathname, searchParams }) => {
    if (searchParams.has('end')) return json(response, { text: searchParams.get('end') });
    const to = typeof place === 'string' ? place : place(pathname);
    return void response.writeHead(303, { location: `${to}${to.includes('?') ? '&' : '?'}end` }).end();
  });
  const { notes = [] } = await server.write({ base_url: url, requests });
  return notes.some((note) => note.includes('all redirect to'));
}

describe('pages that all redirect to one', () => {
  test.each<[readonly string[], string]>([
    [['/guide', '/v2/guide', '/help/guide.html'], '/v3/guide'],
    [['/docs', '/docs/index.html', '/docs/index.php', '/Docs'], '/docs/'],
    [['/', '/index.html', '/de', '/fr/'], '/en/'],
    [['/docs/latest', '/docs/stable', '/docs/v2'], '/docs/3.2/'],
    [['/openapi', '/v1/openapi.yaml', '/spec/openapi.json'], '/openapi.json'],
    [['/q/12', '/questions/12', '/12'], '/questions/12-some-title'],
  ])('are no matter where they are names of it: %j', async (paths, place) => {
    expect(await isSaid(paths, place)).toBe(false);
  });

  test('are no matter where they are writes, or where the query chooses what is there', async () => {
    const paths = ['/a/1.png', '/a/2.png', '/a/3.png'];
    const writes = paths.map((url) => ({ url, method: 'DELETE' }));
    expect(await isSaid(writes, '/a')).toBe(false);
    expect(await isSaid(paths, '/a')).toBe(true);
    for (const name of ['file', 'url', 'route']) {
      expect(await isSaid(paths, (path) => `/image?${name}=${encodeURIComponent(path)}`), name).toBe(false);
    }
  });

  test.each<[string, readonly unknown[], string | ((path: string) => string)]>([
    ['that differ by their query', ['/thread?id=1', '/thread?id=2', '/thread?id=3'], '/login'],
    [
      'for a sign-in with a state',
      ['/1', '/2', '/3'],
      (path) => `/oauth2/authorize?state=${Buffer.from(path).toString('base64url')}`,
    ],
    [
      'for a sign-in that is told the path itself',
      ['/é/1', '/é/2', '/é/3'],
      (path) => `/?next=${encodeURIComponent(decodeURI(path))}`,
    ],
    ['for a sign-in beside them', ['/account/a', '/account/b', '/account/c'], '/account/login'],
    ['for the home page of their section', ['/en/a', '/en/b', '/en/c'], '/en/'],
    ['for a list, by names of two letters', ['/countries/de', '/countries/fr', '/countries/it'], '/countries'],
    ['of which nothing can be selected', ['/1', '/2', '/3'].map((url) => ({ url, select: 'price' })), '/'],
  ])('are, %s', async (_, requests, place) => {
    expect(await isSaid(requests, place)).toBe(true);
  });

  test('are, where they are read again from what came', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/login') json(response, { title: 'Sign in' });
      else response.writeHead(302, { location: '/login' }).end();
    });
    const { summary } = await server.run({ base_url: url, requests: ['/1', '/2', '/3'], select: 'price' });
    const { notes } = await server.run({ retry_of: summary.batch, select: 'title' });
    expect(notes).toContainEqual(expect.stringMatching(/^i 0, 1, 2: all redirect to \S+\/login: /));
  });

  test('are, of several sites', async () => {
    const home = await serve((_, response) => json(response, { title: 'Bought' }));
    const moved = (): Promise<Api> => serve((_, response) => void response.writeHead(301, { location: home.url }).end());
    const sites = await Promise.all([moved(), moved(), moved()]);
    const { notes } = await server.run({ requests: sites.map(({ url }) => `${url}/prices`) });
    expect(notes).toEqual([expect.stringContaining(`i 0, 1, 2: all redirect to ${home.url}/: `)]);
  });
});
