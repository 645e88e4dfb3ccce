import { closest } from 'fastest-levenshtein';

/** What to say of an id that no request of the call has. */
export function describeUnknownId(id: string, ids: ReadonlySet<string>): string {
  const near = ids.size > 0 ? `did you mean "${closest(id, [...ids])}"?` : 'give the request it means an "id"';
  return `no request has the id "${id.slice(0, 100)}"; ${near}`;
}
