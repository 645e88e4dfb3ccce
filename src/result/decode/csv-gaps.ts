import { nameSome } from '../../name-some.ts';

/** What stands for a number that is not known. */
const GAP = /^(?:n\.?\/?a\.?|#n\/a|nan|null|none|nil|missing|unknown|[-\u2013\u2014.?*]{1,3})$/i;
const MAX_NAMED = 3;

/** Finds columns of numbers that are text because of words for numbers that are not known. */
export class CsvGaps {
  readonly #numbers = new Set<number>();
  /** By column: such a word; or null, as there is other text in it. */
  readonly #words = new Map<number, string | null>();

  /** Whether a column has other text, so that nothing is to be said of it. */
  isText(column: number): boolean {
    return this.#words.get(column) === null;
  }

  add(column: number, cell: string, isNumber: boolean): void {
    if (isNumber) this.#numbers.add(column);
    else if (!this.isText(column)) this.#words.set(column, GAP.test(cell.trim()) ? cell : null);
  }

  /** @param nameOf the name of a column */
  notes(nameOf: (column: number) => string): string[] {
    const found = [...this.#words].flatMap(([column, word]) => {
      return word !== null && this.#numbers.has(column) ? [{ name: JSON.stringify(nameOf(column).slice(0, 40)), word }] : [];
    });
    const [first] = found;
    if (!first) return [];
    const all = nameSome(
      found.map(({ name }) => name),
      MAX_NAMED,
    );
    const [are, what] = found.length === 1 ? ['is', 'its numbers'] : ['are', 'their numbers'];
    return [`${all} ${are} text because of ${JSON.stringify(first.word)}, so that + joins ${what}: Number(...) makes numbers`];
  }
}
