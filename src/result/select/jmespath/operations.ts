import { dotted, each, indexed } from './brackets.ts';
import { constant, isBoolean } from './constants.ts';
import type { Cursor } from './cursor.ts';
import { ExpressionProblem } from './expression-problem.ts';
import { argumentsOf } from './groups.ts';
import { ARITHMETIC, POWER } from './powers.ts';
import { unexpected } from './hints.ts';
import type { CompareOperator, Node } from './syntax.ts';
import type { Token } from './token.ts';

/** Reads the operator that follows a value, and what it takes. @throws {ExpressionProblem} */
export function operation(cursor: Cursor, left: Node): Node {
  const { at } = left;
  const operator = cursor.next();
  const { type } = operator;
  const arithmetic = ARITHMETIC[type];
  if (arithmetic !== undefined) {
    const right = cursor.expression(POWER[type]);
    return { kind: 'arithmetic', operator: arithmetic, left, right, at, end: cursor.end };
  }
  switch (type) {
    case '.': {
      if (left.kind === 'literal' && typeof left.value === 'number') throw digitKey(cursor, left);
      if (cursor.peek().type !== '*') {
        const right = dotted(cursor, POWER['.'] ?? 0);
        return { kind: 'sub', left, right, at, end: cursor.end };
      }
      cursor.next();
      return { kind: 'project', over: 'values', source: left, ...rest(cursor, at, POWER['star']) };
    }
    case '|': {
      const right = cursor.expression(POWER[type]);
      if (isBoolean(left) && (right.kind === 'compare' || right.kind === 'field' || right.kind === 'call')) {
        const words = '| hands true or false on to what follows; "or" is written ||';
        throw new ExpressionProblem(words, operator.start, [{ from: operator.start, to: operator.end, text: '||' }]);
      }
      return { kind: 'pipe', left, right, at, end: cursor.end };
    }
    case '||':
    case '&&': {
      const right = constant(cursor.expression(POWER[type]));
      return { kind: type === '||' ? 'or' : 'and', left: constant(left), right, at, end: cursor.end };
    }
    case '?': {
      if (['end', ']', ')', '}', ',', '.', '|', '[', '[]'].includes(cursor.peek().type)) {
        const fix = { from: operator.start, to: operator.end, text: '' };
        throw new ExpressionProblem('? is not needed: what is not there is null', operator.start, [fix]);
      }
      const ifTrue = constant(cursor.expression());
      if (!cursor.takeIf(':')) throw unexpected(cursor, 'operator', { opener: operator, closer: ':' });
      const ifFalse = constant(cursor.expression(POWER['|']));
      return { kind: 'choose', condition: left, ifTrue, ifFalse, at, end: cursor.end };
    }
    case '(':
      return argumentsOf(cursor, left);
    case '[?': {
      const condition = cursor.expression();
      if (!cursor.takeIf(']')) throw unexpected(cursor, 'operator', { opener: operator, closer: ']' });
      const flattens = cursor.peek().type === '[]';
      const after = flattens ? { each: current(cursor), at, end: cursor.end } : rest(cursor, at, POWER['[?']);
      return { kind: 'project', over: 'filter', source: left, condition, ...after };
    }
    case '[]':
      return { kind: 'project', over: 'flat', source: left, ...rest(cursor, at, POWER['[]']) };
    case '[': {
      const part = indexed(cursor, left, operator);
      return 'over' in part ? { kind: 'project', source: left, ...part, ...rest(cursor, at, POWER['star']) } : part;
    }
    default:
      return comparison(cursor, left, operator);
  }
}

function comparison(cursor: Cursor, left: Node, operator: Token): Node {
  if (left.kind === 'compare' && cursor.before(2)?.type !== ')') {
    throw new ExpressionProblem('comparisons are not chained: a < b && b < c', operator.start);
  }
  const right = constant(cursor.expression(POWER['==']), true);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the other operators have been dealt with
  const kind = operator.type as CompareOperator;
  return { kind: 'compare', operator: kind, left: constant(left, true), right, at: left.at, end: cursor.end };
}

/** What a projection does with each element, and where all of it stands. */
export function rest(cursor: Cursor, at: number, power = 0): { readonly each: Node; readonly at: number; readonly end: number } {
  const node = each(cursor, power) ?? current(cursor);
  return { each: node, at, end: cursor.end };
}

/** `2024.total` */
function digitKey({ text }: Cursor, { at, end }: Node): ExpressionProblem {
  const fix = { from: at, to: end, text: `"${text.slice(at, end)}"` };
  return new ExpressionProblem('a key that begins with a digit is quoted', at, [fix]);
}

function current(cursor: Cursor): Node {
  return { kind: 'current', at: cursor.end, end: cursor.end };
}
