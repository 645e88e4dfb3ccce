import { startApi, type Api } from '../support/api.ts';
import { connect, type Connected } from '../support/client.ts';

/** What a client is told of one answer. */
export interface Told {
  /** Undefined if it is ok; `refused` if the call was, and nothing was sent. */
  readonly outcome: string | undefined;
  readonly body: unknown;
  readonly error: string | undefined;
  readonly notes: string;
}

/** A real server process and an HTTP server on loopback, for cases that are bodies. */
export interface Front {
  /** Fetches a body that is sent with this Content-Type; texts whole, however long they are. */
  fetch(body: Buffer, contentType: string, args?: Record<string, unknown>): Promise<Told>;
  close(): Promise<void>;
}

/** Starts both. */
export async function openFront(): Promise<Front> {
  const sent: { body: Buffer; contentType: string }[] = [];
  const api: Api = await startApi((_, response, url) => {
    const { body, contentType } = sent[Number(url.pathname.slice(1))] ?? { body: Buffer.alloc(0), contentType: 'text/plain' };
    response.writeHead(200, { 'content-type': contentType }).end(body);
  });
  const server = await connect('--allow', '127.0.0.1');
  return {
    fetch: async (body, contentType, args = {}) => {
      const url = `${api.url}/${sent.push({ body, contentType }) - 1}`;
      const { value, text, isError } = await server.fetchMany({ requests: [{ url }], max_tokens: 100_000, ...args });
      if (isError) return { outcome: 'refused', body: undefined, error: text, notes: '' };
      const record = value?.results[0];
      if (!record) throw new Error(`Expected a record, got ${text}`);
      const notes = (value.notes ?? []).join('\n');
      const ref = record.truncated?.ref ?? record.ref;
      const isCutText = ref !== undefined && record.outcome === undefined && typeof record.body !== 'object';
      const whole = isCutText ? await readWhole(server, ref) : record.body;
      return { outcome: record.outcome, body: whole, error: record.error, notes };
    },
    close: async () => {
      await server.close();
      await api.close();
    },
  };
}

/** A text, page by page. */
async function readWhole(server: Connected, ref: string): Promise<string> {
  const parts: unknown[] = [];
  for (let offset: unknown = 0; offset !== undefined;) {
    const args = { ref, offset, limit: 40_000, max_tokens: 100_000 };
    const { structuredContent } = await server.client.callTool({ name: 'read_result', arguments: args });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the client has checked it against the tool's schema
    const page = structuredContent as { body: unknown; next_offset?: number };
    parts.push(page.body);
    offset = page.next_offset;
  }
  return parts.join('');
}
