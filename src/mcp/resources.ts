import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { ResourceReader } from '../tools/read-resource.ts';
import { UsageError } from '../tools/usage-error.ts';

/** Kept bodies as resources: `fetch-many://results/b7f3k2mq9/5`. */
export function serveResources(server: Server, reader: ResourceReader): void {
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: reader.list().map((resource) => ({ ...resource })),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: reader.templates().map((template) => ({ ...template })),
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, { signal }) => {
    try {
      const { mimeType, ...content } = await reader.read(uri, signal);
      return { contents: [{ uri, mimeType, ...content }] };
    } catch (error) {
      if (error instanceof UsageError) throw new McpError(ErrorCode.InvalidParams, error.message);
      throw error;
    }
  });
}
