import { seeded, type Random } from '../../support/random.ts';

/** Random numbers of one part of the world: the parts of a seed are independent of each other. */
export function randomOf(seed: number, part: string): Random {
  let hash = 0x811c9dc5 ^ seed;
  for (const char of part) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  return seeded(hash ^ (hash >>> 15));
}

/** The same items in random order. */
export function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** So many items, each at most once. */
export function sample<T>(random: Random, items: readonly T[], count: number): T[] {
  return shuffled(random, items).slice(0, count);
}

/** Money in units with two digits, from whole cents. */
export function units(cents: number): string {
  return (cents / 100).toFixed(2);
}

/** A moment of a year, to the second. */
export function momentIn(random: Random, year: number): string {
  const start = Date.UTC(year, 0, 1);
  return new Date(start + random.int(0, 364) * 86_400_000 + random.int(0, 86_399) * 1_000).toISOString().replace('.000Z', 'Z');
}

/** Lower-case letters and digits. */
export function token(random: Random, length: number): string {
  let text = '';
  while (text.length < length) text += 'abcdefghijkmnpqrstuvwxyz23456789'.charAt(random.int(0, 31));
  return text;
}
