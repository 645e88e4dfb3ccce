import type { BodyText } from './records.ts';

/** Bodies that are looked into, bytes of each, and values under one key: the others are much like them. */
const MAX_BODIES = 20;
const MAX_BYTES = 65_536;
const MAX_VALUES = 200;

/** The beginnings of the first bodies. */
export function sampledTexts(read: Iterable<BodyText>): string[] {
  return [...read].slice(0, MAX_BODIES).map((body) => body().subarray(0, MAX_BYTES).toString());
}

/** Values under a key, wherever it stands in these JSON texts; of a list or an object an empty list. */
export function valuesIn(texts: readonly string[], key: string): unknown[] {
  const name = JSON.stringify(key).replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const pattern = new RegExp(`${name}\\s*:\\s*("(?:[^"\\\\]|\\\\.)*"|-?\\d[\\d.eE+-]*|true|false|null|[[{])`, 'g');
  const values: unknown[] = [];
  for (const text of texts) {
    for (const [, value = ''] of text.matchAll(pattern)) {
      if (values.length >= MAX_VALUES) return values;
      values.push(/^[[{]/.test(value) ? [] : JSON.parse(value));
    }
  }
  return values;
}
