import type { IncomingMessage } from 'node:http';
import { json, type Api, type Handler } from './api.ts';
import { serve } from './shared-server.ts';

/** One request as it came in, whole. */
export interface Recorded {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface Recorder extends Api {
  /** In the order in which they were complete. */
  readonly received: readonly Recorded[];
}

/** An API that keeps whole requests, and is closed when the test is over. */
export async function recorder(handler: Handler = (_, response) => json(response, {})): Promise<Recorder> {
  const received: Recorded[] = [];
  const api = await serve(async (request, response, url) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    received.push({ method, path, headers, body: Buffer.concat(chunks).toString('utf8') });
    await handler(request, response, url);
  });
  return Object.defineProperty(api as Recorder, 'received', { value: received });
}
