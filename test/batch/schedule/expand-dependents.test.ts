import { describe, expect, test } from 'vitest';
import { InvalidCall } from '../../../src/batch/args/problems.ts';
import { planOf, requestsOf, sendable } from '../../support/plan.ts';

async function urls(args: Record<string, unknown>): Promise<string[]> {
  const requests = await sendable({ base_url: 'http://a.example', ...args });
  return requests.map(({ request }) => request.url.href);
}

async function refusal(args: unknown): Promise<string> {
  const error = await planOf(args).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof InvalidCall) return error.message;
  throw new Error('Expected the call to be refused', { cause: error });
}

test('a template is one request for each row, in place', async () => {
  const requests = await sendable({
    base_url: 'http://a.example',
    requests: ['/first', { url: '/users/{id}/posts', vars: { id: '1..3' }, id: 'posts', query: { _limit: 3 } }, '/last'],
  });
  expect(requests.map(({ id, request }) => [id, request.url.href])).toEqual([
    [undefined, 'http://a.example/first'],
    ['posts', 'http://a.example/users/1/posts?_limit=3'],
    ['posts', 'http://a.example/users/2/posts?_limit=3'],
    ['posts', 'http://a.example/users/3/posts?_limit=3'],
    [undefined, 'http://a.example/last'],
  ]);
});

test('a row says what its URL does not show', async () => {
  const vars = [
    { owner: 'a', repo: 'x', stars: 5 },
    { owner: 'b', repo: 'y' },
  ];
  const requests = await sendable({ requests: [{ url: 'http://a.example/{owner}/{repo}', vars }] });
  expect(requests.map(({ shownVars }) => shownVars?.hidden)).toEqual([{ stars: 5 }, undefined]);
});

describe('refused before anything is made of it', () => {
  test('more requests than allowed, with the count', async () => {
    const request = { url: 'http://a.example/{id}', vars: { id: '1..1000' } };
    expect(await urls({ requests: [request] })).toHaveLength(1_000);
    expect(await refusal({ requests: [request, 'http://a.example/'] })).toMatch(/requests: 1001 requests, at most 1000/);
    expect(await refusal({ requests: [{ ...request, vars: { id: '1..1000000000' } }] })).toMatch(/1000000000 requests/);
  });
});

describe('what is wrong with one template is one invalid record; the others run', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['malformed', { url: '/{id', vars: { id: 1 } }, /requests\[0\]\.url: malformed template at position 2/],
    ['a variable without a value', { url: '/{id}', vars: { ids: [1] } }, /requests\[0\]\.url: the template uses \{id\}/],
    ['no vars', { url: '/{id}' }, /requests\[0\]\.url: "\/\{id\}" is a template and needs vars/],
    ['a range of letters', { url: '/{id}', vars: { id: 'a..e' } }, /requests\[0\]\.vars\.id: "a\.\.e"/],
    ['vars that are neither', { url: '/{id}', vars: { id: { form: 5 } } }, /requests\[0\]\.vars/],
  ])('%s', async (_, request, message) => {
    const [invalid, ok, ...others] = await requestsOf({ base_url: 'http://a.example', requests: [request, '/ok'] });
    expect(invalid).toMatchObject({ outcome: 'invalid', error: expect.stringMatching(message) });
    expect(ok).toMatchObject({ request: { url: { pathname: '/ok' } } });
    expect(others).toEqual([]);
  });
});
