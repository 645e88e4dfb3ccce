import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { warmUp, type WarmUpStep } from '../../src/mcp/warm-up.ts';
import { deferred } from '../concurrency/support/async.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const idle = (): boolean => false;
const busy = (): boolean => true;

function step(run: () => unknown, isHeavy = false): WarmUpStep {
  return { quietMs: 250, isHeavy, run: async () => run() };
}

test('takes a step whenever no message has come for a while', async () => {
  const messages = new PassThrough();
  const done: string[] = [];
  warmUp(messages, [step(() => done.push('a')), step(() => done.push('b'))], idle);
  for (let ms = 0; ms < 1_000; ms += 200) {
    messages.emit('data', 'a message');
    await vi.advanceTimersByTimeAsync(200);
  }
  expect(done).toEqual([]);
  await vi.advanceTimersByTimeAsync(250);
  expect(done).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).toEqual(['a', 'b']);
  expect(messages.listenerCount('data')).toBe(0);
});

test('begins no step before the last one has ended, whatever comes meanwhile', async () => {
  const messages = new PassThrough();
  const done: string[] = [];
  const first = deferred();
  warmUp(messages, [step(() => first.promise), step(() => done.push('b'))], idle);
  await vi.advanceTimersByTimeAsync(250);
  messages.emit('data', 'a message');
  await vi.advanceTimersByTimeAsync(10_000);
  expect(done).toEqual([]);
  first.resolve();
  await vi.advanceTimersByTimeAsync(250);
  expect(done).toEqual(['b']);
});

test('a step that fails is no end of it', async () => {
  const messages = new PassThrough();
  const done: string[] = [];
  warmUp(messages, [step(() => Promise.reject(new Error('cannot be loaded'))), step(() => done.push('b'))], idle);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(done).toEqual(['b']);
});

test('leaves a busy machine alone where that would take a processor', async () => {
  const messages = new PassThrough();
  const done: string[] = [];
  warmUp(messages, [step(() => done.push('a'), true), step(() => done.push('b'))], busy);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(done).toEqual(['b']);
  expect(messages.listenerCount('data')).toBe(0);
});
