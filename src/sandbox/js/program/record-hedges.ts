import { rootOf, unwrapped } from './members.ts';
import { isRecordMember } from './record-members.ts';
import { addNamed, boundNames, descendants, isNode, isWithin, type Found, type TreeNode } from './syntax-tree.ts';

/** A member that is taken of a record, and what takes it: `r.data`, or the `data` of `({ data }) => ...`. */
export interface Taken {
  readonly key: string;
  readonly node: TreeNode;
}

const BODY = /\bbody\b/;

/** One thing and what stands in its place: `r.data ?? r.body`. */
interface Choice {
  readonly one: TreeNode;
  readonly other: TreeNode;
  /** Whether another member of the record will do, too: `r.error ?? r.message`. */
  readonly isOfAny: boolean;
}

/**
 * Tells of a key that no record has whether a program takes something else where it is not there, so that it may be right:
 * `r.data ?? r.body`, `if (r.data) return r.data; return r.body`, `const { data, body } = r; data || body`.
 * @param taken all members that are taken of records
 */
export function hedges(text: string, tree: TreeNode, taken: readonly Taken[]): (key: string) => boolean {
  const choices = descendants(tree).flatMap(choicesOf);
  const named = nodesByName(tree);
  const placesOf = (node: TreeNode): TreeNode[] => [node, ...namesOf(node, named).flatMap((name) => named.uses.get(name) ?? [])];
  const known = taken.filter(({ key }) => isRecordMember(key)).flatMap(({ node }) => placesOf(node));
  const stands = ({ other, isOfAny }: Choice): boolean =>
    BODY.test(text.slice(other.start, other.end)) || (isOfAny && known.some((place) => isWithin(place, other)));
  const standing = choices.filter(stands);
  return (key) => {
    const nodes = taken.filter((each) => each.key === key).map(({ node }) => node);
    const places = nodes.flatMap(placesOf);
    if (standing.some(({ one }) => places.some((place) => isWithin(place, one)))) return true;
    const roots = new Set<unknown>(nodes.map((node) => rootOf(node)['name'] ?? ''));
    // `(r.response ?? r).body`
    return choices.some(({ one, other }) => roots.has(unwrapped(other)['name']) && places.some((place) => isWithin(place, one)));
  };
}

function choicesOf({ node, parent }: Found): Choice[] {
  const { type, operator, left, right, test } = node;
  if (type === 'LogicalExpression' && operator !== '&&' && isNode(left) && isNode(right)) {
    return [
      { one: left, other: right, isOfAny: true },
      { one: right, other: left, isOfAny: true },
    ];
  }
  if (type === 'AssignmentPattern' && isNode(left) && isNode(right)) return [{ one: left, other: right, isOfAny: true }];
  if (type === 'IfStatement' && isNode(test)) return [{ one: test, other: parent, isOfAny: false }];
  return type === 'ConditionalExpression' || type === 'TryStatement' ? [{ one: node, other: node, isOfAny: false }] : [];
}

interface Named {
  /** Where a name is. */
  readonly uses: ReadonlyMap<string, readonly TreeNode[]>;
  /** The names of `const name = r.data`, by what is given to them. */
  readonly given: ReadonlyMap<TreeNode, readonly string[]>;
}

function nodesByName(tree: TreeNode): Named {
  const uses = new Map<string, TreeNode[]>();
  const given = new Map<TreeNode, readonly string[]>();
  for (const { node } of descendants(tree)) {
    const { type, name, id, init } = node;
    if (type === 'VariableDeclarator' && isNode(init)) given.set(unwrapped(init), boundNames(id));
    if (type !== 'Identifier' || typeof name !== 'string') continue;
    addNamed(uses, name, node);
  }
  return { uses, given };
}

function namesOf(node: TreeNode, { given }: Named): readonly string[] {
  return node.type === 'Property' ? boundNames(node) : (given.get(node) ?? []);
}
