import { describe, expect, test } from 'vitest';
import { furtherNotes } from '../../src/result/further-notes.ts';
import type { FurtherPages } from '../../src/result/reading.ts';

const LIST = [{ id: 1 }, { id: 2 }];
const TEN = Array.from({ length: 10 }, (_, id) => ({ id }));

function notesOn(value: unknown, select: string | undefined = 'name', further: FurtherPages = {}): readonly string[] {
  const reading = { contentType: 'application/json', url: 'https://api.test/', as: 'auto', isLenient: false, select } as const;
  const content = { kind: 'json', value, mimeType: 'application/json', notes: [] } as const;
  return furtherNotes(content, { ...reading, further });
}

describe('what says that there is more', () => {
  test.each<[unknown, string]>([
    [{ data: LIST, pagination: { next: { href: 'https://api.test/?p=2' } } }, '"next":"pagination.next.href"'],
    [{ value: LIST, '@odata.nextLink': 'https://api.test/?$skip=2' }, '"next":"\\"@odata.nextLink\\""'],
    [{ items: LIST, nextPageToken: 'abc' }, '{"next":"nextPageToken","param":"pageToken","items":"items"}'],
    [{ results: LIST, has_more: true, next_cursor: 'c' }, '{"next":"next_cursor","param":"cursor","items":"results"}'],
    [{ data: { nodes: LIST }, pageInfo: { hasNextPage: true, endCursor: 'c' } }, '{"next":"pageInfo.endCursor","param":"cursor"'],
    [
      { data: { repository: { issues: { nodes: LIST, pageInfo: { endCursor: 'c', hasNextPage: true } } } } },
      '{"next":"data.repository.issues.pageInfo.endCursor","param":"variables.after","items":"data.repository.issues.nodes"}',
    ],
    [{ code: 0, data: { list: LIST, total: 100, page: 1 } }, 'its data.total is 100'],
    [{ response: { docs: LIST, numFound: 9 } }, 'its response.numFound is 9'],
    [{ result: { rows: LIST, is_truncated: true } }, 'its result.is_truncated says'],
    [{ docs: LIST, numFound: 9 }, 'its numFound is 9'],
    [{ users: LIST, meta: { current_page: 1, last_page: 3 } }, 'its meta.last_page is 3'],
    [{ list: LIST, total: 50, per_page: 2 }, 'its total is 50'],
    [{ records: LIST, nextRecordsUrl: '/query/2', done: false }, '{"next":"nextRecordsUrl","items":"records"}'],
    [{ data: LIST, next_page: { offset: 'x', uri: 'https://api.test/?o=x' } }, '{"next":"next_page.uri","items":"data"}'],
    [
      { data: LIST, pages: { page: 1, next: { page: 2, starting_after: 'x' } } },
      '"pages.next.starting_after","param":"starting_after"',
    ],
    [
      { query: { pages: LIST }, continue: { gapcontinue: 'x', continue: '-||' } },
      '"paginate": {"next":"continue","items":"query.pages"}',
    ],
    [{ d: { results: LIST, __next: 'https://api.test/?s=2' } }, '{"next":"d.__next","items":"d.results"}'],
    [{ value: LIST, '@odata.nextLink': 'Products?$skip=2' }, '{"next":"\\"@odata.nextLink\\"","items":"value"}'],
    [{ data: TEN, pagination: { cursor: 'x' } }, '{"next":"pagination.cursor","param":"after","items":"data"}'],
    [{ data: { children: TEN, after: 't3_x', before: null } }, '{"next":"data.after","param":"after","items":"data.children"}'],
    [{ data: LIST, meta: { result_count: 2, next_token: 'x' } }, '{"next":"meta.next_token","param":"pagination_token"'],
    [{ issues: LIST, nextPageToken: 'x', isLast: false }, '{"next":"nextPageToken","param":"nextPageToken","items":"issues"}'],
    [{ values: LIST, isLast: false, startAt: 0, maxResults: 2 }, '{"next":"offset","param":"startAt","items":"values"}'],
    [{ values: LIST, isLastPage: false, start: 0, nextPageStart: 2 }, '{"next":"nextPageStart","param":"start"'],
    [{ data: LIST, next: 2, offset: 0, total: 9 }, '{"next":"next","param":"offset","items":"data"}'],
    [{ Functions: LIST, NextMarker: 'x' }, '{"next":"NextMarker","param":"Marker","items":"Functions"}'],
    [{ content: LIST, last: false, number: 0, totalPages: 3 }, '{"next":"page","start":0,"items":"content"}'],
    [{ data: LIST, meta: { pagination: { page: 1, pageCount: 4, total: 8 } } }, '{"next":"page","param":"pagination[page]"'],
    [{ count: 50, offset: 0, results: LIST }, 'its count is 50; "paginate": {"next":"offset","param":"offset"'],
    [
      { esearchresult: { count: '57', retstart: '0', idlist: ['1'] } },
      '{"next":"offset","param":"retstart","items":"esearchresult.idlist"}',
    ],
    [
      { plans: LIST, links: [{ rel: 'next', href: '/?page=2' }] },
      String.raw`{"next":"links[?rel=='next'].href","items":"plans"}`,
    ],
  ])('%j', (body, said) => {
    expect(notesOn(body)).toEqual([expect.stringContaining(said)]);
  });
});

