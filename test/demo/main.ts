import { deepStrictEqual, strictEqual } from 'node:assert';
import { resultSchema } from '../../src/batch/schema.ts';
import { connect, launchCommand } from '../support/client.ts';
import { startRestApi, users } from './rest-api.ts';
import { peak, timeline } from './timeline.ts';

/** Six users, at most two at a time, their names in order: the program that fetch-many began as, as one tool call. */
async function seed(): Promise<void> {
  const { api, served } = await startRestApi();
  const allow = ['--allow', new URL(api.url).host];
  const { command, args } = launchCommand();
  say(`A REST API listens on ${api.url}.`);
  say(`The server: ${[command, ...args, ...allow].join(' ')}   (as in mcp.json, plus --allow)\n`);
  const server = await connect(...allow);
  const call = {
    base_url: api.url,
    requests: [1, 2, 3, 4, 5, 6].map((id) => `/users/${id}`),
    concurrency: 2,
    select: 'name',
  };
  say(`tools/call fetch_many ${JSON.stringify(call)}\n`);
  const started = performance.now();
  const answer = await server.client.callTool({ name: 'fetch_many', arguments: call }, undefined, {
    onprogress: ({ message }) => say(`  ${String(Math.round(performance.now() - started)).padStart(5)} ms  ${message}`),
  });
  await server.close();
  await api.close();

  say('\nWho ran when, as the API saw it:\n');
  const spans = served.toSorted((a, b) => a.from - b.from);
  for (const line of timeline(spans)) say(`  ${line}`);
  say(`\nPeak in flight: ${peak(spans)}\n`);
  const { results, summary } = resultSchema.parse(answer.structuredContent);
  for (const { body } of results) say(`  ${String(body)}`);
  say(`\n${summary.ok} of ${summary.total} ok in one call, ${summary.elapsed_ms} ms.`);

  strictEqual(peak(spans), 2, 'two requests should have been in flight, and never more');
  strictEqual(api.peak, 2);
  deepStrictEqual(results.map(({ body }) => body), users.slice(0, 6).map(({ name }) => name));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await seed();
