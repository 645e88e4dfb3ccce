import { startWithin } from './json-weight.ts';
import { CutText, Elided, CutList, Table, CutObject } from './truncated.ts';

/** Of the keys that a marker names. */
const MAX_NAMES_WEIGHT = 60;

/** Turns what {@link truncate} gave into plain JSON, with a marker where something is missing. */
export function render(value: unknown): unknown {
  if (value instanceof CutText) return `${value.text}…[+${value.of - value.text.length} chars]`;
  if (value instanceof Elided) return value.was;
  if (value instanceof CutList) return [...value.items.map(render), ...moreOf(value.items.length, value.of)];
  if (value instanceof Table) {
    const rows = value.rows.map((row) => render(value.cells(row)));
    return { columns: value.columns, rows: [...rows, ...moreOf(rows.length, value.of)] };
  }
  if (!(value instanceof CutObject)) return value;
  const more = value.of - value.members.length;
  const named = value.others.length > 0 ? `: ${namesOf(value.others, more > value.others.length, MAX_NAMES_WEIGHT)}` : '';
  const marker = more > 0 ? [['…', `[${more} more keys${named}]`] as const] : [];
  return Object.fromEntries([...value.members.map(([key, member]) => [key, render(member)] as const), ...marker]);
}

/** Keys as a marker names them, of so much weight. @param isMore whether there are others */
export function namesOf(keys: readonly string[], isMore: boolean, weight: number): string {
  const names = keys.join(', ');
  const cut = startWithin(names, weight);
  return `${cut}${isMore || cut !== names ? '…' : ''}`;
}

/** The same of a body whose record says how many items were kept: an array or table has just those, all alike, and no marker. */
export function renderCounted(value: unknown): unknown {
  if (value instanceof Table) return render(new Table(value.columns, value.rows));
  return value instanceof CutList ? value.items.map(render) : render(value);
}

function moreOf(kept: number, of: number): string[] {
  return of > kept ? [`…[${of - kept} more of ${of}]`] : [];
}
