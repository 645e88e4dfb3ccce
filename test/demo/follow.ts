import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { estimateTokens } from '../../src/result/budget/tokens.ts';
import type { Connected } from '../support/client.ts';
import { POSTS_PER_USER, users, type startRestApi } from './rest-api.ts';
import { say } from './say.ts';

/** All users and the posts of each, as a table, in one call; and what the same costs call by call. */
export async function follow(server: Connected, { api }: Awaited<ReturnType<typeof startRestApi>>): Promise<void> {
  const call = {
    base_url: api.url,
    requests: [
      { id: 'users', url: '/users', select: '{users: length(@)}' },
      {
        url: '/users/{id}/posts',
        vars: { id: { from: 'users', select: '[].id' } },
        select: '{posts: length(@), latest: [-1].title}',
      },
    ],
    layout: 'table',
  };
  say(`\n3. List, then details: every user's posts, in one call\n\ntools/call fetch_many ${JSON.stringify(call)}\n`);
  const before = api.asked.length;
  const { text, value } = await server.fetchMany(call);
  for (const line of text.split('\n')) say(`  ${line}`);
  const asked = api.asked.slice(before);
  const cost = estimateTokens(JSON.stringify(call)) + estimateTokens(text);

  // As one does without it: the list, then a call for each, and the whole of every body.
  let calls = 0;
  let naive = 0;
  const one = async (url: string): Promise<void> => {
    const args = { requests: [`${api.url}${url}`], cache: false };
    const answer = await server.fetchMany(args);
    calls++;
    naive += estimateTokens(JSON.stringify(args)) + estimateTokens(answer.text);
  };
  await one('/users');
  for (const { id } of users) await one(`/users/${id}/posts`);

  say('\n  |              | tool calls | requests | tokens |\n  |---|---|---|---|');
  say(`  | one call     | 1 | ${asked.length} | ${cost} |`);
  say(`  | one by one   | ${calls} | ${calls} | ${naive} |`);

  strictEqual(asked.length, users.length + 1);
  strictEqual(value?.summary.ok, users.length + 1);
  deepStrictEqual(
    value?.rows?.map((row) => row[value.columns?.indexOf('posts') ?? -1]),
    users.map(() => POSTS_PER_USER),
  );
  deepStrictEqual(asked.slice(1).toSorted(), users.map(({ id }) => `GET /users/${id}/posts`).toSorted());
  ok(cost < naive / 10, 'one call should cost less than a tenth');
}
