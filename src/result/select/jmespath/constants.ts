import type { Node } from './syntax.ts';

const CONSTANTS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };
/** As other languages write them. */
const FOREIGN: Readonly<Record<string, boolean | null>> = { none: null, nil: null, undefined: null };

/**
 * Reads a bare `true`, `false` or `null` as the value, where it is an operand.
 * @param loosely also as other languages write them: `True`, `None`, `undefined`
 */
export function constant(node: Node, loosely = false): Node {
  if (node.kind !== 'field' || node.quoted) return node;
  const { name, at, end } = node;
  const known = loosely ? { ...CONSTANTS, ...FOREIGN } : CONSTANTS;
  const key = loosely ? name.toLowerCase() : name;
  const value = Object.hasOwn(known, key) ? known[key] : undefined;
  return value === undefined ? node : { kind: 'constant', name, value, at, end };
}

/** Whether a node gives nothing but true, false or null. */
export function isBoolean(node: Node): boolean {
  if (node.kind === 'compare' || node.kind === 'not') return true;
  if (node.kind === 'and' || node.kind === 'or') return isBoolean(node.left) && isBoolean(node.right);
  return node.kind === 'call' && ['contains', 'starts_with', 'ends_with'].includes(node.name);
}
