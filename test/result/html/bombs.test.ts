import { expect, test } from 'vitest';
import { pageToMarkdown } from '../../../src/result/html/page-to-markdown.ts';
import { BOMBS } from '../../pages/bombs.ts';

/** `npm run pages -- --hostile` takes them whole, one a process, and measures. */
const SHARE = 0.01;
/** Deeper than elements are nested; what is only wide is wide enough once for all. */
const MOST = 1_000;
const WIDEST = 'three million paragraphs';

test.each(Object.keys(BOMBS))('a hundredth or less of %s keeps its text', (name) => {
  const most = name === WIDEST ? Infinity : MOST;
  const times = (count: number): number => Math.min(Math.ceil(count * SHARE), most);
  const { html, text } = BOMBS[name]?.(times) ?? { html: '', text: 'no such page' };
  const { markdown, notes } = pageToMarkdown(html, 'https://example.org/');
  expect(markdown).toContain(text);
  expect(notes.join('; ')).not.toMatch(/converted as plain text/);
});

test('what is too much becomes plain text, and says why', () => {
  const formats = '<b><i><u><s><tt><em><big><code><font><small><strike><strong>'.repeat(3);
  const reopened = '<div><img></div>'.repeat(Math.ceil(700_000 / 37));
  expect(pageToMarkdown(`<div>${formats}</div>${reopened}<p>a &amp; b`, 'https://example.org/')).toEqual({
    markdown: 'a & b',
    notes: ['converted as plain text: the page has more than 700000 elements'],
  });
  expect(pageToMarkdown(`<p>a &amp; b<!--${' '.repeat(12_000_000)}-->`, 'https://example.org/')).toEqual({
    markdown: 'a & b',
    notes: ['converted as plain text: the page is too large'],
  });
});

test('nothing at all is nothing', () => {
  expect(pageToMarkdown(' \n', 'https://example.org/')).toEqual({ markdown: '', notes: [] });
});
