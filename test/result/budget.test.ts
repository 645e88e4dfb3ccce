import { describe, expect, test } from 'vitest';
import { estimateTokens, fitBodies, waterFill, type Bodied } from '../../src/result/budget.ts';

describe('estimateTokens', () => {
  test.each([
    ['', 0],
    ['abcd', 2],
    ['hello world', 5],
    ['1234', 3],
    ['{"a":1}', 5],
    ['日本語', 5],
  ])('%j is about %i tokens', (text, tokens) => {
    expect(estimateTokens(text)).toBe(tokens);
  });
});

describe('waterFill', () => {
  test('gives small needs whole and the large ones the rest in equal parts', () => {
    expect(waterFill([50, 80, 3000, 12000, 200, 9000], 8000)).toEqual([50, 80, 2556, 2557, 200, 2557]);
  });

  test('gives everybody what they need where there is enough', () => {
    expect(waterFill([1, 2, 3], 100)).toEqual([1, 2, 3]);
  });

  test('never gives more than there is', () => {
    expect(waterFill([10, 10, 10], 7).reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(7);
    expect(waterFill([10, 10], -5)).toEqual([0, 0]);
  });
});

function cost(records: readonly Bodied[]): number {
  return estimateTokens(JSON.stringify(records));
}

describe('fitBodies', () => {
  test('leaves alone what fits', () => {
    const records: Bodied[] = [{ body: 'a' }, { body: { b: 1 } }, {}];
    expect(fitBodies(records, 500, () => '')).toBe(0);
    expect(records).toEqual([{ body: 'a' }, { body: { b: 1 } }, {}]);
  });

  test.each([
    ['text', 'lorem ipsum '.repeat(20_000)],
    ['JSON', { rows: Array.from({ length: 2_000 }, (_, id) => ({ id, name: `n${id}` })) }],
    ['Japanese', '日本語の長い文章です。'.repeat(5_000)],
    ['emoji', '😀😃😄'.repeat(5_000)],
    ['quotes and control characters', '"\\\n\u0001'.repeat(5_000)],
  ])('cuts %s as text, within the budget, and says how much is left of it', (_, body) => {
    const records: Bodied[] = [{ body: 'small' }, { body }, { body }];
    const cut = fitBodies(records, 2_000, () => '{}');
    expect(cut).toBe(2);
    expect(cost(records)).toBeLessThanOrEqual(2_000);
    expect(cost(records)).toBeGreaterThan(1_000);
    expect(records[0]).toEqual({ body: 'small' });
    for (const record of records.slice(1)) {
      const whole = typeof body === 'string' ? body : JSON.stringify(body);
      expect(record.truncated?.of).toBe(whole.length);
      expect(record.truncated?.kept).toBe(String(record.body).length);
      expect(whole.startsWith(String(record.body))).toBe(true);
      expect(String(record.body).isWellFormed()).toBe(true);
    }
  });

  test('drops bodies for which there is no room at all, and still says so', () => {
    const records: Bodied[] = Array.from({ length: 200 }, () => ({ body: 'x'.repeat(5_000) }));
    fitBodies(records, 500, () => '');
    for (const record of records) expect(record).toEqual({ truncated: { kept: 0, of: 5_000 } });
  });
});