describe('what does not', () => {
  test('a wrapper of more than a call takes arguments', () => {
    const data = Object.fromEntries(Array.from({ length: 150_000 }, (_, id) => [`k${id}`, {}]));
    expect(notesOn({ data, list: LIST, next: null })).toEqual([]);
  });

  test.each<[string, unknown]>([
    ['a total of money', { lines: LIST, total: 100, currency: 'EUR' }],
    ['a total that is there', { list: LIST, total: 2, per_page: 2 }],
    ['a flag that says so', { list: LIST, has_more: false, next_cursor: 'c' }],
    ['the last page', { list: LIST, page: 3, total_pages: 3 }],
    ['a count of pages of something else', { chapters: LIST, pages: 300 }],
    ['no next', { list: LIST, next: null }],
    ['no further page', { list: LIST, next_page: 0 }],
    ['all of GraphQL', { data: { issues: { nodes: LIST, pageInfo: { endCursor: 'c', hasNextPage: false } } } }],
    ['a thing in a wrapper', { data: { id: 1, total: 90, lines: LIST } }],
    ['the neighbour of a thing', { id: 7, next: '/things/8' }],
    ['a job that goes on', { steps: LIST, done: false }],
    ['a time', { list: LIST, after: '2026-01-01' }],
    ['a list alone', LIST],
    ['a cart', { items: LIST, total_items: 9, total: 35 }],
    ['a folder', { files: LIST, totalSize: 1_048_576, count: 2 }],
    ['a survey', { results: LIST, total: 2000 }],
    ['times', { data: LIST, start: 1_700_000_000, total: 9000 }],
    ['a neighbour with lists', { title: 'x', tags: LIST, next: { title: 'y', url: '/posts/6' } }],
    ['the last page of cursors', { data: TEN, paging: { cursors: { before: 'a', after: 'b' } } }],
    ['all, beside the cursor of the last', { hitCount: 10, nextCursorMark: 'x', resultList: { result: TEN } }],
    ['how many are on the page', { page: 1, page_count: 2, products: LIST }],
    ['a mark of when it was asked', { items: TEN, nextSyncToken: 'x' }],
    ['a text', 'next'],
  ])('%s', (_, body) => {
    expect(notesOn(body)).toEqual([]);
  });
});

const USER = {
  user: {
    name: 'x',
    repositories: { totalCount: 9, nodes: LIST },
    pinned: { nodes: LIST, pageInfo: { hasNextPage: true, endCursor: 'c' } },
  },
};
const ALBUM = { id: 7, tracks: { items: LIST, next: 'https://api.test/albums/7/tracks?offset=2', total: 9 } };
const SEARCH = { took: 3, hits: { total: { value: 90 }, hits: LIST }, aggregations: { kinds: { buckets: LIST } } };

describe('of several lists it is the one that is read', () => {
  test.each<[string, unknown, string, string]>([
    ['of GraphQL', { data: USER }, 'data.user.pinned.nodes[].id', '"items":"data.user.pinned.nodes"'],
    [
      'without pageInfo',
      { data: USER },
      'data.user.repositories.nodes[].id',
      'with pageInfo { hasNextPage endCursor } in the query',
    ],
    ['of a thing', ALBUM, 'length(tracks.items)', 'its tracks.next names a next page; a request for that URL, with "paginate"'],
    ['of hits', SEARCH, 'hits.hits[].id', '{"next":"offset","param":"from","items":"hits.hits"}'],
  ])('%s', (_, body, select, said) => {
    expect(notesOn(body, select)).toEqual([expect.stringContaining(said)]);
  });

  test.each<[string, unknown, string]>([
    ['a name beside them', { data: USER }, 'data.user.name'],
    ['a thing itself', ALBUM, 'id'],
    ['what a search counts', SEARCH, 'aggregations.kinds.buckets'],
  ])('and none where it is %s', (_, body, select) => {
    expect(notesOn(body, select)).toEqual([]);
  });

  test('a variable called as the total is none', () => {
    const [body, sum] = [{ docs: LIST, numFound: 9 }, (name: string) => `b => b.docs.reduce((${name}, x) => ${name} + x.id, 0)`];
    expect(notesOn(body, sum('numFound'))).toHaveLength(1);
    expect(notesOn(body, '{numFound: length(docs)}')).toHaveLength(1);
    expect(notesOn(body, 'b => ({ numFound: b.docs.length })')).toHaveLength(1);
    expect(notesOn(body, '{found: numFound, docs: docs[].id}')).toEqual([]);
    expect(notesOn(body, '({ docs, numFound }) => docs.length / numFound')).toEqual([]);
    expect(notesOn(body, 'b => [b.docs.length, b.numFound]')).toEqual([]);
    expect(notesOn(body, 'b => { const { docs, numFound } = b; return docs.length / numFound }')).toEqual([]);
  });
});

describe('whoever reads them', () => {
  const body = { items: LIST, has_more: true };
  test.each<[string, string, FurtherPages, number]>([
    ['counts', 'length(items)', {}, 1],
    ['takes the last, which is not the last of all', 'items[-1]', {}, 1],
    ['takes all but a few', 'items[5:]', {}, 1],
    ['takes the first few', 'items[:5]', {}, 0],
    ['takes the first few by a function', 'b => b.items.at(0)', {}, 0],
    ['takes the last by a function', 'b => b.items.at(-1)', {}, 1],
    ['names what is there', 'has_more', {}, 0],
    ['names something like it', 'items[].has_more_tags', {}, 1],
    ['reads bodies in a program', '@', { program: 'ok.map(r => r.body.length)' }, 1],
    ['reads no body in a program', '@', { program: 'ok.map(r => r.ms)' }, 0],
    ['takes the first in a program', '@', { program: 'ok.map(r => r.body[0].id)' }, 0],
    ['reads headers of what the body says', '@', { program: "ok.map(r => [r.body.length, r.headers['content-type']])" }, 1],
    ['reads headers', '@', { next: 'link', program: 'ok.map(r => [r.body.length, r.headers.link])' }, 0],
  ])('and %s: %s', (_, select, further, count) => {
    expect(notesOn(body, select, further)).toHaveLength(count);
  });
});
