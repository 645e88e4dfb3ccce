/**
 * Replaces lone surrogates, which JSON text may escape but which cannot be written as UTF-8: strict clients refuse a
 * message that has one.
 * @param text the JSON text of `value`
 */
export function wellFormed(value: unknown, text: string): unknown {
  return /\\u[dD][89a-fA-F]/.test(text) ? mended(value) : value;
}

function mended(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (Array.isArray(value)) return value.map(mended);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toWellFormed(), mended(member)]));
}
