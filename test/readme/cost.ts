import { estimateTokens } from '../../src/result/budget/tokens.ts';
import users from '../demo/users.json' with { type: 'json' };
import type { Api } from '../support/api.ts';
import type { Connected } from '../support/client.ts';
import { shownAs, type Names, type ShownCall } from './worked-calls.ts';

/**
 * What the posts of all users cost, call by call and in the one call that is shown, as a table in Markdown. Tokens are of
 * the calls and their answers.
 */
export async function costTable(shown: ShownCall, answer: string, server: Connected, api: Api): Promise<string> {
  const { base_url: base } = JSON.parse(shown.call) as { base_url: string };
  const paths = ['/users', ...users.map(({ id }) => `/users/${id}/posts`)];
  let naive = 0;
  for (const path of paths) {
    const args = { requests: [`${api.url}${path}`], cache: false };
    const { text } = await server.fetchMany(args);
    const names: Names = new Map([[/"batch":"(\w+)"/.exec(text)?.[1] ?? '', 'b7f3k2mq9']]);
    naive += estimateTokens(shownAs(JSON.stringify(args) + text, base, api, names));
  }
  const cost = estimateTokens(JSON.stringify(JSON.parse(shown.call)) + answer);
  const rows = [
    ['a call for each URL', paths.length, paths.length, naive.toLocaleString('en')],
    ['one call of `fetch_many`', 1, paths.length, cost.toLocaleString('en')],
  ];
  return `| | tool calls | requests | tokens |\n|---|---|---|---|\n${rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}`;
}
