import type { Values } from './range.ts';
import type { Row } from './variable-value.ts';

/** Rows that are made when they are asked for. */
export interface Rows {
  readonly length: number;
  readonly names: ReadonlySet<string>;
  at(index: number): Row;
}

/** Values of one variable, as rows. */
export function columnRows(name: string, values: Values): Rows {
  return { length: values.length, names: new Set([name]), at: (index) => ({ [name]: values.at(index) }) };
}

/**
 * Rows as they are given.
 * @param length how many there are, of which `rows` may be only the first
 */
export function listedRows(rows: readonly Row[], length = rows.length): Rows {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return { length, names, at: (index) => rows[index] ?? {} };
}

/** Every row of the one with every row of the others, in order, the last factor fastest; one empty row of no factors. */
export function productRows(factors: readonly Rows[]): Rows {
  const [only] = factors;
  if (only && factors.length === 1) return only;
  return {
    length: factors.reduce((product, { length }) => product * length, 1),
    names: new Set(factors.flatMap(({ names }) => [...names])),
    at: (index) => {
      let rest = index;
      const picked = factors.toReversed().map((factor) => {
        const row = factor.at(rest % factor.length);
        rest = Math.floor(rest / factor.length);
        return row;
      });
      return Object.fromEntries(picked.toReversed().flatMap((row) => Object.entries(row)));
    },
  };
}
