import { describe, expect, test } from 'vitest';
import { ByteBudget, type BodyLease } from '../../src/http/byte-budget.ts';
import { nextTurn } from '../support/api.ts';
import { cases, seeded } from '../support/random.ts';

/** Asks for a turn, and says in `begun` when it has come. */
function turn(lease: BodyLease, bytes: number, name: string, begun: string[]): void {
  void lease.turn(bytes).then(
    () => begun.push(name),
    () => begun.push(`no ${name}`),
  );
}

describe('ByteBudget', () => {
  test('has room until it is full, and again for what is given back', () => {
    const budget = new ByteBudget({ maxBytes: 10 });
    const [one, other] = [budget.lease(), budget.lease()];
    expect([one.tryGrow(6), other.tryGrow(5), other.tryGrow(4)]).toEqual([true, false, true]);
    one.grow(-2);
    expect([budget.used, other.tryGrow(2), other.tryGrow(1)]).toEqual([8, true, false]);
    other.end();
    expect(budget.used).toBe(4);
    one.end();
    one.end();
    expect(budget.used).toBe(0);
  });

  test('counts what is in memory whether there is room or not', () => {
    const budget = new ByteBudget({ maxBytes: 10 });
    const lease = budget.lease();
    lease.grow(25);
    expect(budget.used).toBe(25);
    lease.set(7);
    expect(budget.used).toBe(7);
  });

  test('gives turns first come, first served, and nobody else room meanwhile', async () => {
    const budget = new ByteBudget({ maxBytes: 10 });
    const [one, two, three, four] = [budget.lease(), budget.lease(), budget.lease(), budget.lease()];
    const begun: string[] = [];
    turn(one, 8, 'one', begun);
    turn(two, 8, 'two', begun);
    turn(three, 1, 'three', begun); // would fit, but has come later
    await nextTurn();
    expect(begun).toEqual(['one']);
    expect(four.tryGrow(1)).toBe(false);
    one.end();
    await nextTurn();
    expect(begun).toEqual(['one', 'two', 'three']);
    expect(budget.used).toBe(9);
    two.end();
    three.end();
    expect([budget.used, four.tryGrow(10)]).toEqual([0, true]);
  });

  test('lets one through that is larger than all of it, alone', async () => {
    const budget = new ByteBudget({ maxBytes: 10 });
    const [huge, small] = [budget.lease(), budget.lease()];
    budget.lease().grow(3); // in memory: it may stay there for long
    const begun: string[] = [];
    turn(huge, 1_000, 'huge', begun);
    turn(small, 1, 'small', begun);
    await nextTurn();
    expect(begun).toEqual(['huge']);
    huge.end();
    await nextTurn();
    expect(begun).toEqual(['huge', 'small']);
  });

  test('one that has had its turn does not wait again, until it has ended', async () => {
    const budget = new ByteBudget({ maxBytes: 10 });
    const lease = budget.lease();
    await lease.turn(10);
    await lease.turn(10);
    expect(budget.used).toBe(10);
    lease.end();
    await lease.turn(4);
    expect(budget.used).toBe(4);
  });

  test('one that ends while it waits is told, and those behind it go on', async () => {
    const budget = new ByteBudget({ maxBytes: 10 });
    const [one, two, three] = [budget.lease(), budget.lease(), budget.lease()];
    const begun: string[] = [];
    turn(one, 8, 'one', begun);
    turn(two, 8, 'two', begun);
    turn(three, 2, 'three', begun);
    await nextTurn();
    two.end();
    await nextTurn();
    expect(begun.toSorted()).toEqual(['no two', 'one', 'three']);
  });

  test('whatever leases do, all have their turn, and in the end nothing is used', async () => {
    for (let seed = 0; seed < cases(100); seed++) {
      const random = seeded(seed);
      const budget = new ByteBudget({ maxBytes: 100 });
      let waiting = 0;
      const live = Array.from({ length: random.int(1, 30) }, async () => {
        const lease = budget.lease();
        for (let i = random.int(0, 3); i > 0; i--) if (!lease.tryGrow(random.int(0, 60))) lease.grow(random.int(0, 5));
        waiting++;
        await lease.turn(random.int(0, 150));
        waiting--;
        for (let i = random.int(0, 3); i > 0; i--) await nextTurn();
        if (random.int(0, 1) === 0) lease.set(random.int(0, 20));
        lease.end();
      });
      await Promise.all(live);
      expect({ seed, waiting, used: budget.used }).toEqual({ seed, waiting: 0, used: 0 });
    }
  });
});
