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

const PREFIX = 'fetch-many://results/';

/** Kept bodies as resources: `fetch-many://results/b7f3k2mq9/5`. */
export function serveResources(server: Server, reader: ResourceReader): void {
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: reader.list().map(({ ref, url, mimeType, bytes }) => ({
      uri: PREFIX + ref,
      name: ref,
      title: url,
      mimeType,
      size: bytes,
    })),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      {
        uriTemplate: `${PREFIX}{batch}/{i}`,
        name: 'result',
        title: 'A body that a call has brought',
        description: 'The whole body of request i of an earlier call.',
      },
    ],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }, { signal }) => {
    if (!uri.startsWith(PREFIX)) throw new McpError(ErrorCode.InvalidParams, `Expected ${PREFIX}{batch}/{i}, got ${uri}`);
    try {
      const { mimeType, ...content } = await reader.read(uri.slice(PREFIX.length), signal);
      return { contents: [{ uri, mimeType, ...content }] };
    } catch (error) {
      if (error instanceof UsageError) throw new McpError(ErrorCode.InvalidParams, error.message);
      throw error;
    }
  });
}
