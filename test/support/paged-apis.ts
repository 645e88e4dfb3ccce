import { json, type Api, type Handler } from './api.ts';
import { serve } from './shared-server.ts';

/** Items that each of these APIs has, in pages of {@link PAGE}. */
export const ITEMS = Array.from({ length: 24 }, (_, at) => ({ id: at + 1, name: `item ${at + 1}` }));
const PAGE = 10;

/** What an API answers: a body, or more than that. */
interface Told {
  readonly body: unknown;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly type?: string;
}

/** @param at the URL; `asked` is the JSON body of a POST; `base` has no path */
type Paged = (at: URL, base: string, asked: Record<string, unknown>) => Told;

const LAST = Math.ceil(ITEMS.length / PAGE);
const from = (at: number): typeof ITEMS => ITEMS.slice(at, at + PAGE);
const number = (at: URL, name: string, otherwise: number): number => Number(at.searchParams.get(name) ?? otherwise);
const isMore = (at: number): boolean => at + PAGE < ITEMS.length;
/** A cursor that leads to an item. */
const cursor = (at: number): string => `c${at}`;
const read = (text: unknown): number => (typeof text === 'string' ? Number(text.slice(1)) : 0);

function pageOf(at: URL, name = 'page', first = 1): { readonly page: number; readonly items: typeof ITEMS } {
  const page = number(at, name, first);
  return { page, items: from((page - first) * PAGE) };
}

