import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pageToMarkdown } from '../../../src/result/html/page-to-markdown.ts';
import { htmlToText } from '../../../src/result/html/plain-text.ts';
import { CORPUS } from './corpus.ts';

const FOLDER = new URL('corpus/', import.meta.url);

function page(name: string): string {
  return readFileSync(new URL(`${name}.html`, FOLDER), 'utf8');
}

test('every page of the corpus is checked', () => {
  expect(CORPUS.map((each) => `${each.page}.html`).toSorted()).toEqual(readdirSync(FOLDER).toSorted());
});

test.each(CORPUS)('of the $page page the content is kept, in order, and the rest is not', (expected) => {
  const { page: name, has, lacks } = expected;
  const markdown = pageToMarkdown(page(name), 'https://example.org/docs/page.html').markdown;
  let from = 0;
  for (const text of has) {
    const at = markdown.indexOf(text, from);
    expect(at, `${JSON.stringify(text)} in its place in\n${markdown}`).toBeGreaterThanOrEqual(0);
    from = at;
  }
  for (const text of lacks) expect(markdown).not.toContain(text);
  expect(markdown.startsWith('# ')).toBe(true);
  expect(markdown.match(/^# /gm)?.length).toBeLessThanOrEqual(2);
  expect(markdown).not.toMatch(/\n{4}|<(?:div|span|table|script)\b/);
});

test.each(CORPUS)('the $page page is shorter as Markdown, and has no tags as text', ({ page: name }) => {
  const html = page(name);
  expect(pageToMarkdown(html, 'https://example.org/').markdown.length).toBeLessThan(html.length);
  expect(htmlToText(html)).not.toMatch(/<\/?(?:div|p|script|td)\b/);
});
