import { deepStrictEqual, strictEqual } from 'node:assert';
import { resultSchema } from '../../src/batch/args/result-schema.ts';
import { drawText } from '../../src/cli/timeline/draw-text.ts';
import type { Connected } from '../support/client.ts';
import { users, type startRestApi } from './rest-api.ts';
import { say } from './say.ts';
import { peak, rowOf } from './span.ts';

/** Six users, at most two at a time, their names in order: the program that fetch-many began as, as one tool call. */
export async function seed(server: Connected, { api, served }: Awaited<ReturnType<typeof startRestApi>>): Promise<void> {
  const call = {
    base_url: api.url,
    requests: [1, 2, 3, 4, 5, 6].map((id) => `/users/${id}`),
    concurrency: 2,
    select: 'name',
  };
  say(`1. Six users, two at a time, one field each\n\ntools/call fetch_many ${JSON.stringify(call)}\n`);
  const started = performance.now();
  const answer = await server.client.callTool({ name: 'fetch_many', arguments: call }, undefined, {
    onprogress: ({ message }) => say(`  ${String(Math.round(performance.now() - started)).padStart(5)} ms  ${message}`),
  });

  say('\nWho ran when, as the API saw it:\n');
  const spans = served.toSorted((a, b) => a.from - b.from);
  for (const line of drawText(spans.map(rowOf))) say(`  ${line}`);
  say(`\nPeak in flight: ${peak(spans)}\n`);
  const { results, summary } = resultSchema.parse(answer.structuredContent);
  for (const { body } of results) say(`  ${String(body)}`);
  say(`\n${summary.ok} of ${summary.total} ok in one call, ${summary.elapsed_ms} ms.`);

  strictEqual(peak(spans), 2, 'two requests should have been in flight, and never more');
  strictEqual(api.peak, 2);
  deepStrictEqual(
    results.map(({ body }) => body),
    users.slice(0, 6).map(({ name }) => name),
  );
}
