import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { readerOf } from '../../support/read-result.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);

const USERS: Readonly<Record<string, unknown>> = {
  '/users/1': { id: 1, login: 'ann', bio: 'likes tea', org: { name: 'A' } },
  '/users/2': { id: 2, login: 'bob' },
  '/users/3': { id: 3, login: 'cy', bio: null, org: null },
  '/users/4': { id: 4, login: 'di' },
};

function api(): Promise<Api> {
  return serve((_, response, { pathname }) => json(response, USERS[pathname] ?? {}));
}

const template = { url: '/users/{id}', vars: { id: '1..4' } };

async function called(request: object, args: Record<string, unknown> = {}): Promise<Awaited<ReturnType<typeof server.run>>> {
  return server.run({ base_url: (await api()).url, requests: [{ ...template, ...request }], ...args });
}

describe('a key that some bodies of a template lack', () => {
  test('is null there, with one note', async () => {
    const { results, notes, summary } = await called({ select: 'bio' });
    expect(results.map(({ body }) => body)).toEqual(['likes tea', null, null, null]);
    expect(results.map(({ outcome }) => outcome)).toEqual([undefined, undefined, undefined, undefined]);
    expect(notes).toEqual(['i 1, 3: select: bio is not there and so null; others of the same template have it']);
    expect(summary).toMatchObject({ ok: 4, failed: 0 });
  });

  test('is null there if others have it as null', async () => {
    const { results, notes } = await called({ vars: { id: [2, 3] }, select: 'bio' });
    expect(results.map(({ body }) => body)).toEqual([null, null]);
    expect(notes).toHaveLength(1);
  });

  test.each<[string, unknown, unknown[]]>([
    [
      'an object',
      '{login: login, bio: bio}',
      [
        { login: 'ann', bio: 'likes tea' },
        { login: 'bob', bio: null },
      ],
    ],
    [
      'an object of nothing else',
      '{b: bio, n: org.name}',
      [
        { b: 'likes tea', n: 'A' },
        { b: null, n: null },
      ],
    ],
    [
      'a list of paths',
      ['id', 'bio'],
      [
        { id: 1, bio: 'likes tea' },
        { id: 2, bio: null },
      ],
    ],
    ['a list of one path', ['org.name'], [{ 'org.name': 'A' }, { 'org.name': null }]],
  ])('is null there in %s', async (_, select, bodies) => {
    const { results, notes = [] } = await called({ vars: { id: [1, 2] }, select });
    expect(results.map(({ body }) => body)).toEqual(bodies);
    expect(notes).toEqual([expect.stringMatching(/^i 1: select: [\w., ]+ is not there and so null; others of the same/)]);
  });

  test('and that all lack is said by what is there', async () => {
    const { results, notes } = await called({ vars: { id: [1, 2] }, select: '{b: bio, l: logn}' });
    expect(results.map(({ body }) => body)).toEqual([
      { b: 'likes tea', l: null },
      { b: null, l: null },
    ]);
    expect(notes?.join('\n')).toMatch(/i 0: .*there is no logn; .*did you mean login\?/);
    expect(notes?.join('\n')).toMatch(/i 1: select: bio is not there and so null/);
    expect(notes?.join('\n')).toMatch(/i 1: .*logn.*did you mean login\?/);
  });

  test('reads the same from the store, and another select there is judged alone', async () => {
    const { results, summary } = await called({ select: 'bio' });
    expect(results[1]?.body).toBeNull();
    const ref = `${summary.batch}/1`;
    expect((await read({ ref })).body).toBeNull();
    await expect(read({ ref, select: 'bio' })).rejects.toThrow(/matched nothing/);
  });

  test('is a row of a table', async () => {
    const result = await called({ select: '{bio: bio}' }, { layout: 'table' });
    expect(result.columns).toContain('bio');
    expect(result.rows).toHaveLength(4);
    expect(result.results).toEqual([]);
  });

  test('is nothing to run again', async () => {
    const { summary } = await called({ select: 'bio' });
    expect(await server.refused({ retry_of: summary.batch })).toMatch(/every request of .* was ok/);
  });

  test('does not keep others from the values of the body', async () => {
    const { url } = await api();
    const requests = [
      { ...template, id: 'users', vars: { id: [1, 2] }, select: 'bio' },
      { url: '/of/{login}', vars: { login: { from: 'users', select: 'login' } } },
    ];
    const result = await server.run({ base_url: url, requests });
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });
});

describe('a key is select_error', () => {
  test('that no body of a template has, and dependents are skipped', async () => {
    const { url } = await api();
    const requests = [
      { ...template, id: 'users', vars: { id: [1, 2] }, select: 'boi' },
      { url: '/of/{login}', vars: { login: { from: 'users', select: 'login' } } },
    ];
    const result = await server.run({ base_url: url, requests });
    expect(outcomesOf(result)).toEqual(['select_error', 'select_error', 'skipped', 'skipped']);
    expect(recordOf(result, 0)).toMatchObject({ error: expect.stringMatching(/did you mean bio\?/), url: `${url}/users/1` });
    expect(result.summary).toMatchObject({ failed: 2, skipped: 2 });
  });

  test('if the others of its template only end before it, at a null', async () => {
    const result = await called({ vars: { id: [1, 3] }, select: 'org.nme' });
    expect(outcomesOf(result)).toEqual(['select_error', 'ok']);
    expect(recordOf(result, 0).error).toMatch(/did you mean name\?/);
  });

  test('if only another item has it', async () => {
    const result = await server.run({ base_url: (await api()).url, requests: ['/users/1', '/users/2'], select: 'bio' });
    expect(outcomesOf(result)).toEqual(['ok', 'select_error']);
  });

  test('at which on_error: "cancel" ends the call, if none before has it', async () => {
    const args = { on_error: 'cancel', concurrency: 1 };
    expect(outcomesOf(await called({ vars: { id: [2, 1] }, select: 'bio' }, args))).toEqual(['select_error', 'cancelled']);
    expect(outcomesOf(await called({ vars: { id: [1, 2] }, select: 'bio' }, args))).toEqual(['ok', 'ok']);
  });

  test('or null by those that were answered before the deadline', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname !== '/users/4') json(response, USERS[pathname] ?? {});
    });
    const result = await server.run({ base_url: url, requests: [{ ...template, select: 'bio' }], deadline_ms: 1_000 });
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'ok', 'timeout']);
    expect(result.summary).toMatchObject({ ok: 3, failed: 1 });
  });
});
