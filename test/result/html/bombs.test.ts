import { expect, test } from 'vitest';
import { pageToMarkdown } from '../../../src/result/html/page-to-markdown.ts';
import { BOMBS } from '../../pages/bombs.ts';

/** `npm run pages -- --hostile` takes them whole, one a process, and measures. */
const SHARE = 0.01;

test.each(Object.keys(BOMBS))('a hundredth of %s keeps its text', (name) => {
  const { html, text } = BOMBS[name]?.((count) => Math.ceil(count * SHARE)) ?? { html: '', text: 'no such page' };
  const { markdown, notes } = pageToMarkdown(html, 'https://example.org/');
  expect(markdown).toContain(text);
  expect(notes.join('; ')).not.toMatch(/converted as plain text/);
});

test('what is too much becomes plain text, and says why', () => {
  expect(pageToMarkdown(`<p>a &amp; b${'<br>'.repeat(700_000)}`, 'https://example.org/')).toEqual({
    markdown: 'a & b',
    notes: ['converted as plain text: the page has more than 700000 elements'],
  });
  expect(pageToMarkdown(`<p>a &amp; b${' '.repeat(12_000_000)}`, 'https://example.org/')).toEqual({
    markdown: 'a & b',
    notes: ['converted as plain text: the page is too large'],
  });
});

test('nothing at all is nothing', () => {
  expect(pageToMarkdown(' \n', 'https://example.org/')).toEqual({ markdown: '', notes: [] });
});
