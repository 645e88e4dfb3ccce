import { keyOf, type IsOwn } from './members.ts';
import { placeInText, type Use } from './program.ts';
import { descendants, isNode, type TreeNode } from './syntax-tree.ts';

/** What records have, whatever their bodies have. */
const OF_RECORD = /^(?:i|id|url|final_url|vars|status|ok|outcome|attempts|ms|error|error_body|headers|body)$/;
const HOLDS_NO_BODY = /^(?:vars|headers|by)$/;

/** The keys that a program takes of objects, but for its own, of records and of functions: of `x.a`, `x?.b ?? 0` and `({ c })` a, b and c. */
export function keysOf(text: string, tree: TreeNode, isOwn: IsOwn): Use[] {
  const uses = new Map<string, Use>();
  const ofRecords = new Set<unknown>();
  for (const { node, parent, key: at } of descendants(tree)) {
    const [target, source] = node.type === 'Property' ? [node['value'], node] : [node['id'], node['init']];
    if (isNode(source) && HOLDS_NO_BODY.test(keyOf(source) ?? String(source['name']))) ofRecords.add(target);
    const isMember = node.type === 'MemberExpression' && !(parent.type === 'CallExpression' && at === 'callee');
    const isTaken = node.type === 'Property' && parent.type === 'ObjectPattern' && !ofRecords.has(parent);
    const key = isMember || isTaken ? keyOf(node) : undefined;
    if (key === undefined || uses.has(key) || OF_RECORD.test(key) || isOwn(node)) continue;
    const { object } = node;
    const holder = isNode(object) ? (keyOf(object) ?? String(object['name'])) : '';
    if (HOLDS_NO_BODY.test(holder)) continue;
    uses.set(key, { as: 'key', key, by: '', written: key, place: placeInText(text, node.start) });
  }
  return [...uses.values()];
}
