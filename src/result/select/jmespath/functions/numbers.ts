import type { Run } from '../run.ts';
import { isNumeric, shown } from '../values.ts';

/** The sum, from the left; 0 of no numbers. */
export function sum(values: readonly number[]): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The mean; null of no numbers. */
export function average(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

/** A number, or the one that a text is as JSON writes it; else null, with a remark if it is a text. */
export function toNumber(value: unknown, written: string, run: Run): number | null {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') {
    run.remark(`to_number ${written}`, `to_number(${written}) is null for ${shown(value)}`);
    return null;
  }
  const text = value.trim();
  if (isNumeric(text)) {
    const number = Number(text);
    if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
      run.remark(`to_number ${written}`, `to_number(${written}) loses digits of ${shown(value)}: leave it a text`);
    }
    return number;
  }
  run.remark(`to_number ${written}`, `to_number(${written}) is null for ${shown(value)}, which is no number`);
  return null;
}
