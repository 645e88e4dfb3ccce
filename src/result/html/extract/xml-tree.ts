import { parseTree, type XmlElement } from '../../decode/xml-tree.ts';
import { append, ElementNode, TextNode } from '../dom.ts';
import { ExtractError } from './extract-error.ts';

const MAX_DEPTH = 500;

/**
 * Parses XML into a tree that selectors can be run over. Names keep their case and prefix; entities that a DOCTYPE
 * declares stay as they are written.
 * @throws {ExtractError} if it is broken, or nests more than 500 levels deep
 */
export function parseXmlTree(xml: string): ElementNode {
  const root = parseTree(xml, MAX_DEPTH);
  if (typeof root === 'string') throw new ExtractError(`the XML is broken (${root}); "as": "text" shows it`);
  const document = new ElementNode('#document', {});
  append(document, nodeOf(root));
  return document;
}

function nodeOf({ name, attributes, children }: XmlElement): ElementNode {
  const node = new ElementNode(name, Object.fromEntries(attributes));
  for (const child of children) append(node, typeof child === 'string' ? new TextNode(child) : nodeOf(child));
  return node;
}
