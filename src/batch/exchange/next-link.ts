import LinkHeader from 'http-link-header';
import { RequestFailure } from '../../request-failure.ts';
import type { Answer } from '../outcome/answer.ts';

/**
 * The target of the first link that is next (RFC 8288).
 * @throws {RequestFailure} `decode` if the header cannot be read
 */
export function linkedUrl({ headers }: Pick<Answer, 'headers'>): string | undefined {
  const text = [headers['link'] ?? []]
    .flat()
    .filter((each) => each.trim() !== '')
    .join(', ');
  try {
    // One with an anchor is about another page than this (RFC 8288 section 3.2).
    return LinkHeader.parse(text)
      .rel('next')
      .find((link) => link['anchor'] === undefined)?.uri;
  } catch {
    throw new RequestFailure({ outcome: 'decode', message: 'its Link header cannot be read (RFC 8288)' });
  }
}
