import { isRelated, parseLinks } from '../../http/link-header.ts';
import { headerOf } from '../../http/message.ts';
import { RequestFailure } from '../../request-failure.ts';
import type { Answer } from './answer.ts';

/**
 * The target of the first link that is next (RFC 8288). One that says itself that there is nothing behind it, as Sentry's
 * always does in the end, is none.
 * @throws {RequestFailure} `decode` if there is none, and something in the header that cannot be read: it may have been it
 */
export function linkedUrl({ headers }: Pick<Answer, 'headers'>): string | undefined {
  const { links, isWhole } = parseLinks(headers);
  const next = links.find((link) => isRelated(link, 'next') && link.params.get('results') !== 'false');
  if (next || isWhole) return next?.target;
  throw new RequestFailure({ outcome: 'decode', message: 'its Link header cannot be read (RFC 8288)' });
}

/** The same; undefined also where the header cannot be read. */
export function readableLink(answer: Pick<Answer, 'headers'>): string | undefined {
  try {
    return linkedUrl(answer);
  } catch {
    return undefined;
  }
}

/** The next page or cursor that another header names, by default GitLab's; undefined where it is empty, as on the last page. */
export function namedNext({ headers }: Pick<Answer, 'headers'>, name = 'x-next-page'): string | undefined {
  const value = headerOf(headers, name)?.trim();
  return value === '' ? undefined : value;
}
