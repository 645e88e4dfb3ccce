import { html, type Token, type TreeAdapter, type TreeAdapterTypeMap } from 'parse5';
import { PageLimit } from './page-limit.ts';
import {
  append,
  CommentNode,
  detach,
  ElementNode,
  insertBefore,
  isElement,
  isText,
  TextNode,
  type Attributes,
  type TreeNode,
} from './dom.ts';

type Map = TreeAdapterTypeMap<
  TreeNode,
  ElementNode,
  TreeNode,
  ElementNode,
  ElementNode,
  ElementNode,
  CommentNode,
  TextNode,
  ElementNode,
  CommentNode
>;

/** Half of what fits into the memory of the process that converts: 256 MiB. */
const MAX_ELEMENTS = 700_000;

/** Most elements have none. */
const NO_ATTRIBUTES: Attributes = Object.freeze({});

/** The marks by which React's streaming finds its places (`$?`, `/$` and their like). */
const MARK = /^(?:\/?\$[?!~]?|\/?&)$/;

/**
 * How parse5 builds the tree of a page. The content of a `template` is its children; comments and the doctype are
 * left out.
 * @throws {PageLimit} while parsing, if there are more than 700,000 elements: malformed pages can have many times those
 * that they are written with
 */
export function treeAdapter(maxElements = MAX_ELEMENTS): TreeAdapter<Map> {
  let elements = 0;
  let mode = html.DOCUMENT_MODE.NO_QUIRKS;
  return {
    createDocument: () => new ElementNode('#document', NO_ATTRIBUTES),
    createDocumentFragment: () => new ElementNode('#fragment', NO_ATTRIBUTES),
    createElement(name, namespace, attributes) {
      if (++elements > maxElements) throw new PageLimit(`the page has more than ${maxElements} elements`);
      return new ElementNode(name, attributesOf(attributes), namespace);
    },
    createCommentNode: (data) => new CommentNode(data),
    createTextNode: (data) => new TextNode(data),
    appendChild(parent, node) {
      if (!(node instanceof CommentNode) || MARK.test(node.data)) append(parent, node);
    },
    insertBefore(_, node, reference) {
      if (!(node instanceof CommentNode) || MARK.test(node.data)) insertBefore(node, reference);
    },
    insertText(parent, text) {
      if (isText(parent.last)) parent.last.data += text;
      else append(parent, new TextNode(text));
    },
    insertTextBefore(_, text, reference) {
      if (isText(reference.prev)) reference.prev.data += text;
      else insertBefore(new TextNode(text), reference);
    },
    detachNode: detach,
    adoptAttributes(recipient, attributes) {
      recipient.attribs = { ...attributesOf(attributes), ...recipient.attribs };
    },
    setTemplateContent: () => undefined,
    getTemplateContent: (template) => template,
    setDocumentType: () => undefined,
    setDocumentMode(_, changed) {
      mode = changed;
    },
    getDocumentMode: () => mode,
    getFirstChild: (node) => node.first,
    getChildNodes(node) {
      const children: TreeNode[] = [];
      for (let child = node.first; child; child = child.next) children.push(child);
      return children;
    },
    getParentNode: (node) => node.parent,
    getAttrList: (element) => Object.entries(element.attribs).map(([name, value]) => ({ name, value })),
    getTagName: (element) => element.name,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- createElement got it from the parser
    getNamespaceURI: (element) => element.namespace as html.NS,
    getTextNodeContent: (node) => node.data,
    getCommentNodeContent: (node) => node.data,
    getDocumentTypeNodeName: () => '',
    getDocumentTypeNodePublicId: () => '',
    getDocumentTypeNodeSystemId: () => '',
    isTextNode: isText,
    isElementNode: isElement,
    isCommentNode: (node): node is CommentNode => node instanceof CommentNode,
    isDocumentTypeNode: (node): node is CommentNode => node === null,
    setNodeSourceCodeLocation: () => undefined,
    getNodeSourceCodeLocation: () => undefined,
    updateNodeSourceCodeLocation: () => undefined,
  };
}

function attributesOf(list: readonly Token.Attribute[]): Attributes {
  if (list.length === 0) return NO_ATTRIBUTES;
  const attributes: Attributes = {};
  for (const { name, value, prefix } of list) attributes[prefix ? `${prefix}:${name}` : name] = value;
  return attributes;
}