/** The ways in which well-known APIs page, each with what its last page looks like. */
const PAGED = {
  drf: (at, base) => {
    const { page, items } = pageOf(at);
    if (items.length === 0) return { status: 404, body: { detail: 'Invalid page.' } };
    return {
      body: { count: ITEMS.length, next: page < LAST ? `${base}/drf?page=${page + 1}` : null, previous: null, results: items },
    };
  },
  wordpress: (at) => {
    const { items } = pageOf(at);
    if (items.length === 0) return { status: 400, body: { code: 'rest_post_invalid_page_number' } };
    return { body: items, headers: { 'x-wp-total': String(ITEMS.length), 'x-wp-totalpages': String(LAST) } };
  },
  capped: (at, base) => {
    const { page, items } = pageOf(at);
    if (items.length === 0) return { status: 422, body: { message: 'Only the first 24 search results are available' } };
    const link = page < LAST ? `<${base}/capped?page=${page + 1}>; rel="next"` : `<${base}/capped?page=1>; rel="first"`;
    return { headers: { link }, body: { total_count: 4_000, items } };
  },
  sentry: (at, base) => {
    const start = number(at, 'cursor', 0);
    return {
      body: from(start),
      headers: { link: `<${base}/sentry?cursor=${start + PAGE}>; rel="next"; results="${isMore(start)}"` },
    };
  },
  spring: (at) => {
    const { page, items } = pageOf(at, 'page', 0);
    const embedded = items.length === 0 ? {} : { _embedded: { users: items } };
    return { body: { ...embedded, page: { size: PAGE, totalElements: ITEMS.length, totalPages: LAST, number: page } } };
  },
  algolia: (at) => {
    const { page, items } = pageOf(at, 'page', 0);
    return { body: { hits: items, nbHits: ITEMS.length, page, nbPages: LAST, hitsPerPage: PAGE } };
  },
  facebook: (at, base) => {
    const start = read(at.searchParams.get('after') ?? 'c0');
    const next = isMore(start) ? { next: `${base}/facebook?after=${cursor(start + PAGE)}` } : {};
    return { body: { data: from(start), paging: { cursors: { before: 'b', after: cursor(start + PAGE) }, ...next } } };
  },
  crossref: (at) => {
    const start = read(at.searchParams.get('cursor') ?? 'c0');
    const next = cursor(Math.min(start + PAGE, ITEMS.length));
    return {
      body: { message: { 'next-cursor': next, 'total-results': ITEMS.length, items: from(start), 'items-per-page': PAGE } },
    };
  },
  incremental: (at, base) => {
    const start = read(at.searchParams.get('cursor') ?? 'c0');
    const next = cursor(Math.min(start + PAGE, ITEMS.length));
    const after = { after_cursor: next, after_url: `${base}/incremental?cursor=${next}` };
    return { body: { users: from(start), ...after, end_of_stream: !isMore(start) } };
  },
  mediawiki: (at) => {
    const start = number(at, 'sroffset', 0);
    const goesOn = at.searchParams.get('continue') === null ? {} : { seen: at.searchParams.get('continue') };
    const more = isMore(start) ? { continue: { sroffset: start + PAGE, continue: '-||' } } : {};
    return { body: { ...more, ...goesOn, query: { searchinfo: { totalhits: ITEMS.length }, search: from(start) } } };
  },
  elastic: (at, _, asked) => {
    const after = asked['search_after'];
    if (after !== undefined && !Array.isArray(after)) return { status: 400, body: { error: 'search_after is no array' } };
    const start = Array.isArray(after) ? Number(after[0]) : number(at, 'from', Number(asked['from'] ?? 0));
    const hits = from(start).map((each) => ({ _id: String(each.id), _source: each, sort: [each.id, 'x'] }));
    return { body: { _shards: { total: 5 }, hits: { total: { value: ITEMS.length, relation: 'eq' }, hits } } };
  },
  dynamo: (_, __, asked) => {
    const start = (asked['ExclusiveStartKey'] as { id: number } | undefined)?.id ?? 0;
    return { body: { Items: from(start), ...(isMore(start) ? { LastEvaluatedKey: { id: start + PAGE } } : {}) } };
  },
  notion: (at, _, asked) => {
    const start = read(asked['start_cursor'] ?? at.searchParams.get('start_cursor') ?? 'c0');
    const next = isMore(start) ? cursor(start + PAGE) : null;
    return { body: { object: 'list', results: from(start), next_cursor: next, has_more: next !== null } };
  },
  stripe: (at) => {
    const start = number(at, 'starting_after', 0);
    return { body: { object: 'list', url: '/stripe', has_more: isMore(start), data: from(start) } };
  },
  'wiki/rest/api/content': (at) => {
    const start = number(at, 'start', 0);
    const next = isMore(start) ? { next: `/rest/api/content?start=${start + PAGE}` } : {};
    return {
      body: { results: from(start), start, limit: PAGE, size: from(start).length, _links: { context: '/wiki', ...next } },
    };
  },
  'latest.json': (at) => {
    const { page, items } = pageOf(at, 'page', 0);
    const more = page + 1 < LAST ? { more_topics_url: `/latest?page=${page + 1}` } : {};
    return { body: { users: [{ id: 1 }], topic_list: { ...more, per_page: PAGE, topics: items } } };
  },
  graph: (at, base) => {
    const start = number(at, '$skip', 0);
    const next = isMore(start) ? { '@odata.nextLink': `${base}/graph?$skip=${start + PAGE}` } : {};
    return { body: { ...next, value: from(start) } };
  },
  hubspot: (at) => {
    const start = number(at, 'after', 0);
    return { body: { results: from(start), ...(isMore(start) ? { paging: { next: { after: String(start + PAGE) } } } : {}) } };
  },
  jira: (at) => {
    const start = number(at, 'startAt', 0);
    return { body: { startAt: start, maxResults: PAGE, total: ITEMS.length, issues: from(start) } };
  },
  airtable: (at) => {
    const start = read(at.searchParams.get('offset') ?? 'c0');
    return { body: { records: from(start), ...(isMore(start) ? { offset: cursor(start + PAGE) } : {}) } };
  },
  azure: (at) => {
    const start = number(at, 'continuationToken', 0);
    const headers = isMore(start) ? { 'x-ms-continuationtoken': String(start + PAGE) } : {};
    return { headers, body: { count: from(start).length, value: from(start) } };
  },
  fhir: (at, base) => {
    const { page, items } = pageOf(at);
    const next = page < LAST ? [{ relation: 'next', url: `${base}/fhir?page=${page + 1}` }] : [];
    return {
      body: { resourceType: 'Bundle', total: ITEMS.length, link: [{ relation: 'self', url: '/fhir' }, ...next], entry: items },
    };
  },
  s3: (at) => {
    const start = read(at.searchParams.get('continuation-token') ?? 'c0');
    const next = isMore(start) ? `<NextContinuationToken>${cursor(start + PAGE)}</NextContinuationToken>` : '';
    const contents = from(start).map(({ id }) => `<Contents><Key>${id}</Key></Contents>`);
    const text = `<IsTruncated>${isMore(start)}</IsTruncated><KeyCount>${from(start).length}</KeyCount>${next}${contents.join('')}`;
    return { type: 'application/xml', body: `<ListBucketResult>${text}</ListBucketResult>` };
  },
  tracks: (at, base) => {
    const start = number(at, 'offset', 0);
    const next = isMore(start) ? `${base}/tracks?offset=${start + PAGE}` : null;
    return { body: { tracks: { items: from(start), next, total: ITEMS.length, offset: start, limit: PAGE } } };
  },
  postgrest: (at) => {
    const [start, all] = [number(at, 'offset', 0), ITEMS.length];
    const range = from(start).length === 0 ? `*/${all}` : `${start}-${start + from(start).length - 1}/${all}`;
    return { body: from(start), headers: { 'content-range': range } };
  },
  counted: (at) => ({ body: pageOf(at).items, headers: { 'x-total-count': String(ITEMS.length) } }),
} satisfies Record<string, Paged>;

const answered: Handler = async (request, response, at) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const asked: unknown = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString());
  const paged: Paged | undefined = Object.hasOwn(PAGED, at.pathname.slice(1))
    ? PAGED[at.pathname.slice(1) as keyof typeof PAGED]
    : undefined;
  const told = paged?.(at, `http://${request.headers.host ?? ''}`, asked as Record<string, unknown>);
  for (const [name, value] of Object.entries(told?.headers ?? {})) response.setHeader(name, value);
  if (told?.type !== undefined) response.setHeader('content-type', told.type).end(told.body);
  else json(response, told?.body ?? { message: 'not found' }, told ? (told.status ?? 200) : 404);
};

/** Serves all of them, each at its name. */
export function pagedApis(): Promise<Api> {
  return serve(answered);
}
