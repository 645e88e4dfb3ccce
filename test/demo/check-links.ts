import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { estimateTokens } from '../../src/result/budget/tokens.ts';
import type { Connected } from '../support/client.ts';
import { DOCUMENTS, GONE } from './guide.ts';
import type { startRestApi } from './rest-api.ts';
import { say } from './say.ts';

/** Tokens of the call and its answer together. */
const MAX_TOKENS = 600;

/** Takes the links of a page, follows each, and counts what is broken, in one call. */
export async function checkLinks(server: Connected, { api }: Awaited<ReturnType<typeof startRestApi>>): Promise<void> {
  const call = {
    requests: [
      { id: 'guide', url: `${api.url}/guide`, extract: { links: ['main a@href'] } },
      { id: 'link', url: '{link}', vars: { link: { from: 'guide', select: 'links' } }, as: 'none' },
    ],
    js: '({ followed: by.link.length, broken: by.link.filter(r => !r.ok).map(r => new URL(r.url).pathname) })',
  };
  say(`\n5. A page, its links, and where they lead: which are broken?\n\ntools/call fetch_many ${JSON.stringify(call)}\n`);
  const before = api.asked.length;
  const { text, value } = await server.fetchMany(call);
  for (const line of text.split('\n')) say(`  ${line}`);
  const asked = api.asked.slice(before);
  const cost = estimateTokens(JSON.stringify(call)) + estimateTokens(text);
  say(`\n${asked.length} requests, one call, about ${cost} tokens.`);

  deepStrictEqual(value?.value, { followed: DOCUMENTS, broken: GONE.map((chapter) => `/guide/${chapter}`) });
  strictEqual(asked.length, DOCUMENTS + 1);
  ok(cost < MAX_TOKENS, `one call should cost less than ${MAX_TOKENS} tokens`);
}
