import type { ResponseHeaders } from '../message.ts';

/** One member of a header's list, and its parameters as they are written. */
export interface QuotaItem {
  /** Without its quotes; empty if it has none. */
  readonly name: string;
  readonly params: ReadonlyMap<string, string>;
}

/**
 * The items of a list with their parameters (RFC 9651): `"default";r=0;t=30`, or `10;w=1`. What the drafts before had,
 * `limit=10, remaining=0, reset=30`, is one item without a name.
 */
export function parseQuotaList(value: string): QuotaItem[] {
  const list = value.match(/(?:"(?:\\.|[^"\\])*"|[^",])+/g) ?? [];
  const read = list.map((item) => {
    const [name = '', ...params] = item.match(/(?:"(?:\\.|[^"\\])*"|[^";])+/g) ?? [];
    return name.includes('=') && !name.includes('"') ? { name: '', params: [name, ...params] } : { name, params };
  });
  const loose = read.filter(({ name }) => name === '').flatMap(({ params }) => params);
  const named = read.filter(({ name }) => name !== '');
  return [...named, ...(loose.length > 0 ? [{ name: '', params: loose }] : [])].map(({ name, params }) => {
    return { name: unquoted(name), params: new Map(params.map(pair)) };
  });
}

function pair(param: string): [string, string] {
  const [key = '', ...value] = param.split('=');
  return [key.trim().toLowerCase(), unquoted(value.join('='))];
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^"(?:\\.|[^"\\])*"$/.test(trimmed) ? trimmed.slice(1, -1).replace(/\\(.)/g, '$1') : trimmed;
}

/** A number of at least 0 as headers write them; undefined if it is none. */
export function parseCount(value: string | undefined): number | undefined {
  const digits = value?.trim();
  return digits && /^\d{1,15}(?:\.\d{1,9})?$/.test(digits) ? Number(digits) : undefined;
}

/** A header as one line. */
export function lineOf(headers: ResponseHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
