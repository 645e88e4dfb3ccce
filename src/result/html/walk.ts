import { isElement, isText, type ElementNode, type TreeNode } from './dom.ts';

/** The node after this one in the order of the page, inside `root`. */
export function following(node: TreeNode, root: ElementNode): TreeNode | null {
  return (isElement(node) ? node.first : null) ?? followingAfter(node, root);
}

/** The node after this one and all that is in it. */
export function followingAfter(node: TreeNode, root: ElementNode): TreeNode | null {
  for (let each: TreeNode | null = node; each && each !== root; each = each.parent) if (each.next) return each.next;
  return null;
}

/**
 * The elements in an element, in the order of the page. The one that was just given may be changed, taken out or
 * replaced; what came in its place is given, too.
 */
export function* elementsIn(root: ElementNode): Generator<ElementNode> {
  let node = root.first;
  while (node) {
    const { parent, prev }: TreeNode = node;
    if (isElement(node)) yield node;
    if (node.parent === parent || !parent) node = following(node, root);
    else node = (prev ? prev.next : parent.first) ?? followingAfter(parent, root);
  }
}

/**
 * The next element that is shown, in the order of the page; after one that is dropped, the next that is not in it. The
 * first is the one after `root`.
 */
export function nextShown(element: ElementNode, root: ElementNode): ElementNode | null {
  let node = element.dropped && element !== root ? followingAfter(element, root) : following(element, root);
  while (node && !(isElement(node) && !node.dropped)) node = isElement(node) ? followingAfter(node, root) : following(node, root);
  return node;
}

export function* childrenOf(element: ElementNode): Generator<TreeNode> {
  for (let child = element.first; child;) {
    const { next }: TreeNode = child;
    yield child;
    child = next;
  }
}

/** The nearest element that has the property, beginning with this one. */
export function closest(node: TreeNode | null, is: (element: ElementNode) => boolean): ElementNode | undefined {
  for (let each = isElement(node) ? node : (node?.parent ?? null); each; each = each.parent) if (is(each)) return each;
  return undefined;
}

/** Whether a node is an element's descendant, or the element itself. */
export function contains(element: ElementNode, node: TreeNode | null): boolean {
  for (let each = node; each; each = each.parent) if (each === element) return true;
  return false;
}

/** The first element in it that has the property. */
export function find(root: ElementNode, is: (element: ElementNode) => boolean): ElementNode | undefined {
  for (const element of elementsIn(root)) if (is(element)) return element;
  return undefined;
}

/** All text in a node, as it stands. */
export function rawText(node: TreeNode): string {
  if (isText(node)) return node.data;
  if (!isElement(node)) return '';
  const parts: string[] = [];
  for (let each = node.first; each; each = following(each, node)) if (isText(each)) parts.push(each.data);
  return parts.join('');
}

/** All text in a node, every run of white space as one space. */
export function textOf(node: TreeNode): string {
  return rawText(node).replace(/\s+/g, ' ').trim();
}

/** The value of an attribute without white space around it, '' if there is none. */
export function attribute(element: ElementNode, name: string): string {
  return element.attribs[name]?.trim() ?? '';
}

export function prevElement(node: TreeNode): ElementNode | undefined {
  let each = node.prev;
  while (each && !isElement(each)) each = each.prev;
  return each ?? undefined;
}

export function nextElement(node: TreeNode): ElementNode | undefined {
  let each = node.next;
  while (each && !isElement(each)) each = each.next;
  return each ?? undefined;
}
