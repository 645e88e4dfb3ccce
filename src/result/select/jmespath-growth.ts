import { isObject } from './shape.ts';

/** Functions that can make much of little. */
const INFLATING = new Set(['pad_left', 'pad_right', 'replace', 'join', 'split', 'to_string', 'zip', 'group_by']);
/** What can look at the whole body again for each item. */
const LOOKING_BACK = new Set(['Root', 'LetExpression', 'Variable']);

/**
 * How much larger than its input the result of a JMESPath expression can become, from its syntax tree alone: `[@,@]`
 * doubles, and `|` multiplies. A projection of twenty fields is 20, which is harmless; forty times `|[@,@][]` is 2^40.
 * @returns Infinity where the tree does not tell
 */
export function growth(node: unknown): number {
  if (!isObject(node)) return 1;
  if (LOOKING_BACK.has(String(node['type']))) return Infinity;
  if (node['type'] === 'Function' && INFLATING.has(String(node['name']))) return Infinity;
  const parts = Object.values(node)
    .flat()
    .filter((part) => isObject(part))
    .map(growth);
  const product = parts.reduce((total, part) => total * part, 1);
  if (node['type'] === 'MultiSelectList' || node['type'] === 'MultiSelectHash' || node['type'] === 'Function') {
    return Math.max(
      parts.reduce((total, part) => total + part, 0),
      product,
    );
  }
  return product;
}
