import { expect, test } from 'vitest';
import { describePatience } from '../../../src/batch/outcome/describe-progress.ts';
import type { RequestProgress } from '../../../src/http/message.ts';

test.each([
  [2_300, 'a wait of 3 s does not fit into deadline_ms'],
  [0, 'too many in a row failed to reach it'],
])('a retry that was not made, for a wait of %i ms, says why', (waitMs, why) => {
  const gaveUp = { waitMs, limit: 'deadline_ms', attempts: 3 } as const;
  const trace: RequestProgress = {
    sent: true,
    attempts: 1,
    phase: 'permit',
    url: 'http://one.test/',
    bytes: 0,
    contacted: new Set(),
    cached: false,
    gaveUp,
  };
  expect(describePatience(trace)).toBe(`; given up after 1 of 3 attempts: ${why}`);
});
