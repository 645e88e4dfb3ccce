import { askingMethod } from './conditions.ts';
import { keyOf } from './members.ts';
import type { Chooses } from './program.ts';
import { isRecordMember } from './record-members.ts';
import { descendants, isFunctionNode, type Found, type TreeNode } from './syntax-tree.ts';

const ASKS_KINDS =
  /\b(?:typeof|is(?:NaN|Finite|Integer|SafeInteger))\b|[=!]==?\s*['"`]|['"`]\s*[=!]==?|\bcase\s*['"`]|\.(?:test|match|includes|has|startsWith|endsWith)\(/;

/** See {@link Chooses}. What a record has, such as ok, is no value of an item. */
export function choosesOf(text: string, tree: TreeNode): Chooses {
  if (ASKS_KINDS.test(text)) return 'kinds';
  const within = new Set<TreeNode>();
  for (const found of descendants(tree)) {
    const { node, parent } = found;
    if (!within.has(parent) && !isCondition(found)) continue;
    within.add(node);
    const key = node.type === 'MemberExpression' || node.type === 'Property' ? keyOf(node) : undefined;
    if (key !== undefined && !isRecordMember(key)) return 'values';
  }
  return undefined;
}

function isCondition({ node, parent, key }: Found): boolean {
  if (isFunctionNode(node) && key === 'arguments') return askingMethod(parent) !== undefined;
  return key === 'test' || (key === 'left' && parent['operator'] === '&&');
}
