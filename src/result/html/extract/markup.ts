import { serialize, serializeOuter } from 'parse5';
import { treeAdapter } from '../tree-adapter.ts';
import { isElement, isText, type ElementNode, type TreeNode } from '../dom.ts';

/** The content of an element as HTML (HTML standard, 13.3) or as XML. */
export function innerMarkup(element: ElementNode, isXml: boolean): string {
  if (!isXml) return serialize(element, { treeAdapter: treeAdapter() });
  const parts: string[] = [];
  for (let child = element.first; child; child = child.next) writeXml(child, parts);
  return parts.join('');
}

/** The same with the element itself. */
export function outerMarkup(element: ElementNode, isXml: boolean): string {
  if (!isXml) return serializeOuter(element, { treeAdapter: treeAdapter() });
  const parts: string[] = [];
  writeXml(element, parts);
  return parts.join('');
}

function writeXml(node: TreeNode, parts: string[]): void {
  if (isText(node)) parts.push(escaped(node.data));
  if (!isElement(node)) return;
  parts.push('<', node.name);
  for (const [name, value] of Object.entries(node.attribs))
    parts.push(' ', name, '="', escaped(value).replaceAll('"', '&quot;'), '"');
  parts.push(node.first ? '>' : '/>');
  for (let child = node.first; child; child = child.next) writeXml(child, parts);
  if (node.first) parts.push('</', node.name, '>');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
