import { MAX_WIDTH } from './functions/texts.ts';
import { constant, forEach, type Growth, of, plus, SAME, times } from './growth.ts';
import type { Call } from './syntax.ts';

/** What a part may come to, by the weight of the value that it is evaluated on. */
export interface Bound {
  /** Steps, see `Run.spend`. */
  readonly steps: Growth;
  /** Weight of the result: its characters as JSON. */
  readonly weight: Growth;
}

/** Numbers, booleans, null and the like. */
export const SCALAR = constant(25);
const TEXTS = new Set([
  'lower',
  'upper',
  'reverse',
  'trim',
  'trim_left',
  'trim_right',
  'to_string',
  'split',
  'keys',
  'values',
  'items',
]);

/**
 * What a call may come to.
 * @param parts what its arguments come to; undefined of one with &
 * @param key what an argument with & comes to, on one element
 */
export function callBound({ name, args }: Call, parts: readonly (Bound | undefined)[], key: Bound | undefined): Bound {
  const plain = parts.filter((part) => part !== undefined);
  const steps = plus(constant(1), ...plain.map((part) => part.steps), ...plain.map((part) => part.weight));
  const weights = plus(constant(2 + 4 * args.length), ...plain.map((part) => part.weight));
  const [first = constant(0), second = constant(0), third = constant(0)] = args.map(
    (_, place) => parts[place]?.weight ?? constant(0),
  );
  switch (name) {
    case 'map':
    case 'sort_by':
    case 'max_by':
    case 'min_by':
    case 'group_by': {
      const each = key ?? { steps: constant(1), weight: SAME };
      const all = plus(
        steps,
        of(forEach(plus(each.steps, constant(9))), weights),
        name === 'sort_by' ? times(weights, constant(24)) : constant(0),
      );
      if (name === 'map') return { steps: all, weight: of(plus(forEach(plus(each.weight, constant(5))), constant(2)), weights) };
      const keys = name === 'group_by' ? of(forEach(plus(each.weight, constant(5))), weights) : constant(0);
      return { steps: all, weight: plus(weights, keys) };
    }
    case 'join':
      return { steps: plus(steps, times(first, second)), weight: plus(second, times(first, second)) };
    case 'replace':
      return { steps: plus(steps, times(first, third)), weight: times(first, plus(third, constant(1))) };
    case 'pad_left':
    case 'pad_right': {
      const [, width] = args;
      const most = width?.kind === 'literal' && typeof width.value === 'number' ? width.value : MAX_WIDTH;
      return { steps: plus(steps, constant(most)), weight: plus(first, constant(most)) };
    }
    case 'sort':
      return { steps: times(steps, constant(24)), weight: weights };
    case 'not_null':
    case 'to_array':
    case 'merge':
    case 'from_items':
      return { steps, weight: weights };
    case 'max':
    case 'min':
      return { steps, weight: plus(first, SCALAR) };
    case 'zip':
      return { steps, weight: times(weights, constant(2)) };
    default:
      return { steps, weight: TEXTS.has(name) ? plus(times(weights, constant(6)), constant(2)) : SCALAR };
  }
}
