import { expect, test } from 'vitest';
import { OriginWaits } from '../../../src/batch/run/origin-waits.ts';

const ORIGIN = 'https://api.example.com';

/** The notes of a call in which somebody waited 5 s for its turn, beside what else happened. */
function notesOf(perSecond: number): readonly string[] {
  const waits = new OriginWaits(() => undefined);
  const limit = waits.waitLimit(Infinity, () => undefined);
  limit.onPaced?.(ORIGIN, performance.now() - 5_000, perSecond);
  return waits.notes();
}

test('a pace is told for what it is, refused or not: quotas that end well are followed, too', () => {
  expect(notesOf(4.6)).toEqual(['api.example.com: asked about 4.6 times a second, not to be refused, which took 5 s']);
  expect(notesOf(20)).toEqual([expect.stringContaining('asked about 20 times')]);
});

test('a wait for a turn without a pace is not told as one', () => {
  expect(notesOf(Infinity)).toEqual([]);
});
