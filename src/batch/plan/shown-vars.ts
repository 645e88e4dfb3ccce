import { shownInUrl } from './variable-uses.ts';
import type { RequestItem } from './request-item.ts';
import { excerptOf, lengthOf, type Row } from './variable-value.ts';

/** Characters of a value that a record repeats: it tells requests apart, and is not there to be read. */
const MAX_SHOWN = 120;

/** Variables of one request of a template, long values cut. */
export interface ShownVars {
  /** They tell which request it is. */
  readonly all: Row;
  /** Those that the URL does not show; undefined if it shows all. */
  readonly hidden: Row | undefined;
}

export function shownVars({ uses }: RequestItem, row: Row): ShownVars {
  const all = clipRow(row);
  const inUrl = shownInUrl(uses);
  const hidden = Object.entries(all).filter(([name]) => !inUrl.has(name));
  return { all, hidden: hidden.length > 0 ? Object.fromEntries(hidden) : undefined };
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
