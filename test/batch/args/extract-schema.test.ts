import { expect, test } from 'vitest';
import { extractSchema } from '../../../src/batch/args/extract-schema.ts';
import { toJsonSchema, shownSchema } from '../../../src/batch/args/json-schema.ts';
import { parseExtract } from '../../../src/result/html/extract/parse-extract.ts';

test.each<unknown>([
  { title: 'h1' },
  { links: ['main a@href'] },
  { id: { selector: 'li', value: 'data-id' } },
  { items: [{ selector: 'li', value: { name: 'b', tags: ['i'], deep: { selector: 'p', value: { x: 'a' } } } }] },
])('%j has the shape, and is read', (spec) => {
  expect(extractSchema.parse(spec)).toEqual(spec);
  expect(parseExtract(spec)).toHaveProperty('fields');
});

test.each<unknown>([
  'h1',
  ['h1'],
  { a: 1 },
  { a: null },
  { a: ['x', 'y'] },
  { a: [] },
  { a: '' },
  { a: { value: 'href' } },
  { a: { selector: 'x', attr: 'y' } },
])('%j has not', (spec) => {
  expect(extractSchema.safeParse(spec).success).toBe(false);
  expect(parseExtract(spec)).not.toHaveProperty('fields');
});

test('a model is shown one line of it', () => {
  const shown = shownSchema(toJsonSchema(extractSchema));
  expect(JSON.stringify(shown).length).toBeLessThan(420);
  expect(shown.description).toMatch(/^CSS over an HTML or XML body: /);
});
