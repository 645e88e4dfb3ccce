/** Whether the first row of a table names its columns. */
export interface HeaderGuess {
  readonly isHeader: boolean;
  /** Whether the rows show it, being of other types. */
  readonly isShown: boolean;
  /** Whether numbers were taken for names only because they look like it. */
  readonly isDoubtful: boolean;
}

const YEAR = /^(?:1[5-9]|2[01])\d\d$/;

/**
 * Decides whether a row is a header. Without numbers it is. With some it is where a column of numbers has a name, or a
 * column without numbers has a number on top; or where the numbers are names themselves: years, or 0, 1, 2 and so on.
 * @param rows some that follow it
 */
export function guessHeader(first: readonly string[], rows: readonly (readonly string[])[]): HeaderGuess {
  const names = first.filter((cell) => cell.trim() !== '');
  const numbers = names.filter(isNumeric);
  if (names.length === 0) return { isHeader: false, isShown: false, isDoubtful: false };
  const differs = first.some((name, column) => name.trim() !== '' && isUnlike(name, column, rows));
  if (numbers.length === 0) return { isHeader: true, isShown: differs, isDoubtful: false };
  if (differs) return { isHeader: true, isShown: true, isDoubtful: false };
  const areYears = numbers.every((number) => YEAR.test(number.trim()));
  const onlyNumbers = numbers.length === names.length;
  const rowsHaveYears = rows.some((row) => row.some((cell) => YEAR.test(cell.trim())));
  const values = numbers.map(Number);
  const isRun = values.length > 1 && values.every((value, at) => at === 0 || value === (values[at - 1] ?? 0) + 1);
  const isNumbering = isRun && (values[0] === 0 || (!onlyNumbers && (values[0] === 1 || values.length > 2)));
  const isHeader = areYears && isDistinct(numbers) ? !onlyNumbers || !rowsHaveYears : isNumbering;
  return { isHeader, isShown: false, isDoubtful: isHeader };
}

/** Whether a cell is a number, in whatever way it is written. */
function isNumeric(cell: string): boolean {
  return cell.trim() !== '' && Number.isFinite(Number(cell));
}

/** Whether a name stands over numbers, or a number over none. */
function isUnlike(name: string, column: number, rows: readonly (readonly string[])[]): boolean {
  const cells = rows.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
  if (cells.length === 0) return false;
  return isNumeric(name) ? !cells.some(isNumeric) : cells.every(isNumeric);
}

function isDistinct(cells: readonly string[]): boolean {
  return new Set(cells).size === cells.length;
}

/**
 * The names of the columns: of a header, without spaces around them; `column_1` and so on where there is none. Equal
 * ones get a number: `name`, `name_2`.
 */
export class ColumnNames {
  readonly names: string[] = [];
  readonly #taken = new Set<string>();
  /** The number that the next of equal names gets: counted anew each time, many equal ones would take their square. */
  readonly #next = new Map<string, number>();

  constructor(header: readonly string[]) {
    for (const cell of header) this.#add(cell.trim());
  }

  /** The name of a column, made if there is none yet. */
  at(column: number): string {
    while (this.names.length <= column) this.#add('');
    return this.names[column] ?? '';
  }

  #add(cell: string): void {
    const wanted = cell === '' ? `column_${this.names.length + 1}` : cell;
    let name = wanted;
    let next = this.#next.get(wanted) ?? 2;
    while (this.#taken.has(name)) name = `${wanted}_${next++}`;
    this.#next.set(wanted, next);
    this.#taken.add(name);
    this.names.push(name);
  }
}
