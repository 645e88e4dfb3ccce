import type { Insertion } from './program.ts';
import { descendants, isNode, type TreeNode } from './syntax-tree.ts';

/**
 * QuickJS copies nothing of a string that is spread into an object (ECMA-262, CopyDataProperties, has its characters):
 * each `{ ...value }` becomes `{ ...Object(value) }`, which is the same for everything else.
 */
export function spreadInsertions(tree: TreeNode): Insertion[] {
  const insertions: Insertion[] = [];
  for (const { node, parent } of descendants(tree)) {
    // A program may have an Object of its own.
    const isObject = node.type === 'Identifier' && node['name'] === 'Object';
    if (isObject && parent.type !== 'MemberExpression' && parent.type !== 'CallExpression') return [];
    const { argument } = node;
    if (node.type !== 'SpreadElement' || parent.type !== 'ObjectExpression' || !isNode(argument)) continue;
    insertions.push({ at: argument.start, text: 'Object(' }, { at: argument.end, text: ')' });
  }
  return insertions;
}
