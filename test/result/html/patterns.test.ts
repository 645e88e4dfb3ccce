import { expect, test } from 'vitest';
import { pageToMarkdown } from '../../../src/result/html/page-to-markdown.ts';
import { HIDDEN } from './patterns/hidden.ts';
import { NOTES } from './patterns/notes.ts';
import { STRUCTURE } from './patterns/structure.ts';
import { TEXTS } from './patterns/texts.ts';

test.each([...STRUCTURE, ...HIDDEN, ...TEXTS, ...NOTES])('$name', ({ html, has, lacks = [], notes = [] }) => {
  const page = pageToMarkdown(html, 'https://example.org/docs/page.html');
  let from = 0;
  for (const text of has) {
    const at = page.markdown.indexOf(text, from);
    expect(at, `${JSON.stringify(text)} in its place in\n${page.markdown}`).toBeGreaterThanOrEqual(0);
    from = at + text.length;
  }
  for (const text of lacks) expect(page.markdown).not.toContain(text);
  expect(page.notes, page.markdown).toHaveLength(notes.length);
  for (const [at, note] of notes.entries()) expect(page.notes[at]).toMatch(note);
});
