import { parse, parseFragment } from 'parse5';
import { treeAdapter } from './tree-adapter.ts';
import { append, detach, ElementNode, insertAfter, isElement, moveChildren, type TreeNode } from './dom.ts';
import { childrenOf, find } from './walk.ts';

/** As deep as Blink nests them; what is deeper stands beside its ancestors, so that recursion over the tree is safe. */
const MAX_DEPTH = 512;

const MAX_IN_PIECE = 50_000;

/** Elements whose content is text up to their end tag, written as XML may write them: `<script src="x" />`. */
const CLOSED = /<(script|style|title|textarea|iframe|noscript)(\s[^<>]*)?\/>/gi;
const XHTML = /<\?xml\s|http:\/\/www\.w3\.org\/1999\/xhtml/;
/** A piece of a table, as servers send it to a page that has the rest: the parser drops its tags where no table is open. */
const TABLE_PIECE = /^\s*<(?:tr|td|th|thead|tbody|tfoot|caption|colgroup)[\s>]/i;
/** A page says within so many characters that it is XHTML. */
const PROLOG = 2_000;

/** A page as the HTML standard parses it for a browser without scripts. */
export interface Page {
  /** The root: `head` and `body` (or `frameset`) are in its `html`. */
  readonly document: ElementNode;
  readonly body: ElementNode;
}

/**
 * Parses a page, or a piece of one. Nothing in it is deeper than 512 elements.
 * @throws {PageLimit} if it has too many elements
 */
export function parsePage(html: string): Page {
  const isXhtml = XHTML.test(html.slice(0, PROLOG));
  const source = isXhtml ? html.replace(CLOSED, (_, name: string, attributes = '') => `<${name}${attributes}></${name}>`) : html;
  const whole = TABLE_PIECE.test(source.slice(0, PROLOG)) ? `<table>${source}` : source;
  const document = parse(whole, { treeAdapter: treeAdapter(), scriptingEnabled: false });
  limitDepth(document);
  const body = find(document, ({ name }) => name === 'body' || name === 'frameset') ?? document;
  return { document, body };
}

/**
 * Parses a piece of a page into an element.
 * @throws {PageLimit} if it has more than 50,000 elements
 */
export function parseInto(target: ElementNode, html: string): void {
  const fragment = parseFragment(html, { treeAdapter: treeAdapter(MAX_IN_PIECE), scriptingEnabled: false });
  limitDepth(fragment);
  moveChildren(fragment, target);
}

/** Moves what is too deep beside the element that it was in, each node once. */
function limitDepth(root: ElementNode): void {
  let depth = 0;
  let node: TreeNode | null = root.first;
  while (node) {
    if (isElement(node) && node.first) {
      if (depth < MAX_DEPTH) {
        depth++;
        node = node.first;
        continue;
      }
      spill(node);
    }
    while (node && !node.next) {
      node = node.parent === root ? null : node.parent;
      depth--;
    }
    node = node?.next ?? null;
  }
}

/** Puts the children of an element after it. */
function spill(element: ElementNode): void {
  let last: TreeNode = element;
  for (const child of childrenOf(element)) {
    detach(child);
    insertAfter(child, last);
    last = child;
  }
}

/** A new element, nowhere yet. */
export function newElement(name: string, ...children: readonly TreeNode[]): ElementNode {
  const made = new ElementNode(name, {});
  for (const child of children) append(made, child);
  return made;
}
