import { shownInUrl } from './variable-uses.ts';
import type { RequestItem } from './request-item.ts';
import { excerptOf, lengthOf, type Row } from './variable-value.ts';

/** Characters of a value that a record repeats: it tells requests apart, and is not there to be read. */
const MAX_SHOWN = 120;

/** The variables that the URL of a request does not show; undefined if it shows all. */
export function hiddenVars({ uses }: RequestItem, row: Row): Row | undefined {
  const shown = shownInUrl(uses);
  const hidden = Object.entries(row).filter(([name]) => !shown.has(name));
  return hidden.length > 0 ? clipRow(Object.fromEntries(hidden)) : undefined;
}

/** A row with long values cut to their beginning. */
export function clipRow(row: Row): Row {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, clip(value)]));
}

const clipped = new WeakMap<object, unknown>();

function clip(value: unknown): unknown {
  if (typeof value === 'string') return value.length > MAX_SHOWN ? excerptOf(value, MAX_SHOWN) : value;
  if (typeof value !== 'object' || value === null) return value;
  // One list or object stands in many rows, and may be large.
  const known = clipped.get(value) ?? (lengthOf(value, MAX_SHOWN) > MAX_SHOWN ? excerptOf(value, MAX_SHOWN) : value);
  clipped.set(value, known);
  return known;
}
