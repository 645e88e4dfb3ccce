import { deepStrictEqual, ok, strictEqual } from 'node:assert';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { estimateTokens } from '../../src/result/budget/tokens.ts';
import { saveResultSchema } from '../../src/tools/save/save-schema.ts';
import type { Connected } from '../support/client.ts';
import { postsOf, users, type startRestApi } from './rest-api.ts';
import { say } from './say.ts';

/** All posts in files, as a table and as a file each, without passing through the model. */
export async function keep(server: Connected, { api }: Awaited<ReturnType<typeof startRestApi>>, folder: string): Promise<void> {
  const call = {
    base_url: api.url,
    requests: [{ url: '/users/{id}/posts', vars: { id: `1..${users.length}` } }],
    js: 'ok.length',
  };
  say(`\n6. Into files: what the model need not read\n\ntools/call fetch_many ${JSON.stringify(call)}\n`);
  const { text, value } = await server.fetchMany(call);
  for (const line of text.split('\n')) say(`  ${line}`);
  const asked = api.asked.length;
  let cost = estimateTokens(JSON.stringify(call)) + estimateTokens(text);
  for (const to of ['posts.csv', 'posts/{id}.json']) {
    const args = { ref: value?.summary.batch, to };
    say(`\ntools/call save_result ${JSON.stringify(args)}\n`);
    const saved = await server.client.callTool({ name: 'save_result', arguments: args });
    const result = saveResultSchema.parse(saved.structuredContent);
    for (const { path, bytes, rows } of result.files)
      say(`  ${path}: ${bytes} bytes${rows === undefined ? '' : `, ${rows} rows`}`);
    for (const note of result.notes ?? []) say(`  ${note}`);
    cost += estimateTokens(JSON.stringify(args)) + estimateTokens(JSON.stringify(result));
  }

  say('\n$ ls -R');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  const whole = files.map((name) => ({ name, stats: statSync(join(folder, name)) })).filter(({ stats }) => stats.isFile());
  for (const { name, stats } of whole) say(`  ${String(stats.size).padStart(7)}  ${name}`);
  const bytes = whole.reduce((sum, { stats }) => sum + stats.size, 0);
  say(`\n${whole.length} files, ${bytes} bytes, for about ${cost} tokens and no further request.`);

  strictEqual(api.asked.length, asked, 'saving should cost no request');
  strictEqual(whole.length, users.length + 1);
  for (const { id } of users) {
    deepStrictEqual(JSON.parse(readFileSync(join(folder, 'posts', `${id}.json`), 'utf8')), postsOf(id));
  }
  const lines = readFileSync(join(folder, 'posts.csv'), 'utf8').split('\r\n');
  strictEqual(lines.length, users.length * postsOf(1).length + 2, 'a header, a row for each post, and the end of the last line');
  ok(bytes / 4 > cost * 10, 'the same through the model should cost ten times as much');
}
