import { expect, test } from 'vitest';
import { LinkedQueue, type QueueLink } from '../../src/concurrency/linked-queue.ts';
import { seeded } from '../support/random.ts';

class Person implements QueueLink<Person> {
  prev: Person | undefined;
  next: Person | undefined;
  readonly name: number;

  constructor(name: number) {
    this.name = name;
  }
}

/** Names from the front, and from the back. */
function walk(line: LinkedQueue<Person>): [forth: number[], back: number[]] {
  const forth: number[] = [];
  const back: number[] = [];
  let last: Person | undefined;
  for (let each = line.head; each; each = each.next) {
    forth.push(each.name);
    last = each;
  }
  for (let each = last; each; each = each.prev) back.push(each.name);
  return [forth, back];
}

test('a line is what an array would be, whoever joins in front or at the end, and leaves from where he stands', () => {
  const random = seeded(3).next;
  const line = new LinkedQueue<Person>();
  const people: Person[] = [];
  for (let name = 0; name < 2_000; name++) {
    const person = new Person(name);
    if (random() < 0.2) {
      line.unshift(person);
      people.unshift(person);
    } else if (random() < 0.6) {
      line.push(person);
      people.push(person);
    } else {
      const [gone] = people.splice(Math.floor(random() * people.length), 1);
      if (gone) line.remove(gone);
    }
    const names = people.map((each) => each.name);
    const [forth, back] = walk(line);
    // As texts: lists of a thousand names are compared two thousand times.
    expect(`${forth.join()};${back.join()};${line.size}`).toBe(`${names.join()};${names.toReversed().join()};${names.length}`);
  }
});

test('who has left can join again', () => {
  const line = new LinkedQueue<Person>();
  const [one, two] = [new Person(1), new Person(2)];
  line.push(one);
  line.push(two);
  line.remove(one);
  line.push(one);
  line.remove(two);
  line.unshift(two);
  expect(walk(line)[0]).toEqual([2, 1]);
});
