import { describe, expect, test } from 'vitest';
import { DiskPace } from '../../../src/result/store/disk-pace.ts';

const MIB = 2 ** 20;

describe('DiskPace', () => {
  test('a disk is quick until it has shown otherwise', () => {
    expect(new DiskPace().isQuick(0)).toBe(true);
  });

  test('one that takes 1 MiB a second is slow, for a while', () => {
    const pace = new DiskPace();
    pace.wrote(MIB, 0, 1_000);
    expect([pace.isQuick(1_001), pace.isQuick(1_999), pace.isQuick(2_001)]).toEqual([false, false, true]);
  });

  test('one that takes 100 MiB a second is quick, whatever it has taken', () => {
    const pace = new DiskPace();
    for (let ms = 0; ms < 5_000; ms += 10) pace.wrote(MIB, ms, ms + 10);
    expect(pace.isQuick(5_001)).toBe(true);
  });

  test('a single write that is held up is not enough, many are', () => {
    const pace = new DiskPace();
    pace.wrote(1_000, 0, 50);
    expect(pace.isQuick(51)).toBe(true);
    pace.wrote(1_000, 60, 120);
    expect(pace.isQuick(121)).toBe(false);
  });

  test('what was slow long ago does not count', () => {
    const pace = new DiskPace();
    pace.wrote(1_000, 0, 90);
    pace.wrote(1_000, 5_000, 5_090);
    expect(pace.isQuick(5_091)).toBe(true);
  });
});
