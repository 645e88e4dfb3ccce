/** Rows with the same keys. */
interface Shape {
  readonly keys: readonly string[];
  count: number;
}

/** Characters that an empty cell costs, and a record in place of a row, beside its keys. */
const EMPTY_CELL = 5;
const RECORD = 35;
/** Columns at the most: whoever has more keys is easier to read as a record. */
const MAX_COLUMNS = 200;

/**
 * Chooses the columns of a table from the keys of its rows: the commonest shapes first, and each further one as long as the
 * cells that stay empty for it cost less than writing its rows as records. The table itself is not made for that.
 */
export function chooseColumns(rows: readonly (readonly string[])[]): ReadonlySet<string> {
  const columns = new Set<string>();
  let height = 0;
  for (const { keys, count } of shapesOf(rows)) {
    const added = keys.filter((key) => !columns.has(key));
    const missing = columns.size - (keys.length - added.length);
    const empty = (added.length * height + missing * count) * EMPTY_CELL;
    const asRecords = count * (RECORD + keys.reduce((sum, key) => sum + key.length + 3, 0));
    if (height > 0 && (empty > asRecords || columns.size + added.length > MAX_COLUMNS)) continue;
    for (const key of added) columns.add(key);
    height += count;
  }
  return columns;
}

/** The shapes of the rows, the commonest first; of those that are alike in this the one that comes first. */
function shapesOf(rows: readonly (readonly string[])[]): Shape[] {
  const shapes = new Map<string, Shape>();
  let last: Shape | undefined;
  for (const keys of rows) {
    // Most rows are like the one before.
    if (last && isSame(last.keys, keys)) {
      last.count++;
      continue;
    }
    const name = JSON.stringify(keys.toSorted());
    last = shapes.get(name);
    if (last) last.count++;
    else shapes.set(name, (last = { keys, count: 1 }));
  }
  return [...shapes.values()].toSorted((a, b) => b.count - a.count);
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((key, place) => key === others[place]);
}
