import type { Counting } from './counting.ts';
import type { MoreHint } from './page-hints.ts';

/** How such a note begins. */
export const ONLY = 'it is the first page only: ';
const GRAPHQL = /^data\..*\.totalCount$/;

/** What is to be said of a list that goes on, by what says so. @param isPart whether it is a part of something else */
export function noteOn(hint: MoreHint, items: object, isPart: boolean): string {
  const said =
    hint.kind === 'next'
      ? `its ${hint.path} names a next page`
      : `its ${hint.path} ${hint.kind === 'flag' ? 'says that there is more' : `is ${hint.total}`}`;
  if (isPart) {
    const isUrl = hint.kind === 'next' && hint.isUrl;
    const rest = isUrl ? 'a request for that URL' : 'where the API lists these by themselves, a request for that list';
    return `${ONLY}${said}; ${rest}, with "paginate", brings the others`;
  }
  if (hint.kind === 'total' && GRAPHQL.test(hint.path)) {
    return `${ONLY}${said}; with pageInfo { hasNextPage endCursor } in the query, "paginate" can follow it`;
  }
  if (hint.kind === 'next') return noteOf(said, { next: hint.path, ...(hint.isUrl ? {} : { param: hint.param }), ...items });
  if (hint.by) return noteOf(said, { ...hint.by, ...items });
  return noteOf(said, { next: 'page', ...items }, '(or "offset", with its param) may');
}

/** The same, with the `paginate` that follows it. */
export function noteOf(said: string, paginate: Partial<Counting>, would = 'would'): string {
  const joined = paginate.items === undefined ? '' : ', and the body is the joined list then';
  return `${ONLY}${said}; "paginate": ${JSON.stringify(paginate)} ${would} follow it${joined}`;
}
