import { visible } from '../markdown/escape.ts';
import { Addresses } from '../markdown/links.ts';
import { writeMarkdown } from '../markdown/write.ts';
import { prepare } from '../prepare.ts';
import { append, CommentNode, ElementNode, isElement, isText, TextNode, type TreeNode } from '../dom.ts';
import { baseOf, type SourceDocument } from './document.ts';

const SILENT = /^(?:script|style|template|noscript)$/;
const INLINE = new Set(
  `
  a abbr b bdi bdo cite code data dfn em font i kbd mark q s samp small span strong sub sup time tt u var wbr ins del strike
  big
`
    .trim()
    .split(/\s+/),
);

/** The text of an element as it is read: white space is one space, and so is what parts its blocks. */
export function plainText(element: ElementNode): string {
  const parts: string[] = [];
  for (let child = element.first; child; child = child.next) addText(child, parts);
  return visible(parts.join('')).replace(/\s+/g, ' ').trim();
}

function addText(node: TreeNode, parts: string[]): void {
  if (isText(node)) parts.push(node.data);
  if (!isElement(node) || SILENT.test(node.name)) return;
  const isBlock = !INLINE.has(node.name);
  if (isBlock) parts.push(' ');
  for (let child = node.first; child; child = child.next) addText(child, parts);
  if (isBlock) parts.push(' ');
}

/** An element as Markdown, without what a reader would not see of it; the document stays as it is. */
export function markdownOf(element: ElementNode, document: SourceDocument): string {
  const body = new ElementNode('body', {});
  append(body, copyOf(element));
  prepare(body, new Set());
  return writeMarkdown([body], new Addresses(baseOf(element, document), undefined));
}

function copyOf(node: TreeNode): TreeNode {
  if (isText(node)) return new TextNode(node.data);
  if (!isElement(node)) return new CommentNode('');
  const copy = new ElementNode(node.name, { ...node.attribs }, node.namespace);
  for (let child = node.first; child; child = child.next) append(copy, copyOf(child));
  return copy;
}
