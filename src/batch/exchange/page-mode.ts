import type { HttpRequest } from '../../http/message.ts';
import type { PageFacts } from '../../result/page-facts.ts';
import type { Paginate } from '../args/schema.ts';
import { paramOf, withParam } from './page-param.ts';

/** How the next page is found. */
export type PageMode =
  | { readonly kind: 'link' }
  | { readonly kind: 'header'; readonly name: string; readonly param: string | undefined }
  | { readonly kind: 'expression'; readonly expression: string; readonly param: string | undefined }
  | { readonly kind: 'count'; readonly unit: 'page' | 'offset'; readonly param: string; readonly start: number | undefined };

/** Reads `paginate.next`. */
export function parsePageMode({ next, param, start }: Paginate): PageMode {
  if (next === 'link') return { kind: 'link' };
  const header = /^header:\s*(\S+)$/i.exec(next)?.[1]?.toLowerCase();
  // X-Next-Page has the number that the query's `page` takes (GitLab and others).
  if (header !== undefined)
    return { kind: 'header', name: header, param: param ?? (header.endsWith('page') ? 'page' : undefined) };
  if (next === 'page' || next === 'offset') return { kind: 'count', unit: next, param: param ?? next, start };
  return { kind: 'expression', expression: next, param };
}

/** The JMESPath that a page is asked for what comes next; a key `page` or `offset` with a string in it is a cursor. */
export function expressionOf(mode: PageMode): string | undefined {
  if (mode.kind === 'expression') return mode.expression;
  return mode.kind === 'count' ? mode.unit : undefined;
}

/** The mode as the first page shows it: what was meant as a count may turn out to be a cursor. */
export function settleMode(mode: PageMode, facts: PageFacts): PageMode {
  if (mode.kind !== 'count' || typeof facts.next !== 'string' || facts.next === '' || /^\d+$/.test(facts.next)) return mode;
  return { kind: 'expression', expression: mode.unit, param: mode.param };
}

/** Where counting begins: at the number in the URL or body, else at `start`, which is then sent, too. */
export function firstRequest(request: HttpRequest, mode: PageMode): HttpRequest {
  if (mode.kind !== 'count' || Number.isSafeInteger(countOf(request, mode))) return request;
  if (mode.unit === 'offset' && mode.start === undefined) return request;
  return withParam(request, mode.param, mode.start ?? 1);
}

/** The request after one that had so many items. */
export function countOn(request: HttpRequest, mode: Extract<PageMode, { kind: 'count' }>, items: number): HttpRequest {
  const count = countOf(request, mode);
  const here = Number.isSafeInteger(count) ? count : 0;
  return withParam(request, mode.param, here + (mode.unit === 'page' ? 1 : items));
}

/** The page or offset that a request asks for; NaN if it does not say. */
export function countOf(request: HttpRequest, { param }: Extract<PageMode, { kind: 'count' }>): number {
  const value = paramOf(request, param);
  return value === undefined || value === '' || value === null ? Number.NaN : Number(value);
}
