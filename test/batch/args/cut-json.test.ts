import { describe, expect, test } from 'vitest';
import { describeCutJson } from '../../../src/batch/args/cut-json.ts';
import { seeded } from '../../support/random.ts';

describe('JSON text that was cut off says where it ends', () => {
  test.each([
    ['["https://a.example", "https://b.exa', 'after 36 characters inside a string at [1]'],
    ['["https://a.example", ', 'after 22 characters at [1]'],
    ['[{"url": "/a", "headers": {"x": "1"', 'after 35 characters at [0].headers.x'],
    ['{"requests": [{"url": "/a"}, {"url": "/b\\"', 'inside a string at requests[1].url'],
    ['{"a": {"b": 1}', 'after 14 characters at a;'],
    [' {', 'after 2 characters;'],
    ['[1, 2', 'after 5 characters at [1]'],
  ])('%s', (text, where) => {
    expect(describeCutJson(text)).toContain(`JSON text that is cut off: it ends ${where.startsWith('after') ? where : ''}`);
    expect(describeCutJson(text)).toContain(where);
  });

  test.each(['["a"]', '{"a": 1}', '{"a": 1]', '["a"}', '[0].name', '{base}/x', '/users/{id}', '[draft] hello', '', '{a'])(
    'but not of %j, which is complete, wrong otherwise or no JSON',
    (text) => {
      expect(describeCutJson(text)).toBeUndefined();
    },
  );

  test('nor of brackets without end', () => {
    expect(describeCutJson('['.repeat(1_000))).toContain('cut off');
    expect(describeCutJson('['.repeat(1_001))).toBeUndefined();
  });

  test('every beginning of 300 random JSON texts is one, none of the whole', () => {
    const random = seeded(12);
    for (let round = 0; round < 300; round++) {
      const text = JSON.stringify({ value: random.json(8) });
      expect(describeCutJson(text)).toBeUndefined();
      const cut = text.slice(0, random.int(2, text.length - 1));
      expect(describeCutJson(cut), cut).toContain(`it ends after ${cut.length} characters`);
    }
  });
});
