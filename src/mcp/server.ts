import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
  type CallToolResult,
  type Tool as ListedTool,
} from '@modelcontextprotocol/sdk/types.js';
import { escapeControls } from '../escape-controls.ts';
import type { Log } from '../log.ts';
import type { ResourceReader } from '../tools/read-resource.ts';
import { callRequestSchema } from './call-request.ts';
import { instructions } from './instructions.ts';
import { ProgressReporter } from './progress.ts';
import { serveResources } from './resources.ts';
import { redactedTool } from '../tools/redacted-tool.ts';
import type { Tool, ToolContext } from '../tools/tool.ts';
import { UsageError } from '../tools/usage-error.ts';
import { VERSION } from '../version.ts';
import type { Credentials } from '../http/secrets/credentials.ts';

/** What is served beside the tools. */
export interface Served {
  readonly resources: ResourceReader;
  /** Their names are told, their secrets kept out of whatever is said. */
  readonly credentials: Credentials;
}

/** Serves `tools` over MCP. The low-level server is used: the other one strips unknown keys in silence. */
export function createServer(plain: readonly Tool[], { resources, credentials }: Served, log: Log): Server {
  const tools = plain.map((tool) => redactedTool(tool, credentials.redactor));
  const server = new Server(
    { name: 'fetch-many', title: 'fetch-many', version: VERSION },
    { capabilities: { tools: {}, resources: {} }, instructions: instructions(credentials.profiles) },
  );
  server.onerror = (error) => log('error', `protocol: ${withoutData(error)}`);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(listed) }));
  server.setRequestHandler(callRequestSchema(), async ({ params }, { signal, sendNotification }) => {
    const tool = tools.find(({ name }) => name === params.name);
    if (!tool) {
      const known = tools.map(({ name }) => name).join(', ');
      throw new McpError(ErrorCode.InvalidParams, `Unknown tool "${params.name}"; the tools are ${known}`);
    }
    const progressToken = params._meta?.progressToken;
    const reporter =
      progressToken === undefined
        ? undefined
        : new ProgressReporter((report) => {
            const notification = { method: 'notifications/progress' as const, params: { ...report, progressToken } };
            return sendNotification(notification).catch((error: unknown) => log('warn', `progress: ${String(error)}`));
          });
    try {
      const result = await call(
        tool,
        params.arguments,
        {
          signal,
          progress: (done, total, message) => reporter?.update(done, total, message),
        },
        log,
      );
      await reporter?.finish();
      return result;
    } finally {
      reporter?.stop();
    }
  });
  serveResources(server, resources);
  return server;
}

async function call(tool: Tool, args: unknown, context: ToolContext, log: Log): Promise<CallToolResult> {
  try {
    const { value, text, isError } = await tool.handle(args, context);
    return { content: [{ type: 'text', text }], structuredContent: value, ...(isError ? { isError } : {}) };
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (!(error instanceof UsageError)) log('error', `${tool.name}: ${error instanceof Error ? error.stack : String(error)}`);
    const message = error instanceof UsageError ? error.message : `${tool.name} failed inside: ${String(error)}`;
    return { content: [{ type: 'text', text: escapeControls(message) }], isError: true };
  }
}

/** What went wrong with a message, without what it says: that may hold anything. */
function withoutData(error: Error): string {
  if (error instanceof SyntaxError) return 'a line that is not JSON';
  if (error.name === 'ZodError') return 'a message that is not JSON-RPC';
  return error.message.split(/: ?[{[]/, 1).join('');
}

function listed({ name, title, description, annotations, inputSchema, outputSchema }: Tool): ListedTool {
  return {
    name,
    title,
    description,
    annotations: { title, ...annotations },
    inputSchema: { ...inputSchema, type: 'object' },
    outputSchema: { ...outputSchema, type: 'object' },
  };
}
