import { performance } from 'node:perf_hooks';
import { expect, test, vi } from 'vitest';
import { Clock } from '../../../src/sandbox/js/clock.ts';

test('code that is asked late is told to end first, and thrown out of only if it goes on', () => {
  let now = 0;
  const clock = new Clock(20);
  const spied = vi.spyOn(performance, 'now').mockImplementation(() => now);
  try {
    for (let round = 0; round < 2; round++) {
      clock.start();
      expect(clock.interrupt()).toBe(false);
      now += 1_000;
      expect(clock.interrupt()).toBe(true);
      now += 250;
      expect(clock.interrupt()).toBe(true);
      now += 1;
      expect(() => clock.interrupt()).toThrow('it did not end');
      clock.stop();
      expect(clock.interrupt()).toBe(false);
    }
  } finally {
    spied.mockRestore();
  }
});
