import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import { callTool, listTools } from './call-tool.ts';
import { instructions } from './instructions.ts';
import { listResources, listResourceTemplates, readResource } from './resources.ts';
import { CAPABILITIES, SERVER_INFO, type Served } from './served.ts';

/**
 * Serves the legacy era, 2025-11-25 and older, which begins with `initialize`. The low-level server is used: the other
 * one strips unknown keys in silence.
 */
export function createServer(served: Served): Server {
  const { tools, resources, log } = served;
  const server = new Server(SERVER_INFO, { capabilities: CAPABILITIES, instructions: instructions(served) });
  server.onerror = (error) => log('error', `protocol: ${withoutData(error)}`);
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: listTools(tools) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal, sendNotification }) => {
    const sendProgress: Parameters<typeof callTool>[2]['sendProgress'] = (progress) =>
      sendNotification({ method: 'notifications/progress', params: progress });
    return callTool(params, served, { signal, sendProgress });
  });
  server.setRequestHandler(ListResourcesRequestSchema, () => listResources(resources));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => listResourceTemplates(resources));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params }, { signal }) => readResource(params.uri, served, signal));
  return server;
}

/** What went wrong with a message, without what it says: that may hold anything. */
function withoutData(error: Error): string {
  if (error.name === 'ZodError') return 'a message that is not JSON-RPC';
  return error.message.split(/: ?[{[]/, 1).join('');
}
