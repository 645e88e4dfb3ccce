import { expect, test } from 'vitest';
import { Turns, type Waiting } from '../../src/sandbox/turns.ts';
import { seeded } from '../support/random.ts';

class Ticket implements Waiting<Ticket> {
  prev: Ticket | undefined;
  next: Ticket | undefined;
  readonly owner: object;
  readonly name: string;

  constructor(owner: object, name: string) {
    this.owner = owner;
    this.name = name;
  }
}

function drain(turns: Turns<Ticket>): string {
  const names: string[] = [];
  for (let each = turns.next(); each; each = turns.next()) names.push(each.name);
  return names.join(' ');
}

test('owners take turns, and the jobs of one come in their order', () => {
  const turns = new Turns<Ticket>();
  const [a, b, c] = [{}, {}, {}];
  for (const name of ['a1', 'a2', 'a3', 'a4']) turns.push(new Ticket(a, name));
  turns.push(new Ticket(b, 'b1'));
  for (const name of ['c1', 'c2']) turns.push(new Ticket(c, name));
  expect(drain(turns)).toBe('a1 b1 c1 a2 c2 a3 a4');
  expect(turns.isEmpty).toBe(true);
});

test('whoever comes late waits for no more than one job of each other owner', () => {
  const turns = new Turns<Ticket>();
  const [a, b] = [{}, {}];
  for (let nth = 0; nth < 10; nth++) turns.push(new Ticket(a, `a${nth}`));
  expect([turns.next()?.name, turns.next()?.name]).toEqual(['a0', 'a1']);
  turns.push(new Ticket(b, 'b'));
  expect(drain(turns)).toMatch(/^a2 b a3/);
});

test('whoever leaves is not called, wherever it stands', () => {
  for (let seed = 1; seed <= 50; seed++) {
    const random = seeded(seed);
    const turns = new Turns<Ticket>();
    const owners = [{}, {}, {}] as const;
    const waiting = new Set<Ticket>();
    for (let step = 0; step < 100; step++) {
      const [first] = waiting;
      if (random.next() < 0.6 || !first) {
        const ticket = new Ticket(random.pick(owners), String(step));
        turns.push(ticket);
        waiting.add(ticket);
      } else if (random.next() < 0.5) {
        const leaving = random.pick([first, ...waiting]);
        turns.remove(leaving);
        waiting.delete(leaving);
      } else {
        const next = turns.next();
        if (!next || !waiting.delete(next)) throw new Error('Expected one that waits');
      }
      expect(turns.isEmpty).toBe(waiting.size === 0);
    }
    expect(drain(turns).split(' ').filter(Boolean)).toHaveLength(waiting.size);
  }
});
