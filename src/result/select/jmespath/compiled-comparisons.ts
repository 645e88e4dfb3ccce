import { yesOrNo } from '../yes-or-no.ts';
import { deepEqual } from './equality.ts';
import type { Evaluate, Run } from './run.ts';
import { EQUAL, Met, NOTHING, NUMERIC, OTHER, SAID_NO, UNEQUAL, UNORDERED, ZERO } from './spots.ts';
import type { CompareOperator } from './syntax.ts';
import { compareTexts, isNumeric } from './values.ts';

/** Values of a comparison that a note may repeat. */
const MAX_MET = 6;

/** `==` and `!=` of two values. */
export function compiledEqual(left: Evaluate, right: Evaluate, negated: boolean): Evaluate {
  return (value, run) => deepEqual(left(value, run), right(value, run), run) !== negated;
}

/** `==` and `!=` with a text, number or boolean: remembers what it was compared with. */
export function compiledEqualLiteral(
  side: Evaluate,
  literal: string | number | boolean,
  negated: boolean,
  spot: number,
): Evaluate {
  const lower = String(literal).toLowerCase();
  return (value, run) => {
    const found = side(value, run);
    if (found === literal) {
      run.hits[spot] = (run.hits[spot] ?? 0) | EQUAL;
      return !negated;
    }
    run.hits[spot] = (run.hits[spot] ?? 0) | UNEQUAL;
    if (found !== undefined && found !== null) meet(found, lower, spot, run);
    return negated;
  };
}

function meet(found: unknown, lower: string, spot: number, run: Run): void {
  const known = run.samples[spot];
  const met = known instanceof Met ? known : new Met();
  run.samples[spot] = met;
  if (typeof found !== 'string' && typeof found !== 'number' && typeof found !== 'boolean') {
    met.list ??= found;
    return;
  }
  if (met.values.length < MAX_MET && !met.values.includes(found)) met.values.push(found);
  if (met.near !== undefined) return;
  const isNear =
    typeof found === 'string' ? found.length === lower.length && found.toLowerCase() === lower : String(found) === lower;
  if (isNear) met.near = found;
}

/**
 * `<`, `<=`, `>` and `>=`: of two numbers, or of two texts by code point, as the AWS command line has it, so that dates
 * can be compared. Anything else is null.
 */
export function compiledOrder(left: Evaluate, right: Evaluate, operator: CompareOperator, spot: number): Evaluate {
  return (value, run) => {
    const [one, other] = [left(value, run), right(value, run)];
    if (typeof one === 'number' && typeof other === 'number') return holds(one - other, operator);
    if (typeof one === 'string' && typeof other === 'string') {
      if (!(run.hits[spot] ?? 0)) noteNumericTexts(one, other, spot, run);
      return holds(compareTexts(one, other), operator);
    }
    if (one === undefined || one === null || other === undefined || other === null) return null;
    run.hits[spot] = (run.hits[spot] ?? 0) | UNORDERED;
    run.samples[spot] ??= [one, other];
    return null;
  };
}

function noteNumericTexts(one: string, other: string, spot: number, run: Run): void {
  if (!isNumeric(one) || !isNumeric(other)) return;
  run.hits[spot] = NUMERIC;
  run.samples[spot] ??= [one, other];
}

function holds(order: number, operator: CompareOperator): boolean {
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

/** A condition, and a remark where it is zero or a text such as "false", which are true here and false elsewhere. */
export function compiledTruth(part: Evaluate, spot: number): Evaluate {
  return (value, run) => {
    const found = part(value, run);
    if (found === 0) run.hits[spot] = (run.hits[spot] ?? 0) | ZERO;
    else if (found === null || found === '') run.hits[spot] = (run.hits[spot] ?? 0) | NOTHING;
    else if (typeof found === 'string') noteAnswer(found, spot, run);
    return found;
  };
}

function noteAnswer(text: string, spot: number, run: Run): void {
  const answer = yesOrNo(text);
  if (answer === 'yes') return;
  run.hits[spot] = (run.hits[spot] ?? 0) | (answer === 'no' ? SAID_NO : OTHER);
  if (answer === 'no') run.samples[spot] ??= text;
}
