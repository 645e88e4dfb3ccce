import { EvaluationError, type Evaluate } from './run.ts';
import type { ArithmeticOperator } from './syntax.ts';
import { isTrue, shown } from './values.ts';

/** `!a`. */
export function compiledNot(child: Evaluate): Evaluate {
  return (value, run) => !isTrue(child(value, run));
}

/** `a && b` (the first that is not true) and `a || b` (the first that is true), else the last. */
export function compiledLogic(left: Evaluate, right: Evaluate, isAnd: boolean): Evaluate {
  return (value, run) => {
    const found = left(value, run);
    return isTrue(found) === isAnd ? right(value, run) : found;
  };
}

/** `a ? b : c`. */
export function compiledChoice(condition: Evaluate, then: Evaluate, otherwise: Evaluate): Evaluate {
  return (value, run) => (isTrue(condition(value, run)) ? then(value, run) : otherwise(value, run));
}

/** `a + b` and the like. @param texts of both sides, for the error that one is no number */
export function compiledArithmetic(
  left: Evaluate,
  right: Evaluate,
  operator: ArithmeticOperator,
  texts: readonly [string, string],
): Evaluate {
  return (value, run) => {
    const one = asNumber(left(value, run), texts[0], operator);
    const other = asNumber(right(value, run), texts[1], operator);
    const result = calculated(one, other, operator);
    if (Number.isFinite(result)) return result;
    throw new EvaluationError(`${texts[0]} ${operator} ${texts[1]} is no number: ${one} ${operator} ${other}`);
  };
}

/** `-a` and `+a`. */
export function compiledSign(child: Evaluate, sign: 1 | -1, text: string): Evaluate {
  return (value, run) => sign * asNumber(child(value, run), text, sign === 1 ? '+' : '-');
}

function asNumber(value: unknown, text: string, operator: string): number {
  if (typeof value === 'number') return value;
  const advice =
    operator === '/'
      ? '; a path has dots: a.b'
      : operator === '//'
        ? '; "or else" is written ||'
        : operator === '+' && typeof value === 'string'
          ? "; texts are joined by join('', [a, b])"
          : '';
  throw new EvaluationError(`${operator} needs numbers, and ${text} is ${shown(value)}${advice}`);
}

function calculated(one: number, other: number, operator: ArithmeticOperator): number {
  switch (operator) {
    case '+':
      return one + other;
    case '-':
      return one - other;
    case '*':
      return one * other;
    case '/':
      return one / other;
    case '//':
      return Math.floor(one / other);
    case '%':
      break;
  }
  return one % other;
}
