import { describe, expect, test } from 'vitest';
import { ITEMS, pagedApis } from '../../support/paged-apis.ts';
import { sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

describe('pages of well-known APIs are followed to their end, without a note', () => {
  test.each<[string, object, number]>([
    ['drf', { next: 'page', items: 'results' }, 3],
    ['drf', { next: 'next', items: 'results' }, 3],
    ['wordpress', { next: 'page' }, 3],
    ['sentry', { next: 'link' }, 3],
    ['spring', { next: 'page', start: 0, items: '_embedded.users' }, 3],
    ['algolia', { next: 'page', start: 0, items: 'hits' }, 3],
    ['facebook', { next: 'paging.next', items: 'data' }, 3],
    // What they name last is where their list may grow.
    ['crossref?cursor=c0', { next: 'message."next-cursor"', param: 'cursor', items: 'message.items' }, 4],
    ['incremental', { next: 'after_url', items: 'users' }, 4],
    ['incremental', { next: 'after_cursor', param: 'cursor', items: 'users' }, 3],
    ['mediawiki', { next: 'continue', items: 'query.search' }, 3],
    ['mediawiki', { next: 'continue', param: 'sroffset', items: 'query.search' }, 3],
    ['elastic', { next: 'offset', param: 'from', items: 'hits.hits[]._source' }, 3],
    ['stripe', { next: 'data[-1].id', param: 'starting_after', items: 'data' }, 3],
    ['wiki/rest/api/content', { next: '_links.next', items: 'results' }, 3],
    ['latest.json', { next: 'topic_list.more_topics_url', items: 'topic_list.topics' }, 3],
    ['graph', { next: '@odata.nextLink', items: 'value' }, 3],
    ['graph', { next: "['@odata.nextLink']", items: 'value' }, 3],
    ['hubspot', { next: 'paging.next', param: 'after', items: 'results' }, 3],
    ['jira', { next: 'offset', param: 'startAt', items: 'issues' }, 3],
    ['counted', { next: 'page' }, 3],
  ])('%s by %j', async (path, paginate, asked) => {
    const api = await pagedApis();
    const { results, notes } = await server.run({ requests: [{ url: `${api.url}/${path}`, paginate }] });
    expect({ body: results[0]?.body, outcome: results[0]?.outcome, notes }).toEqual({
      body: ITEMS,
      outcome: undefined,
      notes: undefined,
    });
    expect(api.asked).toHaveLength(asked);
  });

  test.each<[string, object, object]>([
    ['elastic', {}, { next: 'hits.hits[-1].sort', param: 'search_after', items: 'hits.hits[]._source' }],
    ['dynamo', {}, { next: 'LastEvaluatedKey', param: 'ExclusiveStartKey', items: 'Items' }],
    ['notion', { page_size: 10 }, { next: 'next_cursor', param: 'start_cursor', items: 'results' }],
  ])('%s, asked by POST', async (path, asked, paginate) => {
    const { url } = await pagedApis();
    const { results, notes } = await server.write({
      requests: [{ method: 'POST', url: `${url}/${path}`, json: asked, paginate }],
    });
    expect({ body: results[0]?.body, notes }).toEqual({ body: ITEMS, notes: undefined });
  });

  test('a single page of one whose second is a 404', async () => {
    const { url, asked } = await pagedApis();
    const { results, notes } = await server.run({
      requests: [{ url: `${url}/drf?page=3`, paginate: { next: 'page', items: 'results' } }],
    });
    expect({ results, notes }).toMatchObject({ results: [{ status: 200, pages: 1, body: ITEMS.slice(20) }], notes: undefined });
    expect(asked).toEqual(['GET /drf?page=3', 'GET /drf?page=4']);
  });
});

describe('what is wrong is said', () => {
  test.each<[string, object, number, string]>([
    ['capped', { next: 'page', items: 'items' }, 24, 'although its total_count is 4000; '],
    ['capped', { next: 'link', items: 'items' }, 24, 'although its total_count is 4000; a narrower query or larger pages may'],
    ['algolia', { next: 'page', items: 'hits' }, 14, 'although its nbHits is 24; if its pages count from 0'],
    [
      'notion',
      { next: 'next_cursor', param: 'cursor', items: 'results' },
      10,
      'is "cursor" its parameter, or is it "start_cursor"?',
    ],
    ['tracks', { next: 'next', items: 'tracks.items' }, 10, '"paginate": {"next":"tracks.next"} would follow it'],
    [
      'elastic',
      { next: 'hits.next', items: 'hits.hits' },
      10,
      'hits.total.value is 24; "paginate": {"next":"offset","param":"from"}',
    ],
  ])('%s by %j', async (path, paginate, count, said) => {
    const { url } = await pagedApis();
    const { results, notes } = await server.run({ requests: [{ url: `${url}/${path}`, paginate }] });
    expect(results[0]?.body).toHaveLength(count);
    expect(notes?.[0]).toContain(said);
  });

  test('whole pages are not counted as items', async () => {
    const { url } = await pagedApis();
    const { results, notes } = await server.run({
      requests: [{ url: `${url}/jira`, paginate: { next: 'offset', param: 'startAt' } }],
    });
    expect(results[0]?.body).toHaveLength(3);
    expect(notes).toEqual([expect.stringContaining('body is a list of 3 whole pages')]);
  });
});

describe('the paginate that a note proposes works as it is', () => {
  test.each([
    ['drf', 'results'],
    ['wordpress', ''],
    ['sentry', ''],
    ['spring', '_embedded.users'],
    ['algolia', 'hits'],
    ['facebook', 'data'],
    ['incremental', 'users'],
    ['mediawiki', 'query.search'],
    ['elastic', 'hits.hits'],
    ['notion', 'results'],
    ['stripe', 'data'],
    ['wiki/rest/api/content', 'results'],
    ['latest.json', 'topic_list.topics'],
    ['graph', 'value'],
    ['hubspot', 'results'],
    ['jira', 'issues'],
    ['airtable', 'records'],
    ['azure', 'value'],
    ['fhir', 'entry'],
    ['s3', 'ListBucketResult.Contents'],
    ['tracks', 'tracks.items'],
    ['counted', ''],
    ['postgrest', ''],
  ])('%s', async (path, list) => {
    const { url } = await pagedApis();
    const request = { url: `${url}/${path}` };
    const select = list === '' ? 'length(@)' : `length(${list})`;
    const { results, notes = [] } = await server.run({ requests: [{ ...request, select }] });
    expect(results[0]?.body).toBe(10);
    const [, proposed = '{}'] = /"paginate": (\{.*?\}) /.exec(notes[0] ?? '') ?? [];
    const paginate: unknown = JSON.parse(proposed);
    const all = await server.run({ requests: [{ ...request, paginate }] });
    expect({ body: all.results[0]?.body, notes: all.notes }).toEqual({ body: expect.any(Array) as unknown, notes: undefined });
    expect(all.results[0]?.body).toHaveLength(24);
  });
});
