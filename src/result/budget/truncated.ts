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
  /** How many items, keys or characters it had. */
  readonly of: number;

  constructor(was: string, of: number) {
    this.was = was;
    this.of = of;
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
  return value instanceof Elided ? new Elided(detach(value.was), value.of) : structuredClone(value);
}

/** How much of a body is left at its top level: items, rows, keys or characters. */
export function extent(value: unknown): { readonly kept: number; readonly of: number } {
  if (value instanceof CutText) return { kept: value.text.length, of: value.of };
  if (value instanceof Elided) return { kept: 0, of: value.of };
  if (value instanceof CutList) return { kept: value.items.length, of: value.of };
  if (value instanceof CutObject) return { kept: value.members.length, of: value.of };
  if (value instanceof Table) return { kept: value.rows.length, of: value.of };
  if (typeof value === 'string') return { kept: value.length, of: value.length };
  const of = Array.isArray(value) ? value.length : isContainer(value) ? Object.keys(value).length : 1;
  return { kept: of, of };
}

/**
 * What is missing of a value, in the unit that was cut: items, keys or characters. Where all of its top level is there,
 * that is the part inside which has lost most.
 */
export function missing(value: unknown): { readonly kept: number; readonly of: number } {
  const own = extent(value);
  const parts = value instanceof CutList ? value.items : value instanceof CutObject ? value.members.map(([, part]) => part) : [];
  if (own.kept < own.of || parts.length === 0) return own;
  const lost = parts.map(missing).toSorted((a, b) => b.of - b.kept - (a.of - a.kept))[0];
  return lost && lost.kept < lost.of ? lost : own;
}

/** Whether it is an array or an object, cut or not. */
export function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
