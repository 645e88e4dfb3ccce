import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { warmUp } from '../../src/mcp/warm-up.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const idle = (): boolean => false;

test('takes a step whenever no message has come for a while', () => {
  const messages = new PassThrough();
  const done: string[] = [];
  warmUp(messages, [() => done.push('a'), () => done.push('b')], idle);
  for (let ms = 0; ms < 1_000; ms += 200) {
    messages.emit('data', 'a message');
    vi.advanceTimersByTime(200);
  }
  expect(done).toEqual([]);
  vi.advanceTimersByTime(250);
  expect(done).toEqual(['a']);
  vi.advanceTimersByTime(1_000);
  expect(done).toEqual(['a', 'b']);
  expect(messages.listenerCount('data')).toBe(0);
});

test('leaves a busy machine alone', () => {
  const messages = new PassThrough();
  const step = vi.fn<() => void>();
  warmUp(messages, [step], () => true);
  vi.advanceTimersByTime(10_000);
  expect(step).not.toHaveBeenCalled();
  expect(messages.listenerCount('data')).toBe(0);
});
