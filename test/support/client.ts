import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport, type StdioServerParameters } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import { resultSchema, type CallResult } from '../../src/batch/args/result-schema.ts';
import { validators } from './validators.ts';

/** The top of the checkout. */
export const ROOT = new URL('../../', import.meta.url);

/** How `mcp.json` starts the server. */
export function launchCommand(): { command: string; args: string[] } {
  const file: unknown = JSON.parse(readFileSync(new URL('mcp.json', ROOT), 'utf8'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a file of this checkout
  const { mcpServers } = file as { mcpServers: { 'fetch-many': { command: string; args: string[] } } };
  return mcpServers['fetch-many'];
}

/** One answer of `fetch_many`. */
export interface Answer {
  readonly isError: boolean;
  /** The text block. */
  readonly text: string;
  /** The structured value; absent where the call itself was wrong. */
  readonly value: CallResult | undefined;
  readonly progress: readonly Progress[];
}

/** Calls a tool; progress is wanted unless said otherwise. */
type Calling = (args: Record<string, unknown>, options?: { signal?: AbortSignal; progress?: boolean }) => Promise<Answer>;

/** A real MCP client, connected to the real server in a process of its own. */
export interface Connected {
  readonly client: Client;
  readonly pid: number;
  /** What the server has written to stderr. */
  readonly stderr: () => string;
  /** Calls `fetch_many`. */
  fetchMany: Calling;
  /** Calls `request_many`. */
  requestMany: Calling;
  close(): Promise<void>;
}

/** Starts the built server as `mcp.json` says, with further flags, and connects to it. Close it when done. */
export function connect(...flags: string[]): Promise<Connected> {
  return connectIn({}, ...flags);
}

/** The same in an environment that has these variables, too. */
export function connectIn(env: Readonly<Record<string, string>>, ...flags: string[]): Promise<Connected> {
  const { command, args } = launchCommand();
  return connectTo({ command, args: [...args, ...flags], cwd: fileURLToPath(ROOT), env: { ...env } });
}

/** Starts a server by this command and connects to it. Close it when done. */
export async function connectTo(command: Omit<StdioServerParameters, 'stderr'>): Promise<Connected> {
  const transport = new StdioClientTransport({ ...command, stderr: 'pipe' });
  let stderr = '';
  transport.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const client = new Client({ name: 'fetch-many-tests', version: '1.0.0' }, { jsonSchemaValidator: validators });
  await client.connect(transport);
  // From here on the client checks every result against the tool's outputSchema.
  await client.listTools();
  const calling =
    (name: string): Calling =>
    async (args, { signal, progress: wanted = true } = {}) => {
      const progress: Progress[] = [];
      const result = await client.callTool({ name, arguments: args }, undefined, {
        ...(signal ? { signal } : {}),
        ...(wanted ? { onprogress: (report: Progress) => void progress.push(report) } : {}),
      });
      const [block] = Array.isArray(result.content) ? result.content : [];
      return {
        isError: result.isError === true,
        text: block?.type === 'text' ? block.text : '',
        value: result.structuredContent === undefined ? undefined : checked(result.structuredContent),
        progress,
      };
    };
  return {
    client,
    pid: transport.pid ?? 0,
    stderr: () => stderr,
    fetchMany: calling('fetch_many'),
    requestMany: calling('request_many'),
    close: () => client.close(),
  };
}

/** As it came, not as the schema would have stripped it. */
function checked(value: unknown): CallResult {
  resultSchema.parse(value);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed in the line above
  return value as CallResult;
}
