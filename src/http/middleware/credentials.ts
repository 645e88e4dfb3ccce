import type { ResponseHeaders, Send } from '../message.ts';
import { isSafe } from '../methods.ts';
import type { Profile } from '../secrets/profile.ts';
import type { Credentials } from '../secrets/credentials.ts';

/** Read to go on from, so that they must be as they came; what is shown of them, if anything is, is redacted with the result. */
const FOLLOWED: ReadonlySet<string> = new Set(['location', 'link', 'set-cookie']);

/**
 * Attaches the headers of the operator's profiles to every request to exactly their origin. Inside {@link redirect} it
 * does so hop by hop, so that nothing goes along to another origin. A request that is not safe gets none once another
 * origin has had a part in it: else that one could have anything done in the operator's name.
 */
export function credentials(send: Send, profiles: readonly Profile[]): Send {
  if (profiles.length === 0) return send;
  const origins = new Set<string>();
  return (request) => {
    const { origin } = request.url;
    origins.add(origin);
    const isOurs = origins.size === 1 || isSafe(request.method);
    const attached = isOurs ? profiles.filter((profile) => profile.origin === origin).map(({ headers }) => headers) : [];
    if (attached.length === 0) return send(request);
    const headers: Record<string, string> = Object.assign({}, request.headers, ...attached);
    // Cookies that were set on the way stand beside those of the profile; a caller's own are refused before.
    const [own, onTheWay] = [headers['cookie'], request.headers['cookie']];
    if (own !== undefined && onTheWay !== undefined) headers['cookie'] = `${own}; ${onTheWay}`;
    return send({ ...request, headers });
  };
}

/** Takes the operator's secrets out of whatever is answered, by whomever, before anybody reads or keeps it. */
export function redacted(send: Send, { profiles, redactor }: Credentials): Send {
  if (profiles.length === 0) return send;
  return async (request) => {
    const response = await send(request);
    const headers: [string, ResponseHeaders[string]][] = Object.entries(response.headers).map(([name, value]) => {
      return [name, FOLLOWED.has(name) ? value : redactor.value(value)];
    });
    const statusText = redactor.text(response.statusText);
    return { ...response, statusText, headers: Object.fromEntries(headers), body: redactor.bytes(response.body) };
  };
}
