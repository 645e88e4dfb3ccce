import { expect, test } from 'vitest';
import { convertersFor } from '../../src/result/converters.ts';
import { joinPages } from '../../src/result/join-pages.ts';

const READING = {
  contentType: 'application/json',
  url: 'http://a.example/',
  as: 'json',
  isLenient: false,
  select: undefined,
} as const;

test('a page may have more items than a call takes arguments', () => {
  const page = Buffer.from(`[${'1,'.repeat(199_999)}null,2]`);
  const { value } = joinPages([page, page], { ...READING, pages: { items: '@' } }, undefined);
  expect(value).toHaveLength(400_000);
});

test('of a field each thing is said that is of some pages', async () => {
  const reading = {
    ...READING,
    contentType: 'text/html',
    extract: { title: 'h1', link: { selector: 'a', value: 'href' } },
    pages: { items: '@' },
  } as const;
  const pages = ['<h1>1</h1>', '<h1>2</h1><a class="x">', '<h1>3</h1><a><a>', '<h1>4</h1>'].map((html) => Buffer.from(html));
  const { notes } = joinPages(pages, reading, await convertersFor([reading]));
  expect(notes).toEqual(['pages 2, 3: link: the match of "a" has no "href"; it has class']);
});

test('what pages lack is one note, whatever each has instead', () => {
  const pages = ['{"rows":[{"a":1}]}', '{"rows":[{"b":2}]}'].map((json) => Buffer.from(json));
  const { notes } = joinPages(pages, { ...READING, pages: { items: "rows[?c != 'x']" } }, undefined);
  expect(notes).toEqual([expect.stringMatching(/c is compared or tested, and is not there: .* keys? a$/)]);
});
