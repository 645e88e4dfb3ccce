import { expect, test } from 'vitest';
import { shrinkRecords } from '../../../src/batch/report/shrink-records.ts';
import { estimateTokens } from '../../../src/result/budget/tokens.ts';
import { cpuMs } from '../../support/cpu.ts';

test('what is far beyond the budget is not weighed to its end', async () => {
  const value = 'v'.repeat(2_000);
  const headers = Object.fromEntries(Array.from({ length: 40 }, (_, nth) => [`x-${nth}`, value]));
  const finished = Array.from({ length: 1_000 }, (_, i) => ({ record: { i, status: 200, headers } }));
  expect(await cpuMs(() => shrinkRecords(finished, 5_000))).toBeLessThan(400);
});

test('what just fits is kept, and what is a little longer is shortened', () => {
  const records = [0, 1].map((i) => ({ record: { i, id: 'a'.repeat(300), status: 200 } }));
  const tokens = estimateTokens(JSON.stringify(records.map(({ record }) => record)));
  expect(shrinkRecords(records, tokens).records.map(({ id }) => id?.length)).toEqual([300, 300]);
  expect(shrinkRecords(records, tokens - 5).records.map(({ id }) => id?.length)).toEqual([200, 200]);
});
