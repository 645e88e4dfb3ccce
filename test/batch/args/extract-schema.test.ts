import { expect, test } from 'vitest';
import { extractSchema } from '../../../src/batch/args/extract-schema.ts';
import { shownSchema, toJsonSchema } from '../../../src/batch/args/json-schema.ts';
import { coerce } from '../../../src/batch/args/coerce.ts';

test('a model is shown one line of it', () => {
  const shown = shownSchema(toJsonSchema(extractSchema));
  expect(shown.type).toBe('object');
  expect(JSON.stringify(shown).length).toBeLessThan(420);
  expect(shown.description).toMatch(/^CSS over HTML or XML by name: /);
});

test('JSON text of it is read as the object that is meant, and what is none is left for its own check', () => {
  const schema = toJsonSchema(extractSchema);
  expect(coerce(schema, '{"title": "h1", "links": ["a@href"]}')).toEqual({ title: 'h1', links: ['a@href'] });
  for (const value of ['h1', ['h1'], { a: 1 }]) expect(extractSchema.parse(coerce(schema, value))).toEqual(value);
});
