import { RequestFailure } from '../../request-failure.ts';
import { bareHost } from '../guard/guard.ts';
import type { HttpRequest, HttpResponse, Send } from '../message.ts';
import { Refusal } from '../guard/refusal.ts';

/**
 * Keeps what a public page leads to on the public side, even where the operator allows more: who may write a page
 * must not be able to choose what is asked of the user's own machine or network. The socket is refused where it is made;
 * here it is put into words, and an answer from the local side that needed no socket, one from a cache, is kept back.
 * @throws {HttpFailure} `blocked`
 */
export function publicOnly(send: Send): Send {
  const kept: Send = async (request) => {
    let response: HttpResponse;
    try {
      response = await send(request);
    } catch (error) {
      const refused = error instanceof RequestFailure && error.cause instanceof Refusal ? error.cause : undefined;
      throw refused?.by === 'address' ? strayed(request, refused.said(bareHost(request.url.hostname))) : error;
    }
    if (response.isLocal) throw strayed(request, 'is not public');
    return response;
  };
  return (request) => (request.publicReferrer === undefined ? send(request) : kept(request));
}

function strayed({ url, publicReferrer }: HttpRequest, what: string): RequestFailure {
  const message =
    `blocked: ${publicReferrer} leads to ${url.origin}, which ${what}; a public page is never followed there, ` +
    'whatever --allow says';
  return new RequestFailure({ outcome: 'blocked', message });
}
