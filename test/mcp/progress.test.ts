import { expect, test } from 'vitest';
import { ProgressReporter, type ProgressReport } from '../../src/mcp/progress.ts';
import { settlesAtOnce } from '../support/faults/started.ts';

/** A reporter, and what it has sent: each report and when. */
function reporting() {
  const sent: { readonly report: ProgressReport; readonly at: number }[] = [];
  const reporter = new ProgressReporter((report) => {
    sent.push({ report, at: performance.now() });
    return Promise.resolve();
  });
  return { reporter, sent };
}

test('the result may follow a little after the last report, or a client that reads both at one go forgets the report', async () => {
  const { reporter, sent } = reporting();
  reporter.update(1, 2, () => '1/2 done');
  reporter.update(2, 2, () => '2/2 done');
  await reporter.finish();
  expect(sent.map(({ report }) => report)).toEqual([
    { progress: 1, total: 2, message: '1/2 done' },
    { progress: 2, total: 2, message: '2/2 done' },
  ]);
  expect(performance.now() - (sent.at(-1)?.at ?? Infinity)).toBeGreaterThan(10);
});

test('and at once where nothing was reported', async () => {
  expect(await settlesAtOnce(reporting().reporter.finish())).toBe(true);
});

test('what waits for its turn is sent before the result, the newest only', async () => {
  const { reporter, sent } = reporting();
  for (const done of [1, 2, 3]) reporter.update(done, 9, () => `${done}/9 done`);
  expect(sent.map(({ report }) => report.progress)).toEqual([1]);
  await reporter.finish();
  expect(sent.map(({ report }) => report.progress)).toEqual([1, 3]);
});

test('a report that only has news still increases the value; after the total there is none', async () => {
  const { reporter, sent } = reporting();
  reporter.update(0, 1, () => 'waiting');
  reporter.update(0, 1, () => 'waiting still');
  await reporter.finish();
  reporter.update(1, 1, () => '1/1 done');
  reporter.update(1, 1, () => '1/1 done again');
  await reporter.finish();
  const [first = 0, second = 0, ...rest] = sent.map(({ report }) => report.progress);
  expect(first).toBe(0);
  expect(second).toBeGreaterThan(0);
  expect(second).toBeLessThan(0.001);
  expect(rest).toEqual([1]);
});

test('once stopped it sends nothing more', async () => {
  const { reporter, sent } = reporting();
  reporter.update(1, 9, () => '1/9 done');
  reporter.update(2, 9, () => '2/9 done');
  reporter.stop();
  await reporter.finish();
  expect(sent).toHaveLength(1);
});
