import { expect, test } from 'vitest';
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
    if (pathname === '/search') json(response, { total: 0, results: [], page: 1, message: 'nothing was found' });
    else if (pathname === '/short') json(response, { ok: true });
    else if (pathname === '/text') response.setHeader('content-type', 'text/plain').end('the same to everybody who asks for it');
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
  ['other paths', [{ url: '/list/{id}', vars: { id: '1..5' } }]],
  ['the same thing in other words', ['/list?a=1&b=1', '/list?b=1&a=1', '/list?b=1&a=1&']],
  ['questions that find nothing', [{ url: '/search?q={q}&page={page}', vars: { q: ['x', 'y'], page: '1..2' } }]],
  ['short answers', [{ url: '/short?id={id}', vars: { id: '1..5' } }]],
  ['texts', [{ url: '/text?id={id}', vars: { id: '1..5' } }]],
])('but not of %s', async (_, requests) => {
  const { url } = await deaf();
  const { notes = [] } = await server.run({ base_url: url, requests });
  expect(notes.filter((each) => each.includes('are equal'))).toEqual([]);
});
