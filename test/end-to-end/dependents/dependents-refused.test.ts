import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

const from = (id: string): { vars: object; url: string } => ({ url: '/x/{x}', vars: { x: { from: id } } });

test.each<[string, unknown[], RegExp[]]>([
  [
    'an unknown name, with the nearest',
    ['/a', { id: 'users', url: '/u' }, from('user')],
    [/requests\[2\]\.vars\.x\.from: no request has the id "user"; did you mean "users"\?/],
  ],
  [
    'a name where none has one',
    ['/a', from('users')],
    [/requests\[1\]\.vars\.x\.from: no request has the id "users"; give the request it means an "id"/],
  ],
  [
    'a name that two have',
    [{ id: 'a', url: '/1' }, { id: 'a', url: '/2' }, from('a')],
    [/requests\[2\]\.vars\.x\.from: 2 requests have the id "a"/],
  ],
  [
    'itself',
    ['/a', { id: 'self', ...from('self') }],
    [/requests\[1\]\.vars\.x\.from: the requests wait for each other: "self" needs "self"/],
  ],
  [
    'each other',
    [
      { id: 'a', ...from('b') },
      { id: 'b', ...from('a') },
    ],
    [/requests\[1\]\.vars\.x\.from: .*"a" needs "b" needs "a"/],
  ],
  [
    'a long circle behind others',
    ['/ok', { id: 'z', ...from('a') }, { id: 'a', ...from('b') }, { id: 'b', ...from('c') }, { id: 'c', ...from('a') }],
    [/"a" needs "b" needs "c" needs "a"/],
  ],
  [
    'two circles, and what else is wrong',
    [{ id: 'a', ...from('a') }, { id: 'b', ...from('b') }, from('c'), { url: 'ftp://x/' }],
    [
      /requests\[0\].*"a" needs "a"/,
      /requests\[1\].*"b" needs "b"/,
      /requests\[2\].*no request has the id "c"/,
      /requests\[3\]\.url: ftp:/,
    ],
  ],
  [
    'a body that HEAD has not',
    [{ id: 'a', url: '/1', method: 'HEAD' }, from('a')],
    [/requests\[1\]\.vars\.x\.from: "a" is a HEAD request, whose answer has no body/],
  ],
  [
    'too many beside',
    ['/a', { id: 'a', url: '/{n}', vars: { n: '1..1000' } }, from('a')],
    [/requests: 1002 requests, at most 1000/],
  ],
])('a call that takes values from %s is refused: nothing is sent', async (_, requests, messages) => {
  const api = await serve((__, response) => json(response, [1]));
  const text = await server.refused({ base_url: api.url, requests });
  for (const message of messages) expect(text).toMatch(message);
  expect(text.length).toBeLessThan(1_500);
  expect(api.asked).toEqual([]);
});

test('rows may have a column "from"', async () => {
  const api = await serve((_, response) => json(response, 1));
  const { summary } = await server.run({
    base_url: api.url,
    requests: [
      {
        url: '/{from}/{to}',
        vars: [
          { from: 'ZRH', to: 'LHR' },
          { from: 'LHR', to: 'ZRH' },
        ],
      },
    ],
  });
  expect(summary.ok).toBe(2);
  expect(api.asked.toSorted()).toEqual(['GET /LHR/ZRH', 'GET /ZRH/LHR']);
});

test('vars may come as JSON text, also those of one variable', async () => {
  const api = await serve((_, response, { pathname }) => json(response, pathname === '/a' ? [1, 2] : 'ok'));
  const vars = [JSON.stringify({ x: { from: 'a' } }), { x: JSON.stringify({ from: 'a', select: '[]' }) }];
  const { summary } = await server.run({
    base_url: api.url,
    requests: [{ id: 'a', url: '/a' }, ...vars.map((each) => ({ url: '/x/{x}', vars: each }))],
  });
  expect(summary).toMatchObject({ total: 5, ok: 5 });
});
