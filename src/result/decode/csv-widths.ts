/** How many rows are not as wide as the header, or are the header again, and which was the first, counted from 1. */
interface Tally {
  count: number;
  first: number;
}

const LONGER = 'a separator in a cell that is not quoted moves all behind it';
const SHORTER = 'a line break in a cell that is not quoted makes two rows of one';

/**
 * Compares rows with their header: where they are wider or narrower, cells may be under the wrong name; where one is the
 * header again, as in files put together, it is none.
 */
export class CsvWidths {
  readonly #header: readonly string[];
  readonly #most: number;
  readonly #least: number;
  readonly #longer: Tally = { count: 0, first: 0 };
  readonly #shorter: Tally = { count: 0, first: 0 };
  readonly #again: Tally = { count: 0, first: 0 };
  #rows = 0;

  /** @param header empty if there is none, and nothing to be said */
  constructor(header: readonly string[]) {
    this.#header = header;
    this.#most = header.length === 0 ? Infinity : header.length;
    this.#least = header.findLastIndex((name) => name.trim() !== '') + 1;
  }

  /** Takes the next row; empty cells beyond the header do not make it longer, nor empty names a row shorter. */
  add(cells: readonly string[]): void {
    this.#rows++;
    if (this.#least > 1 && cells[0] === this.#header[0] && this.#header.every((name, at) => cells[at] === name))
      this.#tell(this.#again);
    if (cells.length < this.#least) this.#tell(this.#shorter);
    else if (cells.length > this.#most && cells.some((cell, at) => at >= this.#most && cell.trim() !== '')) {
      this.#tell(this.#longer);
    }
  }

  #tell(tally: Tally): void {
    tally.count++;
    tally.first ||= this.#rows;
  }

  notes(): string[] {
    const isAll = this.#longer.count === this.#rows && this.#rows > 0;
    const longer = isAll
      ? ['each row has more cells than the first one, which may be no header']
      : describe(this.#longer, 'more', LONGER);
    return [...longer, ...describe(this.#shorter, 'fewer', SHORTER), ...describeAgain(this.#again)];
  }
}

function describe({ count, first }: Tally, how: string, why: string): string[] {
  if (count === 0) return [];
  return [
    `${count === 1 ? '1 row has' : `${count} rows have`} ${how} cells than the header, the first is row ${first} under it: ${why}`,
  ];
}

function describeAgain({ count, first }: Tally): string[] {
  if (count === 0) return [];
  if (count === 1) return [`1 row is the header again, row ${first} under it: it counts as a row, and makes text of numbers`];
  return [`${count} rows are the header again, the first is row ${first} under it: they count as rows, and make text of numbers`];
}
