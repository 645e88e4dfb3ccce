import type { BodyText } from './records.ts';

/** Bodies that are looked into for values, bytes of each, and values under one key: the others are much like them. */
const MAX_BODIES = 20;
const MAX_BYTES = 65_536;
const MAX_VALUES = 200;
/** Bytes of a body that is parsed again, where its text does not tell. */
const MAX_PARSED = 262_144;
/** Keys that are looked for, and those that are looked for in all that was read: that takes some 10 ms each. */
const MAX_KEYS = 40;
const MAX_WHOLE_KEYS = 8;

/** A number that is text here so that none of it is lost, which is told by itself. */
const LONG_NUMBER = /^-?\d(?:\d{15}|[\d.]*[eE])/;

/** How JSON of a kind (`typeof`) begins. */
const BEGINS: Readonly<Record<string, string>> = { string: '"', boolean: 'tf', number: '\\d-' };

/** What is under keys in bodies that a program has read, as far as its text tells, wherever a key stands in them. */
export class ReadBodies {
  readonly #bodies: ReadonlySet<BodyText>;
  readonly #values = new Map<string, readonly unknown[]>();
  readonly #areAll = new Map<string, boolean>();
  #texts: readonly string[] | undefined;
  #whole: readonly string[] | undefined;
  #keys: ReadonlyMap<string, string> | undefined;

  constructor(bodies: ReadonlySet<BodyText>) {
    this.#bodies = bodies;
  }

  /** The key that bodies have in place of one that none of them has: of `user_id` it is `userId`. */
  nearKey(key: string): string | undefined {
    this.#keys ??= keysIn(this.#firstTexts());
    const near = this.#keys.get(plainKey(key));
    return near !== undefined && this.isNowhere(key) ? near : undefined;
  }

  /** Whether no body has a key, and there are some. */
  isNowhere(key: string): boolean {
    const quoted = JSON.stringify(key);
    const isIn = (text: string): boolean => text.includes(quoted);
    return this.#bodies.size > 0 && !this.#firstTexts().some(isIn) && !this.#wholeTexts().some(isIn);
  }

  /** Some of the values under a key; of a list or an object an empty list. */
  valuesUnder(key: string): readonly unknown[] {
    const known = this.#values.get(key);
    if (known || this.#values.size >= MAX_KEYS) return known ?? [];
    const values = valuesIn(this.#firstTexts(), key);
    this.#values.set(key, values);
    return values;
  }

  /** Whether all values under a key are of a kind (`typeof`), or null, in all bodies; no of too many keys. */
  areAll(key: string, kind: 'string' | 'number' | 'boolean'): boolean {
    const name = `${kind} ${key}`;
    const known = this.#areAll.get(name);
    if (known !== undefined || this.#areAll.size >= MAX_WHOLE_KEYS) return known ?? false;
    const other = after(key, `[^n\\s${BEGINS[kind]}]`);
    const areAll = !this.#wholeTexts().some((text) => text.search(other) >= 0);
    this.#areAll.set(name, areAll);
    return areAll;
  }

  /** Text of some under a key in a list of which others have numbers there; none of large bodies. */
  textBesideNumbers(key: string, isMeant: (text: string) => boolean): string | undefined {
    for (const body of [...this.#bodies].slice(0, MAX_BODIES).map((each) => each())) {
      const text = body.length > MAX_PARSED ? undefined : textBesideNumbers(JSON.parse(body.toString()), key, isMeant);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  #firstTexts(): readonly string[] {
    this.#texts ??= [...this.#bodies].slice(0, MAX_BODIES).map((body) => body().subarray(0, MAX_BYTES).toString());
    return this.#texts;
  }

  #wholeTexts(): readonly string[] {
    this.#whole ??= Array.from(this.#bodies, (body) => body().toString());
    return this.#whole;
  }
}

/** The keys of objects by what they have in common with those that are written another way. */
function keysIn(texts: readonly string[]): ReadonlyMap<string, string> {
  const keys = new Map<string, string>();
  for (const text of texts) {
    for (const [, key = ''] of text.matchAll(/"([A-Za-z][\w -]{1,60})"\s*:/g)) keys.set(plainKey(key), key);
  }
  return keys;
}

/** `userId`, `user_id`, `User-ID`: userid. */
function plainKey(key: string): string {
  return key.replace(/[\s_-]/g, '').toLowerCase();
}

/** Whether a value is text, and a number but for its quotes. */
export function isNumberAsText(value: unknown): value is string {
  return typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value);
}

/** The text that an object has under a key where another of its list has a number. */
function textBesideNumbers(body: unknown, key: string, isMeant: (text: string) => boolean): string | undefined {
  const todo = [body];
  for (let value = todo.pop(); value !== undefined; value = todo.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const below: unknown[] = Object.values(value);
    for (const each of below) todo.push(each);
    if (!Array.isArray(value)) continue;
    const values = below.map((each) => (typeof each === 'object' && each !== null ? Reflect.get(each, key) : undefined));
    const text = values.find((each) => typeof each === 'string' && !LONG_NUMBER.test(each) && isMeant(each));
    if (text !== undefined && values.some((each) => typeof each === 'number')) return text;
  }
  return undefined;
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

function after(key: string, value: string): RegExp {
  const name = JSON.stringify(key).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return new RegExp(`${name}\\s*:\\s*${value}`, 'g');
}
