import { expect, test } from 'vitest';
import type { BodyShare } from '../../../src/batch/outcome/draft.ts';
import { HeldShares } from '../../../src/batch/outcome/held-shares.ts';
import { tokensToWeight } from '../../../src/result/budget/tokens.ts';
import { extent } from '../../../src/result/budget/truncated.ts';
import { present } from '../../../src/result/read-shown.ts';

const MAX_TOKENS = 1_000;

const NUMBERS = Array.from({ length: 20_000 }, (_, id) => 10_000 + id);

/** What one record has of an array of so many numbers. */
function share(items: number): BodyShare {
  const value = items === NUMBERS.length ? NUMBERS : NUMBERS.slice(0, items);
  const shown = present({ kind: 'json', value, mimeType: 'application/json', notes: [] }, MAX_TOKENS);
  return { value: shown.value, isCut: shown.isCut, weight: shown.weight, of: shown.of, bytes: items * 6 };
}

test('however many large bodies there are, what is held of them is a few budgets, in equal shares', () => {
  const held = new HeldShares(MAX_TOKENS);
  const shares: BodyShare[] = [];
  for (let nth = 0; nth < 60; nth++) {
    const next = share(20_000);
    shares.push(next);
    held.add(next);
    expect(shares.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(4 * tokensToWeight(MAX_TOKENS));
  }
  const kept = shares.map(({ value }) => extent(value).kept);
  expect(Math.min(...kept)).toBeGreaterThan(0);
  expect(Math.max(...kept)).toBeLessThan(20 * Math.min(...kept));
  expect(shares.every(({ isCut, of }) => isCut && of === 20_000)).toBe(true);
});

test('small bodies beside large ones are left whole', () => {
  const held = new HeldShares(MAX_TOKENS);
  const small = share(5);
  held.add(small);
  for (let nth = 0; nth < 50; nth++) held.add(share(20_000));
  expect(small).toMatchObject({ isCut: false, value: [10_000, 10_001, 10_002, 10_003, 10_004] });
});
