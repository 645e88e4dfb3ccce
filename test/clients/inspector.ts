import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../support/client.ts';
import { install, npx, type Seen, type Trial } from './support.ts';

/** The command line of the MCP inspector, on `mcp.json` as it is. */
export async function inspector({ api, directory }: Trial): Promise<Seen> {
  const version = await install(directory, '@modelcontextprotocol/inspector', '^2');
  const bin = join(directory, 'node_modules/.bin/mcp-inspector');
  const server = ['--cli', '--config', 'mcp.json', '--server', 'fetch-many', '-e', 'FETCH_MANY_ALLOW=127.0.0.1'];
  const inspect = async (...args: string[]): Promise<unknown> => {
    return JSON.parse(await npx(fileURLToPath(ROOT), [bin, ...server, '--method', ...args]));
  };
  const listed = await inspect('tools/list', '--strict', '--format', 'json');
  const { result, schemaFindings = [] } = listed as { result: { tools: { name: string }[] }; schemaFindings?: unknown[] };
  if (schemaFindings.length > 0) throw new Error(`--strict: ${JSON.stringify(schemaFindings)}`);
  const args = [`requests=${JSON.stringify([`${api.url}/users/7`])}`, 'select=name'];
  const said = await inspect('tools/call', '--tool-name', 'fetch_many', ...args.flatMap((arg) => ['--tool-arg', arg]));
  const { structuredContent } = said as { structuredContent: { results: { body: unknown }[] } };
  return { version, initialize: 'yes', tools: result.tools.map(({ name }) => name), body: structuredContent.results[0]?.body };
}
