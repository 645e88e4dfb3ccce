import { describe, expect, test } from 'vitest';
import { plan } from '../../src/batch/plan.ts';
import { InvalidCall } from '../../src/batch/problems.ts';

const config = { maxRequests: 1_000, userAgent: 'test', profiles: [] };

function urls(args: Record<string, unknown>): string[] {
  return plan({ base_url: 'http://a.example', ...args }, config).requests.map(({ request }) => request.url.href);
}

function refusal(args: unknown): string {
  try {
    plan(args, config);
  } catch (error) {
    if (error instanceof InvalidCall) return error.message;
    throw error;
  }
  throw new Error('Expected the call to be refused');
}

test('a template is one request for each row, numbered on in place', () => {
  const { requests, total } = plan({
    base_url: 'http://a.example',
    requests: ['/first', { url: '/users/{id}/posts', vars: { id: '1..3' }, id: 'posts', query: { _limit: 3 } }, '/last'],
  }, config);
  expect(total).toBe(5);
  expect(requests.map(({ i, id, request }) => [i, id, request.url.href])).toEqual([
    [0, undefined, 'http://a.example/first'],
    [1, 'posts', 'http://a.example/users/1/posts?_limit=3'],
    [2, 'posts', 'http://a.example/users/2/posts?_limit=3'],
    [3, 'posts', 'http://a.example/users/3/posts?_limit=3'],
    [4, undefined, 'http://a.example/last'],
  ]);
});

test('a row says what its URL does not show', () => {
  const vars = [{ owner: 'a', repo: 'x', stars: 5 }, { owner: 'b', repo: 'y' }];
  const { requests } = plan({ requests: [{ url: 'http://a.example/{owner}/{repo}', vars }] }, config);
  expect(requests.map(({ vars: shown }) => shown)).toEqual([{ stars: 5 }, undefined]);
});

describe('refused before anything is made of it', () => {
  test('more requests than allowed, with the count', () => {
    const request = { url: 'http://a.example/{id}', vars: { id: '1..1000' } };
    expect(urls({ requests: [request] })).toHaveLength(1_000);
    expect(refusal({ requests: [request, 'http://a.example/'] })).toMatch(/requests: 1001 requests, at most 1000/);
    expect(refusal({ requests: [{ ...request, vars: { id: '1..1000000000' } }] })).toMatch(/1000000000 requests/);
  });
});

describe('what is wrong with one template is one invalid record; the others run', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['malformed', { url: '/{id', vars: { id: 1 } }, /requests\[0\]\.url: malformed template at position 2/],
    ['a variable without a value', { url: '/{id}', vars: { ids: [1] } }, /requests\[0\]\.url: the template uses \{id\}/],
    ['no vars', { url: '/{id}' }, /requests\[0\]\.url: "\/\{id\}" is a template and needs vars/],
    ['a range of letters', { url: '/{id}', vars: { id: 'a..e' } }, /requests\[0\]\.vars\.id: "a\.\.e"/],
    ['vars that are neither', { url: '/{id}', vars: { id: { from: 5 } } }, /requests\[0\]\.vars/],
  ])('%s', (_, request, message) => {
    const { invalid, requests } = plan({ base_url: 'http://a.example', requests: [request, '/ok'] }, config);
    expect(invalid).toHaveLength(1);
    expect(invalid[0]?.error).toMatch(message);
    expect(requests.map(({ i, request: { url } }) => [i, url.pathname])).toEqual([[1, '/ok']]);
  });
});

test('random products are what nested loops make', () => {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let round = 0; round < 300; round++) {
    const names = ['a', 'b', 'c', 'd'].slice(0, 1 + random(4));
    const lists = names.map(() => Array.from({ length: 1 + random(4) }, () => random(100)));
    const asRange = names.map((_, n) => random(3) === 0 && (lists[n] = Array.from({ length: 1 + random(4) }, (__, k) => 5 + 3 * k)));
    const vars = Object.fromEntries(names.map((name, n) => {
      const list = lists[n] ?? [];
      return [name, asRange[n] ? `5..${list.at(-1)}:3` : list];
    }));
    const expected = lists.reduce<number[][]>((rows, list) => rows.flatMap((row) => list.map((value) => [...row, value])), [[]]);
    const template = names.map((name) => `/{${name}}`).join('');
    expect(urls({ requests: [{ url: template, vars }] })).toEqual(expected.map((row) => `http://a.example/${row.join('/')}`));
  }
});
