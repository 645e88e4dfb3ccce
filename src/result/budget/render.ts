import { CutText, Elided, CutList, Table, CutObject } from './truncated.ts';

/** Characters of the keys that a marker names. */
const MAX_NAMES = 36;

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
  const named = value.others.length > 0 ? `: ${namesOf(value.others, more > value.others.length, MAX_NAMES)}` : '';
  const marker = more > 0 ? [['…', `[${more} more keys${named}]`] as const] : [];
  return Object.fromEntries([...value.members.map(([key, member]) => [key, render(member)] as const), ...marker]);
}

/** Keys as a marker names them, within so many characters. @param isMore whether there are others */
export function namesOf(keys: readonly string[], isMore: boolean, length: number): string {
  const names = keys.join(', ');
  const cut = names.length > length ? names.slice(0, length).toWellFormed() : names;
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
