import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { estimateTokens } from '../../src/result/budget/tokens.ts';
import type { Connected } from '../support/client.ts';
import { PACKAGES } from './packages.ts';
import type { startRestApi } from './rest-api.ts';
import { say } from './say.ts';

/** Tokens of the call and its answer together. */
const MAX_TOKENS = 400;

/** A question about 25 large bodies, of which nothing is read: the answer is computed where they are. */
export async function compute(server: Connected, { api }: Awaited<ReturnType<typeof startRestApi>>): Promise<void> {
  const call = {
    base_url: api.url,
    requests: [
      { id: 'list', url: '/packages' },
      { id: 'package', url: '/packages/{name}', vars: { name: { from: 'list', select: '@' } } },
    ],
    js: `by.package.map(r => ({ name: r.body.name, versions: Object.keys(r.body.versions).length }))
  .sort((a, b) => b.versions - a.versions).slice(0, 3)`,
  };
  say(`\n4. The answer, not the data: which three of ${PACKAGES.length} packages have most versions?\n`);
  say(`tools/call fetch_many ${JSON.stringify(call)}\n`);
  const { text, value } = await server.fetchMany(call);
  for (const line of text.split('\n')) say(`  ${line}`);
  const cost = estimateTokens(JSON.stringify(call)) + estimateTokens(text);
  const bodies = PACKAGES.reduce((sum, each) => sum + estimateTokens(JSON.stringify(each)), 0);
  say(`\nCall and answer: about ${cost} tokens. The bodies that were looked at: ${bodies}.`);

  const counts = PACKAGES.map(({ name, versions }) => ({ name, versions: Object.keys(versions).length }));
  deepStrictEqual(value?.value, counts.toSorted((a, b) => b.versions - a.versions).slice(0, 3));
  strictEqual(value?.summary.ok, PACKAGES.length + 1);
  ok(cost < MAX_TOKENS, `one call should cost less than ${MAX_TOKENS} tokens`);
  ok(bodies > 90_000, 'whole bodies should be far too many');
}
