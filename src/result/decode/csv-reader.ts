import { CsvGaps } from './csv-gaps.ts';
import { ColumnNames, guessHeader } from './csv-header.ts';
import { CsvWidths } from './csv-widths.ts';
import { setMember } from './set-member.ts';

/** A row by the names of its columns. Cells that a short row does not have are absent. */
export type CsvRow = Record<string, string | number | null>;

/** The rows of a CSV text, and the names of their columns in order. */
export interface Csv {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly note?: string;
}

/** Rows that tell whether there is a header. */
const SAMPLE_ROWS = 100;

/** Characters that a note has of the only line. */
const MAX_SHOWN = 100;

/** Written like this, it is the same number in JavaScript: no leading zero, no plus, no long row of digits. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?$/;

/** Takes rows one at a time, decides on the header when it has seen enough, and makes objects of the others. */
export class CsvReader {
  readonly #hasHeader: boolean | undefined;
  readonly #comments: readonly string[];
  readonly #split: (line: string) => string[];
  readonly #rows: CsvRow[] = [];
  readonly #notes: string[] = [];
  /** By column: whether each cell so far is a number or empty, and whether any is a number. */
  readonly #isNumeric: boolean[] = [];
  readonly #gaps = new CsvGaps();
  #waiting: string[][] | undefined = [];
  #names = new ColumnNames([]);
  #leftOut: number;
  #quote: string | undefined;
  #widths = new CsvWidths([]);

  /** @param comments that stood before the rows; the last may be the header */
  constructor(hasHeader: boolean | undefined, comments: readonly string[], split: (line: string) => string[]) {
    this.#hasHeader = hasHeader;
    this.#comments = comments;
    this.#split = split;
    this.#leftOut = comments.length;
  }

  add(cells: string[]): void {
    if (!this.#waiting) return this.#take(cells);
    this.#waiting.push(cells);
    if (this.#waiting.length > SAMPLE_ROWS) this.#decide();
  }

  /** Says once what is wrong with the quotes of the text. */
  tellQuote(problem: string, line: number): void {
    this.#quote ??=
      problem === 'MissingQuotes'
        ? `a quote that opens in the row of line ${line} is not closed: all that follows is in that cell`
        : `the quotes in the row of line ${line} are malformed`;
  }

  finish(): Csv {
    this.#decide();
    this.#convertNumbers();
    const { names: columns } = this.#names;
    if (this.#leftOut > 0) this.#notes.push(`comment lines left out: ${this.#leftOut}`);
    if (this.#quote !== undefined) this.#notes.push(this.#quote);
    const [only] = columns;
    if (only !== undefined && columns.length === 1 && this.#rows.length === 0) {
      const said = JSON.stringify(only.slice(0, MAX_SHOWN).toWellFormed());
      this.#notes.push(`the only row of it, ${said}, is taken for the name of a column`);
    }
    this.#notes.push(...this.#widths.notes(), ...this.#gaps.notes((column) => this.#names.at(column)));
    return { columns, rows: this.#rows, ...(this.#notes.length > 0 ? { note: this.#notes.join('; ') } : {}) };
  }

  #decide(): void {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#waiting = undefined;
    const [first = [], ...others] = waiting;
    const guess = guessHeader(first, others);
    const commented = this.#hasHeader === undefined ? this.#commentedHeader(first, guess.isShown) : undefined;
    const isHeader = this.#hasHeader ?? (commented === undefined && guess.isHeader);
    if (commented) this.#leftOut--;
    else if (isHeader && guess.isDoubtful && this.#hasHeader === undefined) {
      this.#notes.push('the first row is taken for the names of the columns');
    }
    const header = commented ?? (isHeader ? first : []);
    this.#names = new ColumnNames(header);
    this.#widths = new CsvWidths(header);
    for (const cells of isHeader ? others : waiting) this.#take(cells);
  }

  /**
   * A header behind a `#`, as scientific data has it, or one whose first name is `#`: the last comment, if it has a cell for
   * each column.
   */
  #commentedHeader(first: readonly string[], isFirstHeader: boolean): string[] | undefined {
    const last = this.#comments.at(-1);
    if (last === undefined || first.length < 2) return undefined;
    const whole = this.#split(`#${last}`);
    const isNumberSign = whole.length === first.length && whole[0]?.trim() === '#';
    const cells = isNumberSign ? whole : this.#split(last.replace(/^#+/, '').trim());
    const isTight = isNumberSign || /^[^\s#]/.test(last);
    const hasNumbers = first.some((cell) => NUMBER.test(cell));
    const isNamed = cells.length === first.length && (hasNumbers || isTight) && !isFirstHeader;
    return isNamed && guessHeader(cells, []).isHeader ? cells : undefined;
  }

  #take(cells: readonly string[]): void {
    const isComment = cells[0]?.startsWith('#') === true && (this.#comments.length > 0 || cells.length === 1);
    if (isComment && this.#names.names.length > 1) {
      this.#leftOut++;
      return;
    }
    const row: CsvRow = {};
    for (let column = 0; column < cells.length; column++) {
      const cell = cells[column] ?? '';
      setMember(row, this.#names.names[column] ?? this.#names.at(column), cell);
      // A column with any other text is neither numbers nor told.
      if (cell === '' || this.#gaps.isText(column)) continue;
      const plain = cell.trim();
      if (plain === '') continue;
      const isNumber = NUMBER.test(plain);
      this.#isNumeric[column] = this.#isNumeric[column] !== false && isNumber;
      this.#gaps.add(column, plain, isNumber);
    }
    this.#rows.push(row);
    this.#widths.add(cells);
  }

  #convertNumbers(): void {
    for (const [column, name] of this.#names.names.entries()) {
      if (this.#isNumeric[column] !== true) continue;
      for (const row of this.#rows) {
        const cell = row[name];
        if (typeof cell === 'string') setMember(row, name, cell.trim() === '' ? null : Number(cell));
      }
    }
  }
}
