// What a cut leaves of a JSON value. It can be cut again, and rendered as plain JSON that says what is missing.

/** The beginning of a text. */
export class CutText {
  readonly text: string;
  /** Characters of the whole. */
  readonly of: number;

  constructor(text: string, of: number) {
    this.text = text;
    this.of = of;
  }
}

/** The first items of an array. */
export class CutList {
  readonly items: readonly unknown[];
  /** Items of the whole. */
  readonly of: number;

  constructor(items: readonly unknown[], of: number) {
    this.items = items;
    this.of = of;
  }
}

/** Some members of an object. */
export class CutObject {
  readonly members: readonly (readonly [key: string, value: unknown])[];
  /** The keys that are left out, as far as there is room to name them. */
  readonly others: readonly string[];
  /** Keys of the whole. */
  readonly of: number;

  constructor(members: readonly (readonly [key: string, value: unknown])[], others: readonly string[], of: number) {
    this.members = members;
    this.others = others;
    this.of = of;
  }
}

/** Rows by the names of their columns, shown with the names once. */
export class Table {
  readonly columns: readonly string[];
  /** Objects; a row that was cut alone is what the cut left of its cells. */
  readonly rows: readonly object[];
  /** Rows of the whole. */
  readonly of: number;

  constructor(columns: readonly string[], rows: readonly object[], of: number = rows.length) {
    this.columns = columns;
    this.rows = rows;
    this.of = of;
  }

  /** The cells of a row in the order of the columns; one that is short has fewer. */
  cells(row: object): unknown {
    if (Array.isArray(row) || row instanceof CutList || row instanceof Elided) return row;
    const cells: unknown[] = [];
    for (const column of this.columns) {
      if (!Object.hasOwn(row, column)) break;
      cells.push(Reflect.get(row, column));
    }
    return cells;
  }
}

/** What had no room at all: only what it was. */
export class Elided {
  /** What it was: `…[array of 100]`. */
  readonly was: string;

  constructor(was: string) {
    this.was = was;
  }
}

/**
 * The same, with texts of its own: a piece of a text keeps all of it in memory (V8 makes a slice of 13 characters and more
 * a view of the whole), and so would the beginning of each of many large bodies.
 * @param value plain JSON, or what {@link truncate} gave
 */
export function detach<T>(value: T): T;
export function detach(value: unknown): unknown {
  if (value instanceof CutText) return new CutText(detach(value.text), value.of);
  if (value instanceof CutList) return new CutList(value.items.map(detach), value.of);
  if (value instanceof CutObject) {
    const members = value.members.map(([key, member]) => [detach(key), detach(member)] as const);
    return new CutObject(members, value.others.map(detach), value.of);
  }
  if (value instanceof Table) return new Table(value.columns.map(detach), value.rows.map(detach), value.of);
  return value instanceof Elided ? new Elided(detach(value.was)) : structuredClone(value);
}

/** What a cut left of a value, as plain data that can be copied to another process: classes would be lost on the way. */
export type PackedPiece =
  | { readonly plain: unknown }
  | { readonly text: string; readonly of: number }
  | { readonly items: readonly PackedPiece[]; readonly of: number }
  | { readonly columns: readonly string[]; readonly rows: readonly PackedPiece[]; readonly of: number }
  | { readonly members: readonly (readonly [string, PackedPiece])[]; readonly others: readonly string[]; readonly of: number }
  | { readonly was: string };

/** @param value plain JSON, or what {@link truncate} gave */
export function pack(value: unknown): PackedPiece {
  if (value instanceof CutText) return { text: value.text, of: value.of };
  if (value instanceof CutList) return { items: value.items.map(pack), of: value.of };
  if (value instanceof CutObject) {
    const members = value.members.map(([key, member]) => [key, pack(member)] as const);
    return { members, others: value.others, of: value.of };
  }
  if (value instanceof Table) return { columns: value.columns, rows: value.rows.map(pack), of: value.of };
  return value instanceof Elided ? { was: value.was } : { plain: value };
}

/** Undoes {@link pack}. */
export function unpack(piece: PackedPiece): unknown {
  if ('plain' in piece) return piece.plain;
  if ('text' in piece) return new CutText(piece.text, piece.of);
  if ('items' in piece) return new CutList(piece.items.map(unpack), piece.of);
  if ('was' in piece) return new Elided(piece.was);
  if ('columns' in piece) return new Table(piece.columns, piece.rows.map(unpack).filter(isContainer), piece.of);
  const members = piece.members.map(([key, member]) => [key, unpack(member)] as const);
  return new CutObject(members, piece.others, piece.of);
}

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
  const named = value.others.length > 0 ? `: ${value.others.join(', ')}`.slice(0, 40) : '';
  const marker = more > 0 ? [['…', `[${more} more keys${named}]`] as const] : [];
  return Object.fromEntries([...value.members.map(([key, member]) => [key, render(member)] as const), ...marker]);
}

/** The same of a body whose record says how many items were kept: an array or table has just those, all alike, and no marker. */
export function renderCounted(value: unknown): unknown {
  if (value instanceof Table) return render(new Table(value.columns, value.rows));
  return value instanceof CutList ? value.items.map(render) : render(value);
}

function moreOf(kept: number, of: number): string[] {
  return of > kept ? [`…[${of - kept} more of ${of}]`] : [];
}

/** How much of a body is left at its top level: items, rows, keys or characters. */
export function extent(value: unknown): { readonly kept: number; readonly of: number } {
  if (value instanceof CutText) return { kept: value.text.length, of: value.of };
  if (value instanceof CutList) return { kept: value.items.length, of: value.of };
  if (value instanceof CutObject) return { kept: value.members.length, of: value.of };
  if (value instanceof Table) return { kept: value.rows.length, of: value.of };
  if (typeof value === 'string') return { kept: value.length, of: value.length };
  const of = Array.isArray(value) ? value.length : isContainer(value) ? Object.keys(value).length : 1;
  return { kept: of, of };
}

/** Whether it is an array or an object, cut or not. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
