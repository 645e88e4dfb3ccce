import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallResult } from '../../src/batch/args/result-schema.ts';
import { ROOT } from '../support/client.ts';
import { install, npx, type Seen, type Trial } from './support.ts';

/** The command line of the MCP inspector, on `mcp.json` as it is. Each command starts the server anew. */
export function inspector(era: 'legacy' | 'modern'): (trial: Trial) => Promise<Seen> {
  return async ({ api, directory }) => {
    const version = await install(directory, '@modelcontextprotocol/inspector', '^2');
    const bin = join(directory, 'node_modules/.bin/mcp-inspector');
    const server = ['--config', 'mcp.json', '--server', 'fetch-many', '-e', 'FETCH_MANY_ALLOW=127.0.0.1'];
    const inspect = async (...args: string[]): Promise<unknown> => {
      const command = [bin, '--cli', ...server, '--protocol-era', era, '--format', 'json', '--method', ...args];
      return JSON.parse(await npx(fileURLToPath(ROOT), command));
    };
    const listed = (await inspect('tools/list', '--strict')) as Listed;
    if (listed.schemaFindings) throw new Error(`--strict: ${JSON.stringify(listed.schemaFindings)}`);
    const args = [`requests=${JSON.stringify([`${api.url}/users/7`])}`, 'select=name'];
    const said = await inspect('tools/call', '--tool-name', 'fetch_many', ...args.flatMap((arg) => ['--tool-arg', arg]));
    const { result } = said as { result: { structuredContent: CallResult } };
    return { version, tools: listed.result.tools.map(({ name }) => name), body: result.structuredContent.results[0]?.body };
  };
}

interface Listed {
  readonly result: { readonly tools: readonly { readonly name: string }[] };
  /** What --strict warns of. */
  readonly schemaFindings?: readonly unknown[];
}
