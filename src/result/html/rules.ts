import TurndownService from 'turndown';
import { asElement, childrenOf, isElement, type DomElement } from './dom.ts';
import { addTableRules } from './tables.ts';

/** Turndown with the rules of this project: fenced code, pipe tables, and no more escapes than Markdown needs. */
export function createTurndown(): TurndownService {
  const service = new TurndownService({
    headingStyle: 'atx',
    codeBlockStyle: 'fenced',
    bulletListMarker: '-',
    emDelimiter: '*',
    hr: '---',
    br: '',
  });
  service.escape = escape;
  service.remove(['script', 'style', 'noscript', 'title']);
  service.addRule('heading', {
    filter: ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
    replacement: (content, node) => {
      const level = Number(asElement(node).getAttribute('data-level') ?? node.nodeName.charAt(1));
      const text = content.replace(/\s*\n\s*/g, ' ').trim();
      return text === '' ? '' : `\n\n${'#'.repeat(level)} ${text}\n\n`;
    },
  });
  service.addRule('pre', { filter: 'pre', replacement: (_, node) => fenced(asElement(node)) });
  service.addRule('code', {
    filter: ['code', 'kbd', 'samp', 'tt'],
    replacement: (content) => inlineCode(content.replace(/\s*\n\s*/g, ' ')),
  });
  service.addRule('item', { filter: 'li', replacement: (content, node) => listItem(content, asElement(node)) });
  service.addRule('link', {
    filter: (node) => node.nodeName === 'A' && asElement(node).hasAttribute('href'),
    replacement: (content, node) => {
      const text = content.trim().replace(/\s*\n\s*/g, ' ');
      return text === '' ? '' : `[${text}](${destination(asElement(node).getAttribute('href') ?? '')})`;
    },
  });
  service.addRule('image', {
    filter: 'img',
    replacement: (_, node) => {
      const alt = (asElement(node).getAttribute('alt') ?? '').replaceAll('[', '(').replaceAll(']', ')');
      return `![${alt}](${destination(asElement(node).getAttribute('src') ?? '')})`;
    },
  });
  service.addRule('term', {
    filter: 'dt',
    replacement: (content) => {
      const term = content.trim();
      return /^$|\n|\*\*/.test(term) ? `\n\n${term}\n\n` : `\n\n**${term}**\n\n`;
    },
  });
  service.addRule('summary', { filter: 'summary', replacement: (content) => `\n\n**${content.trim()}**\n\n` });
  service.addRule('struck', {
    filter: ['del', 's'],
    replacement: (content) => (content.trim() === '' ? '' : `~~${content}~~`),
  });
  // 10^9 is not 109; an ordinal's letters and a footnote's [1] need no mark.
  service.addRule('raised', {
    filter: 'sup',
    replacement: (content) => (/^[-−+]?\d+$|^[a-z]$/.test(content) ? `^${content}` : content),
  });
  addTableRules(service);
  return service;
}

function fenced(pre: DomElement): string {
  const code = pre.textContent ?? '';
  const longest = Math.max(2, ...[...code.matchAll(/^\s*(`{3,})/gm)].map(([, ticks = '']) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `\n\n${fence}${pre.getAttribute('data-lang') ?? ''}\n${code}\n${fence}\n\n`;
}

function inlineCode(code: string): string {
  if (code.trim() === '') return '';
  const longest = Math.max(0, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  const space = /^`|`$/.test(code) ? ' ' : '';
  return `${fence}${space}${code}${space}${fence}`;
}

function listItem(content: string, item: DomElement): string {
  const list = item.parentNode;
  const prefix = list?.nodeName === 'OL' ? `${numberOf(item, list)}. ` : '- ';
  const text = content.trim().replace(/\n(?=[^\n])/g, `\n${' '.repeat(prefix.length)}`);
  return text === '' ? '' : `${prefix}${text}\n`;
}

/** Numbered once per list, as counting the items before each is quadratic. */
const numbers = new WeakMap<DomElement, Map<unknown, number>>();

function numberOf(item: DomElement, list: DomElement): number {
  let known = numbers.get(list);
  if (!known) {
    const start = Number.parseInt(list.getAttribute('start') ?? '1', 10);
    const items = childrenOf(list).filter((node) => isElement(node) && node.nodeName === 'LI');
    known = new Map(items.map((node, index) => [node, (Number.isNaN(start) ? 1 : start) + index]));
    numbers.set(list, known);
  }
  return known.get(item) ?? 1;
}

function destination(url: string): string {
  return url.replace(/[()<>]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Escapes what Markdown would take for a mark where it stands; `snake_case`, `[1]` and `C:\path` stay readable. */
function escape(text: string): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/[*`]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}_])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}_])/gu, '\\_')
    .replace(/\](?=[([])/g, '\\]')
    .replace(/^(\s*)(#{1,6} |>|[-+] |~~~|=+$)/, '$1\\$2')
    .replace(/^(\s*\d+)([.)] )/, '$1\\$2');
}
