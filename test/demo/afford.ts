import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { readResultSchema } from '../../src/tools/read/read-schema.ts';
import { estimateTokens } from '../../src/result/budget/tokens.ts';
import type { Connected } from '../support/client.ts';
import { MEASUREMENTS, type startRestApi } from './rest-api.ts';
import { say } from './say.ts';

/** A body of 3 MB and a page in one result that a model can afford; then the part that matters, without a request. */
export async function afford(server: Connected, { api }: Awaited<ReturnType<typeof startRestApi>>): Promise<void> {
  const call = { base_url: api.url, requests: ['/measurements', '/stations'], max_tokens: 1_000 };
  say(`\n2. What a model can afford: 3 MB of JSON and a page, in ${call.max_tokens} tokens\n`);
  say(`tools/call fetch_many ${JSON.stringify(call)}\n`);
  const { text, value } = await server.fetchMany(call);
  for (const line of text.split('\n')) say(`  ${line.length > 300 ? `${line.slice(0, 240)} [...] ${line.slice(-50)}` : line}`);
  say(`\nThat is about ${estimateTokens(text)} tokens. The whole body is kept; which station was the coldest, and when?\n`);

  const asked = api.asked.length;
  const ref = value?.results[0]?.truncated?.ref;
  const read = { ref, select: 'min_by(@, &celsius).{id: id, station: station, celsius: celsius}' };
  say(`tools/call read_result ${JSON.stringify(read)}\n`);
  const answer = await server.client.callTool({ name: 'read_result', arguments: read });
  const { body } = readResultSchema.parse(answer.structuredContent);
  say(`  ${JSON.stringify(body)}\n`);
  say(`Requests the API has seen: ${asked} before, ${api.asked.length} after.`);

  ok(estimateTokens(text) <= call.max_tokens, 'the result should be within its budget');
  strictEqual(api.asked.length, asked, 'reading again should cost no request');
  const coldest = MEASUREMENTS.reduce((least, each) => (each.celsius < least.celsius ? each : least));
  deepStrictEqual(body, { id: coldest.id, station: coldest.station, celsius: coldest.celsius });
}
