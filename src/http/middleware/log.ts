import type { Log } from '../../log.ts';
import { RequestFailure } from '../../request-failure.ts';
import type { HttpRequest, Send } from '../message.ts';

/** Tells of every hop: method, origin and path, what came of it and when. A query or a header may hold secrets. */
export function logRequests(send: Send, log: Log): Send {
  return async (request) => {
    const start = performance.now();
    const tell = (what: string): void => {
      log('debug', `${named(request)}: ${what} after ${Math.round(performance.now() - start)} ms`);
    };
    try {
      const response = await send(request);
      tell(`${response.status}, ${response.body.length} bytes`);
      return response;
    } catch (error) {
      tell(error instanceof RequestFailure ? [error.outcome, error.kind].filter(Boolean).join(' ') : 'ended');
      throw error;
    }
  };
}

function named({ method, url }: HttpRequest): string {
  return `${method} ${url.origin}${url.pathname}`;
}
