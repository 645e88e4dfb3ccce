import type { BodyText } from './records.ts';

/** Bodies that are looked into for values, bytes of each, and values under one key: the others are much like them. */
const MAX_BODIES = 20;
const MAX_BYTES = 65_536;
const MAX_VALUES = 200;
/** Keys that are looked for, and those that are looked for in all that was read: that takes some 10 ms each. */
const MAX_KEYS = 40;
const MAX_WHOLE_KEYS = 8;

const KINDS: Readonly<Record<string, string>> = {
  '"': 'string',
  t: 'boolean',
  f: 'boolean',
  n: 'null',
  '[': 'object',
  '{': 'object',
};

/** What is under keys in bodies that a program has read, as far as its text tells, wherever a key stands in them. */
export class ReadBodies {
  readonly #bodies: ReadonlySet<BodyText>;
  readonly #values = new Map<string, readonly unknown[]>();
  readonly #kinds = new Map<string, ReadonlySet<string>>();
  #texts: readonly string[] | undefined;

  constructor(bodies: ReadonlySet<BodyText>) {
    this.#bodies = bodies;
  }

  /** Some of the values under a key; of a list or an object an empty list. */
  valuesUnder(key: string): readonly unknown[] {
    const known = this.#values.get(key);
    if (known || this.#values.size >= MAX_KEYS) return known ?? [];
    this.#texts ??= [...this.#bodies].slice(0, MAX_BODIES).map((body) => body().subarray(0, MAX_BYTES).toString());
    const values = valuesIn(this.#texts, key);
    this.#values.set(key, values);
    return values;
  }

  /** Whether all values under a key are of a kind (`typeof`), or null, in all bodies; no of too many keys. */
  areAll(key: string, kind: string): boolean {
    if (!this.#kinds.has(key) && this.#kinds.size < MAX_WHOLE_KEYS) this.#kinds.set(key, kindsIn(this.#bodies, key));
    const kinds = this.#kinds.get(key);
    return kinds !== undefined && [...kinds].every((each) => each === kind || each === 'null');
  }
}

function valuesIn(texts: readonly string[], key: string): unknown[] {
  // A number is whole where something follows it: a text may end in the middle of one.
  const pattern = after(key, String.raw`("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*(?=[\s,\]}])|true|false|null|[[{])`);
  const values: unknown[] = [];
  for (const text of texts) {
    for (const [, value = ''] of text.matchAll(pattern)) {
      if (values.length >= MAX_VALUES) return values;
      values.push(/^[[{]/.test(value) ? [] : JSON.parse(value));
    }
  }
  return values;
}

function kindsIn(bodies: Iterable<BodyText>, key: string): ReadonlySet<string> {
  const pattern = after(key, '(["tfn[{\\d-])');
  const kinds = new Set<string>();
  for (const body of bodies) {
    for (const [, first = ''] of body().toString().matchAll(pattern)) kinds.add(KINDS[first] ?? 'number');
  }
  return kinds;
}

function after(key: string, value: string): RegExp {
  const name = JSON.stringify(key).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`${name}\\s*:\\s*${value}`, 'g');
}
