/** Random numbers and JSON values that are the same for the same seed. */
export interface Random {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** A whole number, both ends included. */
  int(least: number, most: number): number;
  pick<T>(items: readonly [T, ...T[]]): T;
  /** Text of every kind: long, Japanese, emoji, what JSON escapes. */
  text(longest: number): string;
  /** A JSON value of about so many values; now and then something huge or deep. */
  json(size: number): unknown;
}

const WORDS = [
  'the quick brown fox. ',
  '3.14159,{"a":[1]};',
  '吾輩は猫である。',
  '👩‍👩‍👧🎉',
  '"\\\n\t',
  '\u0001\u2028',
  '\ud83d',
  'é Ж ',
] as const;
const MAX_DEPTH = 190;

/**
 * How many cases a property is tried with: `count`, times the environment's CASES (default 1, a fraction is fine).
 * `npm run soak -- properties` tries twenty times as many as `npm test`.
 */
export function cases(count: number): number {
  return Math.ceil(count * Number(process.env['CASES'] ?? 1));
}

/** mulberry32. */
export function seeded(seed: number): Random {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  const pick = <T>(items: readonly [T, ...T[]]): T => items[int(0, items.length - 1)] ?? items[0];
  const text = (longest: number): string => {
    const length = int(0, longest);
    let made = '';
    const unit = pick(WORDS);
    while (made.length < length) made += next() < 0.8 ? unit : pick(WORDS);
    return made.slice(0, length);
  };
  const list = (size: number): unknown[] => {
    const length = int(0, size);
    return Array.from({ length }, () => json(Math.floor(size / Math.max(1, length))));
  };
  const deep = (): unknown => {
    let value: unknown = text(50);
    for (let depth = int(20, MAX_DEPTH); depth > 0; depth--) {
      value = next() < 0.5 ? [value] : { [text(5)]: value, b: 1 };
    }
    return value;
  };
  const json = (size: number): unknown => {
    const kind = next();
    if (size < 1 || kind < 0.25) return pick([null, true, int(-1e6, 1e6), next(), text(20), text(20)]);
    if (kind < 0.4) return text(size * 40);
    if (kind < 0.65) return list(size);
    if (kind < 0.7) return Array.from({ length: size * 10 }, (_, id) => id);
    if (kind < 0.73) return deep();
    return Object.fromEntries(list(size).map((value, at) => [next() < 0.9 ? `key${at}` : text(60), value]));
  };
  return { next, int, pick, text, json };
}
