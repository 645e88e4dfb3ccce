import { keyOf, unwrapped, type IsOwn, type MemberOf } from './members.ts';
import { placeInText, type Comparison, type Compared } from './program.ts';
import { descendants, isNode, type TreeNode } from './syntax-tree.ts';

/**
 * What the program compares by `===` and `!==`: members with members or with values, but for its own members. Left out is
 * what it does in case: a comparison with an empty text, and of keys whose kind it asks for, or that it compares with values
 * of more than one.
 */
export function comparisonsOf(text: string, tree: TreeNode, memberOf: MemberOf, isOwn: IsOwn): Comparison[] {
  const comparisons: Comparison[] = [];
  const kinds = new Kinds();
  for (const { node } of descendants(tree)) {
    const operator = String(node['operator']);
    const { argument } = node;
    if (node.type === 'UnaryExpression' && operator === 'typeof' && isNode(argument))
      kinds.asked(keyOf(memberOf(argument) ?? argument));
    if (node.type !== 'BinaryExpression' || !/^[!=]==?$/.test(operator)) continue;
    const [left, right] = [node['left'], node['right']].map((side) =>
      isNode(side) ? comparedOf(text, unwrapped(side), memberOf, isOwn) : undefined,
    );
    if (!left || !right || left.value === '' || right.value === '') continue;
    kinds.compared(left, right);
    if (operator.length > 2) {
      comparisons.push({ left, right, place: placeInText(text, node.start), isNegated: operator === '!==' });
    }
  }
  return comparisons.filter((each) => !kinds.areOpen(each));
}

function comparedOf(text: string, node: TreeNode, memberOf: MemberOf, isOwn: IsOwn): Compared | undefined {
  const { type, value, start, end } = node;
  const written = text.slice(start, end);
  if (type === 'Literal') return { key: undefined, value, written };
  const member = memberOf(node);
  const key = member && keyOf(member);
  if (!member || key === undefined || isOwn(member)) return undefined;
  const { object } = member;
  const of = isNode(object) ? (keyOf(unwrapped(object)) ?? object['name']) : undefined;
  return { key, of: typeof of === 'string' ? of : undefined, written };
}

/** What kinds (`typeof`) of values a program reckons with under a key. */
class Kinds {
  readonly #asked = new Set<string | undefined>();
  readonly #compared = new Map<string, Set<string>>();

  asked(key: string | undefined): void {
    this.#asked.add(key);
  }

  compared(left: Compared, right: Compared): void {
    for (const [{ key }, other] of [
      [left, right],
      [right, left],
    ] as const) {
      if (key === undefined || other.key !== undefined || other.value === null) continue;
      this.#compared.set(key, (this.#compared.get(key) ?? new Set()).add(typeof other.value));
    }
  }

  /** Whether one side may be of any kind, or both are values. */
  areOpen({ left, right }: Comparison): boolean {
    if (left.key === undefined && right.key === undefined) return true;
    return [left, right].some(({ key }) => {
      return key !== undefined && (this.#asked.has(key) || (this.#compared.get(key)?.size ?? 0) > 1);
    });
  }
}
