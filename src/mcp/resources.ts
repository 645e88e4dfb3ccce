import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  ErrorCode,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  McpError,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { Redactor } from '../http/secrets/redact.ts';
import { UnknownRef, type Store } from '../result/store/store.ts';

const PREFIX = 'fetch-many://results/';

/** Stored bodies as resources: `fetch-many://results/b1/5`. */
export function serveResources(server: Server, store: Store, redactor: Redactor): void {
  server.setRequestHandler(ListResourcesRequestSchema, () => ({
    resources: store.list().map(({ ref, url, mimeType, bytes }) => ({
      uri: PREFIX + ref,
      name: ref,
      title: redactor.text(url),
      mimeType,
      size: bytes,
    })),
  }));
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({
    resourceTemplates: [
      {
        uriTemplate: `${PREFIX}{batch}/{i}`,
        name: 'result',
        title: 'A body that did not fit a result',
        description: 'The whole body of request i of an earlier call.',
      },
    ],
  }));
  server.setRequestHandler(ReadResourceRequestSchema, async ({ params: { uri } }) => {
    if (!uri.startsWith(PREFIX)) throw new McpError(ErrorCode.InvalidParams, `Expected ${PREFIX}{batch}/{i}, got ${uri}`);
    try {
      const { stored, content } = await store.get(uri.slice(PREFIX.length));
      const text = stored.kind !== 'binary';
      const body = text ? { text: redactor.text(content.toString('utf8')) } : { blob: content.toString('base64') };
      return { contents: [{ uri, mimeType: stored.mimeType, ...body }] };
    } catch (error) {
      if (error instanceof UnknownRef) throw new McpError(ErrorCode.InvalidParams, error.message);
      throw error;
    }
  });
}
