import { afterAll, beforeAll, expect, test } from 'vitest';
import { sharedServer } from '../support/shared-server.ts';
import { IdealReader } from './ideal.ts';
import { JOBS } from './jobs/jobs.ts';
import { Session } from './runner/session.ts';

const server = sharedServer();
let session: Session;
let reader: IdealReader;

beforeAll(async () => {
  session = await Session.start(7, undefined, server.connected);
  reader = new IdealReader(session);
});

afterAll(() => session.close());

// In this order, since one job asks again about what the one before it fetched.
test.each(JOBS)('$name: the ideal calls bring the right answer', async (job) => {
  await reader.perform(job);
  const { wrong, ideal, cost } = session.verdict(job);
  expect(wrong).toEqual([]);
  expect(cost.calls).toBe(ideal);
});
