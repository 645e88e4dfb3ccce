import { describe, expect, test } from 'vitest';
import { furtherNotes } from '../../src/result/further-notes.ts';
import type { FurtherPages } from '../../src/result/reading.ts';

const LIST = [{ id: 1 }, { id: 2 }];

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
  ])('%j', (body, said) => {
    expect(notesOn(body)).toEqual([expect.stringContaining(said)]);
  });
});

describe('what does not', () => {
  test('a wrapper of more than a call takes arguments', () => {
    const data = Object.fromEntries(Array.from({ length: 200_000 }, (_, id) => [`k${id}`, {}]));
    expect(notesOn({ data, list: LIST })).toEqual([]);
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
    ['a text', 'next'],
  ])('%s', (_, body) => {
    expect(notesOn(body)).toEqual([]);
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
