import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallResult } from '../../src/batch/args/result-schema.ts';
import { ROOT } from '../support/client.ts';
import { install, npx, type Seen, type Trial } from './support.ts';

const PACKAGE = '@apify/mcpc';
const SESSION = '@fetch-many';

/** A client for the command line, whose sessions live in a process of their own. */
export async function mcpc({ api, directory }: Trial): Promise<Seen> {
  const version = await install(directory, PACKAGE, '^0.2');
  const args = [fileURLToPath(new URL('dist/cli.js', ROOT)), '--allow', '127.0.0.1'];
  await writeFile(
    join(directory, 'mcp.json'),
    JSON.stringify({ mcpServers: { 'fetch-many': { command: process.execPath, args } } }),
  );
  const run = (...words: string[]): Promise<string> =>
    npx(directory, ['mcpc', '--json', ...words], { MCPC_HOME_DIR: join(directory, 'home') });
  await run('connect', 'mcp.json:fetch-many', SESSION);
  try {
    const tools = JSON.parse(await run(SESSION, 'tools-list')) as { name: string }[];
    const requests = `requests:=${JSON.stringify([`${api.url}/users/7`])}`;
    const said = await run(SESSION, 'tools-call', 'fetch_many', requests, 'select:="name"');
    const { structuredContent } = JSON.parse(said) as { structuredContent: CallResult };
    const read = await run(SESSION, 'resources-read', `fetch-many://results/${structuredContent.summary.batch}/0`);
    const { body } = structuredContent.results[0] ?? {};
    return { version, tools: tools.map(({ name }) => name), body, resource: read.includes('Ada') };
  } finally {
    await run(SESSION, 'close');
  }
}
