import type { From } from '../args/schema.ts';

/** A value of a variable. */
export type Scalar = string | number | boolean;

/** What `vars` may be: by name lists, ranges, single values or another request's, whose product is meant; or a list of rows. */
export type Vars =
  | Readonly<Record<string, Scalar | readonly Scalar[] | From>>
  | readonly Readonly<Record<string, Scalar | readonly Scalar[]>>[];

/** One set of values, by the names of their variables. */
export type Row = Readonly<Record<string, Scalar | readonly Scalar[]>>;

/** Rows that are made when they are asked for: a range of a billion costs nothing before it is refused. */
export interface Rows {
  readonly length: number;
  readonly names: readonly string[];
  at(index: number): Row;
}

/** `vars` cannot be read; the message says where and why. */
export class VarsError extends Error {
  override readonly name = 'VarsError';
}

interface Values {
  readonly length: number;
  at(index: number): Scalar;
}

/** Whether a variable's values come from another request. */
export function isFrom(value: unknown): value is From {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'from' in value;
}

/**
 * The rows that `vars` stands for: a list of rows as it is; of an object of lists the product, in order, the last
 * variable fastest.
 * @throws {VarsError}
 */
export function buildRows(vars: Vars): Rows {
  if (isRows(vars)) {
    const names = [...new Set(vars.flatMap((row) => Object.keys(row)))];
    return { length: vars.length, names, at: (index) => vars[index] ?? {} };
  }
  const lists = Object.entries(vars).map(([name, value]) => [name, parseValues(name, value)] as const);
  const length = lists.reduce((product, [, { length: count }]) => product * count, 1);
  return {
    length,
    names: lists.map(([name]) => name),
    at: (index) => {
      let rest = index;
      const picked = lists.toReversed().map(([name, values]) => {
        const value = values.at(rest % values.length);
        rest = Math.floor(rest / values.length);
        return [name, value] as const;
      });
      return Object.fromEntries(picked.toReversed());
    },
  };
}

function isRows(vars: Vars): vars is readonly Row[] {
  return Array.isArray(vars);
}

function parseValues(name: string, value: Scalar | readonly Scalar[] | From): Values {
  if (isFrom(value)) throw new VarsError(`vars.${name}: its values are not known yet`);
  if (typeof value === 'object') {
    if (value.length === 0) throw new VarsError(`vars.${name}: the list is empty`);
    return { length: value.length, at: (index) => value[index] ?? '' };
  }
  const list = typeof value === 'string' ? listIn(value) : undefined;
  if (list) return parseValues(name, list);
  const range = typeof value === 'string' ? parseRange(name, value) : undefined;
  return range ?? { length: 1, at: () => value };
}

/** A list may come as JSON text. */
function listIn(text: string): Scalar[] | undefined {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) && parsed.every(isScalar) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a JSON value can be a variable's. */
export function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** `1..100`, `0..90:10`, `10..1`; with leading zeros (`001..100`) the numbers are as wide. */
function parseRange(name: string, text: string): Values | undefined {
  if (!/^[^\s/]+\.\.[^\s/]+$/.test(text)) return undefined;
  const match = /^(-?\d{1,15})\.\.(-?\d{1,15})(?::(-?\d{1,15}))?$/.exec(text);
  if (!match) {
    throw new VarsError(`vars.${name}: "${text}" is not a range of whole numbers such as "1..100" or "0..90:10"; write a list`);
  }
  const [from, to] = [Number(match[1]), Number(match[2])];
  const step = match[3] === undefined ? Math.sign(to - from) || 1 : Number(match[3]);
  if (step === 0 || (to - from) * step < 0) {
    throw new VarsError(`vars.${name}: "${text}" never ends: a step of ${step} does not lead from ${from} to ${to}`);
  }
  const padded = /^-?0\d/.test(match[1] ?? '') ? (match[1] ?? '').length : 0;
  return {
    length: Math.floor((to - from) / step) + 1,
    at: (index) => {
      const number = from + index * step;
      return padded > 0 ? String(number).padStart(padded, '0') : number;
    },
  };
}
