import type { Elements } from './elements.ts';
import { newElement } from './parse.ts';
import { append, detach, insertBefore, isElement, TextNode, type ElementNode } from './dom.ts';
import { attribute, childrenOf, contains, nextElement, textOf } from './walk.ts';

/** A longer text is no label. */
const MAX_LABEL = 80;

/** What the dots of a slide show are called. */
const NUMBER = /^(?:slide |go to slide |page )?\d*(?: of \d+)?$/i;

/** Puts the label of each tab above its panel, where it can be told which is whose. */
export function labelTabs(elements: Elements): void {
  const tabs: ElementNode[] = [];
  const byId = new Map<string, ElementNode>();
  const labelled = new Map<string, ElementNode>();
  const radios = new Set<string>();
  for (const each of elements.all) {
    const { name, attribs } = each;
    if (isTab(each)) tabs.push(each);
    const id = attribs['id'] === undefined ? '' : attribute(each, 'id');
    if (id !== '' && !byId.has(id)) byId.set(id, each);
    if (attribs['role'] === 'tabpanel') labelled.set(attribute(each, 'aria-labelledby'), each);
    if (name === 'input' && attribs['type'] === 'radio') radios.add(id);
  }
  const places = panelsInPlace(tabs);
  const pairs = tabs.map((tab) => {
    return [
      tab,
      byId.get(panelId(tab)) ?? (tab.attribs['id'] ? labelled.get(attribute(tab, 'id')) : undefined) ?? places.get(tab),
    ] as const;
  });
  const uses = new Map<ElementNode | undefined, number>();
  for (const [, panel] of pairs) uses.set(panel, (uses.get(panel) ?? 0) + 1);
  for (const [tab, panel] of pairs) if (panel && !contains(panel, tab) && uses.get(panel) === 1) label(panel, tab);
  if (radios.size > 1) labelRadios(elements, radios);
}

export function isTab({ attribs }: ElementNode): boolean {
  const toggle = attribs['data-toggle'] ?? attribs['data-bs-toggle'] ?? '';
  return attribs['role'] === 'tab' || toggle === 'tab' || toggle === 'pill';
}

function panelId(tab: ElementNode): string {
  const { attribs } = tab;
  return (attribs['aria-controls'] ?? attribs['data-bs-target'] ?? attribs['data-target'] ?? attribs['href'] ?? '')
    .replace(/^#/, '')
    .trim();
}

/** The panels of tabs that name none: those at the same places in what stands beside the list of tabs. */
function panelsInPlace(tabs: readonly ElementNode[]): ReadonlyMap<ElementNode, ElementNode> {
  const lists = new Map<ElementNode, ElementNode[]>();
  for (const tab of tabs) {
    const list = [tab.parent, tab.parent?.parent].find((each) => each?.attribs['role'] === 'tablist');
    const known = list && lists.get(list);
    if (known) known.push(tab);
    else if (list) lists.set(list, [tab]);
  }
  const places = new Map<ElementNode, ElementNode>();
  for (const [list, own] of lists) {
    const beside = nextElement(list);
    const panels = beside ? elementChildren(beside).filter(({ attribs }) => attribs['role'] === 'tabpanel') : [];
    if (panels.length === own.length) for (const [at, tab] of own.entries()) if (panels[at]) places.set(tab, panels[at]);
  }
  return places;
}

function elementChildren(parent: ElementNode): ElementNode[] {
  return [...childrenOf(parent)].filter(isElement);
}

function label(panel: ElementNode, tab: ElementNode): void {
  const text = textOf(tab);
  if (text.length > MAX_LABEL) return;
  if (!NUMBER.test(text)) {
    const heading = newElement('p', newElement('strong', new TextNode(text)));
    if (panel.first) insertBefore(heading, panel.first);
    else append(panel, heading);
  }
  const holder = tab.parent;
  detach(tab);
  if (holder?.name === 'li' && textOf(holder) === '') detach(holder);
}

/** Tabs of radio buttons: labels in a row, and as many contents after it. */
function labelRadios(elements: Elements, radios: ReadonlySet<string>): void {
  const rows = new Map<ElementNode, ElementNode[]>();
  for (const each of elements.named('label')) {
    if (!each.parent || !radios.has(attribute(each, 'for'))) continue;
    const row = rows.get(each.parent);
    if (row) row.push(each);
    else rows.set(each.parent, [each]);
  }
  for (const [row, labels] of rows) {
    const beside = nextElement(row);
    const contents = beside ? elementChildren(beside) : [];
    if (labels.length > 1 && labels.length === contents.length) {
      for (const [at, content] of contents.entries()) if (labels[at]) label(content, labels[at]);
    }
  }
}
