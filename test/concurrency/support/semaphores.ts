import { expect } from 'vitest';
import { Semaphore, type Release } from '../../../src/concurrency/index.ts';
import { failureOf, stateOf } from './async.ts';

/** A semaphore all of whose permits are held; `held` gives them back. */
export async function exhausted(permits = 1): Promise<{ semaphore: Semaphore; held: Release[] }> {
  const semaphore = new Semaphore(permits);
  const held = await Promise.all(Array.from({ length: permits }, () => semaphore.acquire()));
  return { semaphore, held };
}

/** Nobody waits, and there are exactly as many permits as there should be: none was lost, none invented. */
export async function expectIntact(semaphore: Semaphore): Promise<void> {
  expect(semaphore.waiting).toBe(0);
  expect(semaphore.free).toBe(semaphore.permits);
  const held = await Promise.all(Array.from({ length: semaphore.permits }, () => semaphore.acquire()));
  expect(semaphore.free).toBe(0);
  expect(await oneMore(semaphore)).toBe('pending');
  for (const release of held) release();
  expect(semaphore.free).toBe(semaphore.permits);
}

async function oneMore(semaphore: Semaphore): Promise<string> {
  const controller = new AbortController();
  const extra = semaphore.acquire(controller.signal);
  const state = await stateOf(extra);
  controller.abort();
  await failureOf(extra);
  return state;
}
