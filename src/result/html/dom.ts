/**
 * The tree of a page: nodes linked to their siblings, so that taking one out costs nothing. A node takes a third of the
 * memory that one of an array-backed DOM does, which is what lets a page of half a million elements fit.
 */
export abstract class TreeNode {
  parent: ElementNode | null = null;
  prev: TreeNode | null = null;
  next: TreeNode | null = null;
}

export class TextNode extends TreeNode {
  data: string;

  constructor(data: string) {
    super();
    this.data = data;
  }
}

/** Only comments by which a script finds its places are kept: see `revive.ts`. */
export class CommentNode extends TreeNode {
  readonly data: string;

  constructor(data: string) {
    super();
    this.data = data;
  }
}

export type Attributes = Record<string, string>;

/** An element; the document too, under the name `#document`. */
export class ElementNode extends TreeNode {
  /** In lower case, but in XML. */
  name: string;
  /** By name, in lower case but in XML; never with what every object inherits. */
  attribs: Attributes;
  /** The namespace, as parse5 names it; '' in XML. */
  readonly namespace: string;
  first: TreeNode | null = null;
  last: TreeNode | null = null;
  /** Characters of text in it without white space, as `measure` counted them. */
  letters = 0;
  /** Those of them that are in links. */
  linked = 0;
  /** What it has in it, as bits: see `contents.ts`. */
  holds = 0;
  /** Belongs to what surrounds the content; it stands in the tree for when the whole page is needed after all. */
  dropped = false;

  constructor(name: string, attribs: Attributes, namespace = '') {
    super();
    this.name = name;
    this.attribs = attribs;
    this.namespace = namespace;
  }
}

export function isElement(node: TreeNode | null | undefined): node is ElementNode {
  return node instanceof ElementNode;
}

export function isText(node: TreeNode | null | undefined): node is TextNode {
  return node instanceof TextNode;
}

/** Puts a node that is nowhere at the end of a parent. */
export function append(parent: ElementNode, node: TreeNode): void {
  node.parent = parent;
  node.prev = parent.last;
  node.next = null;
  if (parent.last) parent.last.next = node;
  else parent.first = node;
  parent.last = node;
}

/** Puts a node that is nowhere before another one. */
export function insertBefore(node: TreeNode, reference: TreeNode): void {
  const { parent, prev } = reference;
  node.parent = parent;
  node.prev = prev;
  node.next = reference;
  reference.prev = node;
  if (prev) prev.next = node;
  else if (parent) parent.first = node;
}

/** Puts a node that is nowhere after another one. */
export function insertAfter(node: TreeNode, reference: TreeNode): void {
  if (reference.next) insertBefore(node, reference.next);
  else if (reference.parent) append(reference.parent, node);
}

/** Takes a node out of the tree; counts of letters stay as they were. */
export function detach(node: TreeNode): void {
  const { parent, prev, next } = node;
  if (prev) prev.next = next;
  else if (parent) parent.first = next;
  if (next) next.prev = prev;
  else if (parent) parent.last = prev;
  node.parent = null;
  node.prev = null;
  node.next = null;
}

/** Puts a node that is nowhere in the place of another one. */
export function replace(old: TreeNode, node: TreeNode): void {
  insertBefore(node, old);
  detach(old);
}

/** Puts the children of an element in its place. */
export function unwrap(element: ElementNode): void {
  for (let child = element.first; child; child = element.first) {
    detach(child);
    insertBefore(child, element);
  }
  detach(element);
}

/** Moves the children of one element to the end of another. */
export function moveChildren(from: ElementNode, to: ElementNode): void {
  for (let child = from.first; child; child = from.first) {
    detach(child);
    append(to, child);
  }
}
