import { constant, forEach, type Growth, largest, of, plus, SAME, valueAt } from './growth.ts';
import { type Bound, callBound, SCALAR } from './call-cost.ts';
import { deepSize } from './size.ts';
import type { Node, Projection } from './syntax.ts';

/** What holds everywhere in an expression while it is judged for a body of one weight. */
interface Whole {
  readonly body: number;
  /** Weights of variables. */
  readonly variables: ReadonlyMap<string, number>;
  /** The heaviest value that the part can be evaluated on. */
  readonly heaviest: number;
}

/** Characters of `null`, which stands wherever a part is not there. */
const NULL = 4;

/**
 * An upper bound of what an expression takes on a body.
 * @param body characters of the body as JSON
 * @returns steps, and the characters of the result
 */
export function costOf(node: Node, body: number): { readonly steps: number; readonly weight: number } {
  const { steps, weight } = bound(node, { body, variables: new Map(), heaviest: body });
  return { steps: valueAt(steps, body), weight: valueAt(weight, body) + NULL };
}

function bound(node: Node, whole: Whole): Bound {
  switch (node.kind) {
    case 'current':
    case 'field':
    case 'index':
    case 'constant':
      // A part of the value, or null, of which nothing more can be made.
      return { steps: constant(1), weight: SAME };
    case 'root':
      return { steps: constant(1), weight: constant(whole.body) };
    case 'variable':
      return { steps: constant(1), weight: constant(whole.variables.get(node.name) ?? 0) };
    case 'literal':
      return { steps: constant(1), weight: constant(deepSize(node.value, Infinity)) };
    case 'sub':
    case 'pipe':
      return after(bound(node.left, whole), node.right, whole);
    case 'project':
      return projection(node, whole);
    case 'hash':
      return together(
        node.pairs.map(({ value }) => bound(value, whole)),
        node.pairs.reduce((total, { name }) => total + name.length + 5, 2),
      );
    case 'list':
      return together(
        node.items.map((item) => bound(item, whole)),
        node.items.length + 2,
      );
    case 'not':
    case 'negative':
    case 'positive':
      return { steps: plus(bound(node.child, whole).steps, constant(1)), weight: SCALAR };
    case 'reference':
      return bound(node.child, whole);
    case 'or':
    case 'and': {
      const [left, right] = [bound(node.left, whole), bound(node.right, whole)];
      return { steps: plus(left.steps, right.steps, constant(1)), weight: largest(left.weight, right.weight) };
    }
    case 'choose': {
      const [test, ifTrue, ifFalse] = [node.condition, node.ifTrue, node.ifFalse].map((part) => bound(part, whole));
      if (!test || !ifTrue || !ifFalse) throw new Error('a choice has three parts');
      return { steps: plus(test.steps, ifTrue.steps, ifFalse.steps), weight: largest(ifTrue.weight, ifFalse.weight) };
    }
    case 'compare':
    case 'arithmetic': {
      const [left, right] = [bound(node.left, whole), bound(node.right, whole)];
      return { steps: plus(left.steps, right.steps, left.weight, constant(1)), weight: SCALAR };
    }
    case 'call': {
      const parts = node.args.map((arg) => (arg.kind === 'reference' ? undefined : bound(arg, whole)));
      const heaviest = valueAt(plus(...parts.map((part) => part?.weight ?? constant(2))), whole.heaviest);
      const key = node.args.find(({ kind }) => kind === 'reference');
      return callBound(node, parts, key && bound(key, { ...whole, heaviest }));
    }
    case 'let':
      break;
  }
  const variables = new Map(whole.variables);
  const steps: Growth[] = [];
  for (const { name, value } of node.bindings) {
    const bindings = bound(value, { ...whole, variables });
    steps.push(bindings.steps);
    variables.set(name, valueAt(bindings.weight, whole.heaviest));
  }
  const body = bound(node.body, { ...whole, variables });
  return { steps: plus(body.steps, ...steps), weight: body.weight };
}

function after(left: Bound, right: Node, whole: Whole): Bound {
  const next = bound(right, { ...whole, heaviest: valueAt(left.weight, whole.heaviest) });
  return { steps: plus(left.steps, of(next.steps, left.weight)), weight: of(next.weight, left.weight) };
}

function together(parts: readonly Bound[], extra: number): Bound {
  return {
    steps: plus(constant(2), ...parts.map(({ steps }) => steps)),
    weight: plus(constant(extra + parts.length * NULL), ...parts.map(({ weight }) => weight)),
  };
}

function projection(node: Projection, whole: Whole): Bound {
  const source = bound(node.source, whole);
  const inside = { ...whole, heaviest: valueAt(source.weight, whole.heaviest) };
  const each = bound(node.each, inside);
  const condition = node.over === 'filter' ? bound(node.condition, inside).steps : constant(1);
  const steps = forEach(plus(each.steps, condition));
  // The elements are no heavier than the list, so that what they are is no heavier, either.
  const isPart = node.each.kind === 'current' || node.each.kind === 'field' || node.each.kind === 'index';
  const weight = isPart ? SAME : plus(forEach(plus(each.weight, constant(1))), constant(4));
  return { steps: plus(source.steps, constant(1), of(steps, source.weight)), weight: of(weight, source.weight) };
}
