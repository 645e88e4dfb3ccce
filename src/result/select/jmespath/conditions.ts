import { compiledEqual, compiledEqualLiteral, compiledOrder, compiledTruth } from './compiled-comparisons.ts';
import { type Compiling, type Context, placeOf } from './context.ts';
import type { Evaluate } from './run.ts';
import type { Node } from './syntax.ts';
import { isRecord } from './values.ts';

/** A part of which only the truth matters. */
export function condition(compiling: Compiling, node: Node, context: Context): Evaluate {
  const part = compiling.part(node, { ...context, role: 'test', isOperand: false });
  if (node.kind !== 'field' && node.kind !== 'sub' && node.kind !== 'index') return part;
  const text = compiling.written(node);
  return compiledTruth(part, compiling.watch({ ...placeOf(context), kind: 'truth', path: compiling.path(node, context), text }));
}

/** `a == b`, `a < b` and the like. */
export function comparison(compiling: Compiling, node: Extract<Node, { kind: 'compare' }>, context: Context): Evaluate {
  const { operator, left, right } = node;
  const place = placeOf(context);
  const sides = [side(compiling, left, right, context), side(compiling, right, left, context)] as const;
  if (operator !== '==' && operator !== '!=') {
    const path = compiling.path(isLiteral(left) ? right : left, context);
    return compiledOrder(...sides, operator, compiling.watch({ kind: 'order', ...place, path, text: compiling.written(node) }));
  }
  const negated = operator === '!=';
  const equal = compiledEqual(...sides, negated);
  const [literal, other, part] = isLiteral(right) ? [right, left, sides[0]] : [left, right, sides[1]];
  const value = literal.kind === 'literal' || literal.kind === 'constant' ? literal.value : undefined;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return equal;
  const path = compiling.path(other, context);
  const withLiteral = compiledEqualLiteral(
    part,
    value,
    negated,
    compiling.watch({ kind: 'equal', ...place, path, operator, literal: value }),
  );
  if (literal.kind !== 'constant') return withLiteral;
  const { name } = literal;
  return (element, run) => (isRecord(element) && Object.hasOwn(element, name) ? equal : withLiteral)(element, run);
}

/** One side of a comparison; where the other is written as a value, it is a key for sure. */
function side(compiling: Compiling, node: Node, other: Node, context: Context): Evaluate {
  const isNull = (other.kind === 'literal' || other.kind === 'constant') && other.value === null;
  const role = isNull ? 'test' : 'operand';
  return compiling.part(node, { ...context, role, isOperand: !isLiteral(other), isLast: true, isEach: false });
}

function isLiteral({ kind }: Node): boolean {
  return kind === 'literal' || kind === 'constant';
}
