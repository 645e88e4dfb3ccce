import { fileURLToPath } from 'node:url';
import { launchCommand, ROOT } from '../../support/client.ts';

/** Folder of the cache and versions. */
export const PEER_PACKAGES = {
  folder: 'peers',
  versions: ['mcp-fetch-server@1.1.2', '@kazuph/mcp-fetch@1.6.3', '@mcp-get-community/server-curl@0.1.0', 'callmux@0.24.3'],
} as const;

/** Peers that are not compared with, and why. */
export const NOT_COMPARED = ['fetcher-mcp: needs a browser that Playwright downloads', 'mcp-batchit: is not on npm'];

/** One call of a tool. */
interface ToolCall {
  readonly name: string;
  readonly arguments: Record<string, unknown>;
}

/** One way to use a server: how it is started, and the calls that fetch all of some URLs. */
export interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The tool calls that fetch these URLs. */
  calls(urls: readonly string[]): ToolCall[];
  /** Why it cannot fetch what is on this machine; it is only started then. */
  readonly refusesLoopback?: string;
}

/** @param folder where the packages are installed */
export function peersIn(folder: URL): Peer[] {
  const script = (path: string): string => fileURLToPath(new URL(`node_modules/${path}`, folder));
  const curl = script('@mcp-get-community/server-curl/dist/index.js');
  const node = process.execPath;
  return [
    ours('fetch-many', [], {}),
    ours('fetch-many, 20 at once, a field each', ['--max-per-host', '20'], {
      concurrency: 20,
      per_host: 20,
      select: 'name',
      layout: 'table',
    }),
    { name: 'server-curl 0.1.0', command: node, args: [curl], calls: (urls) => oneEach('curl', urls) },
    {
      name: '@kazuph/mcp-fetch 1.6.3',
      command: node,
      args: [script('@kazuph/mcp-fetch/dist/index.js'), '--ignore-robots-txt'],
      env: { MCP_FETCH_DISABLE_SSRF_GUARD: '1' },
      calls: (urls) => oneEach('imageFetch', urls),
    },
    {
      name: 'callmux 0.24.3 over server-curl',
      command: node,
      args: [script('callmux/dist/bin/callmux.js'), '--', node, curl],
      calls: (urls) => [
        {
          name: 'callmux_batch',
          arguments: { tool: 'curl', items: urls.map((url) => ({ arguments: { url } })) },
        },
      ],
    },
    {
      name: 'mcp-fetch-server 1.1.2',
      command: node,
      args: [script('mcp-fetch-server/dist/index.js')],
      calls: (urls) => oneEach('fetch_json', urls),
      refusesLoopback: 'its guard refuses this machine, and nothing opens it',
    },
  ];
}

function oneEach(tool: string, urls: readonly string[]): ToolCall[] {
  return urls.map((url) => ({ name: tool, arguments: { url } }));
}

function ours(name: string, flags: readonly string[], options: object): Peer {
  const { command, args } = launchCommand();
  const [script = '', ...others] = args;
  return {
    name,
    command,
    args: [fileURLToPath(new URL(script, ROOT)), ...others, '--allow', '127.0.0.1', ...flags],
    calls: (urls) => [{ name: 'fetch_many', arguments: { requests: urls, ...options } }],
  };
}
