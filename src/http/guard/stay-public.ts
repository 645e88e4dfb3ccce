import { HttpFailure } from '../errors.ts';
import { bareHost } from './guard.ts';
import type { HttpRequest, HttpResponse, Send } from '../message.ts';
import { Refused } from './refused.ts';

/**
 * Keeps what a public page leads to on the public side, even where the operator allows more: who may write a page
 * must not be able to choose what is asked of the user's own machine or network. The socket is refused where it is made;
 * here it is put into words, and an answer from the local side that needed no socket, one from a cache, is kept back.
 * @throws {HttpFailure} `blocked`
 */
export function stayPublic(send: Send): Send {
  const kept: Send = async (request) => {
    let response: HttpResponse;
    try {
      response = await send(request);
    } catch (error) {
      const refused = error instanceof HttpFailure && error.cause instanceof Refused ? error.cause : undefined;
      throw refused?.by === 'address' ? strayed(request, refused.said(bareHost(request.url.hostname))) : error;
    }
    if (response.isLocal) throw strayed(request, 'is not public');
    return response;
  };
  return (request) => (request.ledBy === undefined ? send(request) : kept(request));
}

function strayed({ url, ledBy }: HttpRequest, what: string): HttpFailure {
  const message =
    `blocked: ${ledBy} leads to ${url.origin}, which ${what}; a public page is never followed there, ` +
    'whatever --allow says';
  return new HttpFailure({ outcome: 'blocked', message });
}
