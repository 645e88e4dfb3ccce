import { codeText } from '../markdown/code-text.ts';
import { visible } from '../markdown/escape.ts';
import { Addresses } from '../markdown/links.ts';
import { writeMarkdown } from '../markdown/write.ts';
import { prepare } from '../prepare.ts';
import { append, CommentNode, ElementNode, isElement, isText, TextNode, type TreeNode } from '../dom.ts';
import { closest } from '../walk.ts';
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

/** What keeps its white space. */
const KEPT = /^(?:pre|textarea|listing|xmp|plaintext)$/;

/**
 * The text of an element as it is read: white space is one space, and so is what parts its blocks. What is `<pre>`, or
 * stands in one, keeps its lines and their indentation.
 */
export function plainText(element: ElementNode): string {
  if (closest(element.parent, isKept)) return codeText(element);
  if (isKept(element)) return keptText(element);
  const done: string[] = [];
  let parts: string[] = [];
  const end = (): void => {
    done.push(visible(parts.join('')).replace(/\s+/g, ' ').trim());
    parts = [];
  };
  const add = (node: TreeNode): void => {
    if (isText(node)) parts.push(node.data);
    if (!isElement(node) || SILENT.test(node.name)) return;
    if (isKept(node)) {
      end();
      return void done.push(keptText(node));
    }
    const isBlock = !INLINE.has(node.name);
    if (isBlock) parts.push(' ');
    for (let child = node.first; child; child = child.next) add(child);
    if (isBlock) parts.push(' ');
  };
  for (let child = element.first; child; child = child.next) add(child);
  end();
  return done.filter((text) => text !== '').join('\n');
}

function isKept({ name }: ElementNode): boolean {
  return KEPT.test(name);
}

/** Of one line, the space around it says nothing. */
function keptText(element: ElementNode): string {
  const text = codeText(element);
  return text.includes('\n') ? text : text.trim();
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
