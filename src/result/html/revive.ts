import type { Elements } from './elements.ts';
import { CommentNode, detach, insertBefore, isElement, isText, type ElementNode, type TreeNode } from './dom.ts';
import { attribute, childrenOf, elementsIn } from './walk.ts';

/**
 * Puts in place what a browser, or a few lines of script, would: declarative shadow roots, and the segments that
 * React's streaming sends after the place they belong to.
 */
export function revive(elements: Elements): void {
  const templates = elements.named('template');
  if (templates.length === 0) return;
  const segments = new Map<string, ElementNode>();
  for (const element of elements.all) {
    if (/(?:^|:)S:[\da-f]+$/.test(element.attribs['id'] ?? '')) segments.set(attribute(element, 'id'), element);
  }
  for (const template of templates) {
    const place = /^(.*)[BP]:([\da-f]+)$/.exec(attribute(template, 'id'));
    const segment = place ? segments.get(`${place[1]}S:${place[2]}`) : undefined;
    if (segment && segment !== template) fill(template, segment);
    else if (isShadowRoot(template)) attachShadow(template);
  }
}

/** HTML standard, 4.12.3: `shadowrootmode`; `shadowroot` is what Chrome had before. */
export function isShadowRoot({ name, attribs }: ElementNode): boolean {
  return name === 'template' && /^(?:open|closed)$/i.test(attribs['shadowrootmode'] ?? attribs['shadowroot'] ?? '');
}

/** A place holder `<!--$?--><template id="B:0">` and what is shown until then, up to `<!--/$-->`, become the segment. */
function fill(template: ElementNode, segment: ElementNode): void {
  if (template.prev instanceof CommentNode) {
    let depth = 0;
    for (let each: TreeNode | null = template.next; each && depth >= 0;) {
      const { next }: TreeNode = each;
      if (each instanceof CommentNode) depth += each.data.startsWith('/') ? -1 : 1;
      if (depth >= 0) detach(each);
      each = next;
    }
  }
  for (const child of childrenOf(segment)) {
    detach(child);
    insertBefore(child, template);
  }
  detach(template);
  detach(segment);
}

/** The shadow tree, with the host's own children in its slots; those that have no slot come after it. */
function attachShadow(template: ElementNode): void {
  const host = template.parent;
  if (!host) return;
  const own = new Map<string, TreeNode[]>();
  for (const node of childrenOf(host)) {
    if (node === template || (isText(node) && node.data.trim() === '')) continue;
    const slot = isElement(node) ? attribute(node, 'slot') : '';
    const same = own.get(slot);
    if (same) same.push(node);
    else own.set(slot, [node]);
  }
  for (const slot of [...elementsIn(template)].filter(({ name }) => name === 'slot')) {
    const content = own.get(attribute(slot, 'name'));
    if (!content) continue;
    own.delete(attribute(slot, 'name'));
    for (const fallback of childrenOf(slot)) detach(fallback);
    for (const node of content) {
      detach(node);
      insertBefore(node, slot);
    }
    detach(slot);
  }
  for (const child of childrenOf(template)) {
    detach(child);
    insertBefore(child, template);
  }
  detach(template);
}
