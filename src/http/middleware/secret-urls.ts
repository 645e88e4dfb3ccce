import { RequestFailure } from '../../request-failure.ts';
import type { Send } from '../message.ts';
import type { Credentials } from '../secrets/credentials.ts';
import { Redactor } from '../secrets/redact.ts';

/**
 * Sends nothing to a URL that holds a secret of the operator's which is for another origin: a server that was sent one can
 * put it into a redirect or the link to the next page, and have it taken elsewhere.
 * @throws {RequestFailure} `blocked`
 */
export function guardUrls(send: Send, { profiles, redactor }: Credentials): Send {
  if (profiles.length === 0) return send;
  return async (request) => {
    const { origin, href } = request.url;
    if (redactor.text(href) === href) return send(request);
    const known = new Set(profiles.filter((profile) => profile.origin === origin).flatMap(({ secrets }) => secrets));
    const leaked = profiles.find(({ name, secrets }) => {
      const foreign = secrets.filter((secret) => !known.has(secret));
      return new Redactor([{ name, secrets: foreign }]).text(href) !== href;
    });
    if (!leaked) return send(request);
    throw new RequestFailure({
      outcome: 'blocked',
      message: `blocked: the URL at ${redactor.text(origin)} holds a secret of the profile "${leaked.name}", which is for ${leaked.origin} only`,
    });
  };
}
