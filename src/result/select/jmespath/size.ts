/** Deeper values cannot be read again: JSON is read up to 200 levels deep. */
const MAX_DEPTH = 200;

/**
 * Characters of a value as JSON, without those that escapes add; no more than a little over `limit`, so that what shares
 * its parts many times over takes no longer than what it may come to. Deeper than {@link MAX_DEPTH} counts as beyond it.
 */
export function deepSize(value: unknown, limit: number, depth = 0): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value === 'number') return numberSize(value);
  if (typeof value !== 'object' || value === null) return value === false ? 5 : 4;
  if (depth >= MAX_DEPTH) return limit + 1;
  let size = 1;
  if (Array.isArray(value)) {
    for (const item of value) {
      size += 1 + deepSize(item, limit - size, depth + 1);
      if (size > limit) return size;
    }
    return Math.max(2, size);
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object of JSON
  const members = value as Readonly<Record<string, unknown>>;
  // Objects of JSON inherit nothing that can be enumerated.
  for (const key in members) {
    size += key.length + 4 + deepSize(members[key], limit - size, depth + 1);
    if (size > limit) return size;
  }
  return Math.max(2, size);
}

function numberSize(value: number): number {
  if (!Number.isInteger(value) || value < 0 || value >= 1e4) return String(value).length;
  if (value < 100) return value < 10 ? 1 : 2;
  return value < 1e3 ? 3 : 4;
}
