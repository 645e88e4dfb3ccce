import { expect, test } from 'vitest';
import { furtherPages } from '../../../src/batch/outcome/further-pages.ts';
import { sendable } from '../../support/plan.ts';

const ANSWER = {
  status: 200,
  statusText: 'OK',
  headers: {},
  isLocal: false,
  body: { bytes: 2, content: undefined, key: undefined },
} as const;
const PROSE = 'copied from the start of the page after that ';

test.each<[string, unknown, boolean]>([
  ['nothing of pages', { filter: { status: 'open' }, page_size: 100 }, true],
  ['a date', { from: '2026-01-01', to: '2026-02-01' }, true],
  ['an argument of GraphQL', { query: 'query($after: String) { items(first: 100, by: "x") { id } }' }, true],
  ['a long text', { text: PROSE.repeat(20_000) }, true],
  ['a cursor', { start_cursor: 'abc' }, false],
  ['no cursor yet', { variables: { after: null } }, false],
  ['a page', { paging: { page: 2 } }, false],
  ['a cursor of GraphQL', { query: 'query($cursor: String) { items(first: 100, after: $cursor) { id } }' }, false],
  ['a few', { size: 5 }, false],
  ['a few of GraphQL', { query: '{ items(first: 5) { id } }' }, false],
])('a POST that names %s may be a first page: %j', async (_, json, isFirst) => {
  const requests = [{ url: 'http://a.example/', json, select: 'items[].id' }];
  const [planned] = await sendable({ requests }, { tool: 'request_many' });
  expect(planned && furtherPages(planned, ANSWER, [], undefined)).toEqual(isFirst ? {} : undefined);
});
