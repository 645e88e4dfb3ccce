import { expect, test } from 'vitest';
import { found } from './compare.ts';

test('a snippet is found whatever its white space, marks, addresses and entities', () => {
  const markdown = '# A *title*\n\nSome [linked\\_text](https://example.org/a_(b)) &amp; more, 2\\*3 | cell |';
  const snippets = ['A title', 'Some linked_text & more', '2*3', 'https://example.org', 'another'];
  expect(found(snippets, markdown)).toEqual(['A title', 'Some linked_text & more', '2*3']);
});
