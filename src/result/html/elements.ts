import { isElement, type ElementNode, type TreeNode } from './dom.ts';

/**
 * The elements of a tree as it is when this is made, in the order of the page. Walking over a list is many times as fast
 * as over the tree; what has been taken out since is still in it.
 */
export class Elements {
  readonly all: readonly ElementNode[];
  readonly #byName = new Map<string, ElementNode[]>();

  constructor(root: ElementNode) {
    const all: ElementNode[] = [];
    let node: TreeNode | null = root.first;
    while (node) {
      if (isElement(node)) {
        all.push(node);
        const same = this.#byName.get(node.name);
        if (same) same.push(node);
        else this.#byName.set(node.name, [node]);
        if (node.first) {
          node = node.first;
          continue;
        }
      }
      while (node && !node.next) node = node.parent === root ? null : node.parent;
      node = node?.next ?? null;
    }
    this.all = all;
  }

  named(...names: readonly string[]): readonly ElementNode[] {
    const [only = ''] = names;
    return names.length === 1 ? (this.#byName.get(only) ?? []) : names.flatMap((name) => this.#byName.get(name) ?? []);
  }
}
