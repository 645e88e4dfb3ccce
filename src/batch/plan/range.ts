import type { Scalar } from './variable-value.ts';

/** Values that are made when they are asked for: a range of a billion costs nothing before it is refused. */
export interface Values {
  readonly length: number;
  at(index: number): unknown;
}

/** What only looks like a range, and what to write; the message says it of `"1..x"`. */
export class RangeProblem extends Error {
  override readonly name = 'RangeProblem';
}

const RANGE = /^(-?)(\d{1,15}) *\.\. *(-?)(\d{1,15})(?: *: *(-?\d{1,15}))?$/;

/** Whether a text is a range of whole numbers, right or wrong. */
function isRange(text: string): boolean {
  return RANGE.test(text);
}

/**
 * Reads `1..100`, `0..90:10` or `10..1`; with leading zeros at either end (`001..100`, `12..01`) the numbers are as wide as
 * the wider one, and strings.
 * @returns undefined for a text that is not meant as a range
 * @throws {RangeProblem} if it is meant as one, and is none
 */
export function parseRange(text: string): Values | undefined {
  const match = RANGE.exec(text);
  // `main...dev` is what a comparison of two branches is called.
  if (!match && !/^[^\s/.]+(?:\.\d+)?\.\.[^\s/.]+(?:\.\d+)?$/.test(text)) return undefined;
  const shown = text.length > 60 ? `${text.slice(0, 59)}…` : text;
  if (!match) throw new RangeProblem(`"${shown}" is not a range of whole numbers such as "1..100" or "0..90:10"; write a list`);
  const [, minus, first = '', toMinus, last = '', by] = match;
  const [from, to] = [Number(`${minus}${first}`), Number(`${toMinus}${last}`)];
  const step = by === undefined ? Math.sign(to - from) || 1 : Number(by);
  if (step === 0 || (to - from) * step < 0) {
    throw new RangeProblem(`"${shown}" never ends: a step of ${step} does not lead from ${from} to ${to}`);
  }
  const width = [first, last].some((end) => /^0\d/.test(end)) ? Math.max(first.length, last.length) : 0;
  return {
    length: Math.floor((to - from) / step) + 1,
    at: (index): Scalar => {
      const number = from + index * step;
      return width > 0 ? `${number < 0 ? '-' : ''}${String(Math.abs(number)).padStart(width, '0')}` : number;
    },
  };
}

/**
 * A list, its ranges expanded: `["1..3", "5"]` is 1, 2, 3, "5".
 * @param most values that are taken; of more than these it is only counted how many there are
 * @throws {RangeProblem} if a range never ends
 */
export function expandList(list: readonly unknown[], most: number): Values {
  if (list.length > most || !list.some((item) => typeof item === 'string' && isRange(item))) {
    return { length: list.length, at: (index) => list[index] ?? null };
  }
  const parts = list.map((item): Values => {
    const range = typeof item === 'string' && isRange(item) ? parseRange(item) : undefined;
    return range ?? { length: 1, at: () => item };
  });
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length > most) return { length, at: () => null };
  const values = parts.flatMap((part) => Array.from({ length: part.length }, (_, index) => part.at(index)));
  return { length, at: (index) => values[index] ?? null };
}
