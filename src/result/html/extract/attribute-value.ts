import type { ElementNode } from '../dom.ts';
import { absolute, baseOf, type SourceDocument } from './document.ts';

/** Attributes whose value is an address (HTML standard, index of attributes), and what scripts that load later call them. */
const ADDRESSES = new Set([
  'href',
  'src',
  'action',
  'formaction',
  'poster',
  'cite',
  'background',
  'longdesc',
  'manifest',
  'icon',
  'usemap',
  'classid',
  'codebase',
  'profile',
  'xlink:href',
  'data-src',
  'data-href',
  'data-url',
  'data-original',
  'data-lazy-src',
  'data-link',
]);
const SETS = new Set(['srcset', 'imagesrcset', 'data-srcset', 'data-lazy-srcset']);

/** An attribute of an element, null if it has none; addresses come absolute. */
export function attributeValue(element: ElementNode, name: string, document: SourceDocument): string | null {
  const key = document.isXml || Object.hasOwn(element.attribs, name) ? name : name.toLowerCase();
  if (!Object.hasOwn(element.attribs, key)) return null;
  const value = element.attribs[key] ?? '';
  if (SETS.has(key)) return absoluteSet(value, baseOf(element, document));
  const isAddress = ADDRESSES.has(key) || (key === 'data' && element.name === 'object') || (key === 'url' && document.isXml);
  return isAddress ? (absolute(value, baseOf(element, document)) ?? value) : value;
}

/**
 * The addresses of a `srcset` (HTML standard, 4.8.4.2.1): a comma within one is its own, one at its end parts it from the
 * next.
 */
function absoluteSet(set: string, base: string): string {
  const candidates: string[] = [];
  const candidate = /[\s,]*(\S*[^\s,])(?:,+|\s+([^,]*)(?:,|$)|$)/y;
  for (let found = candidate.exec(set); found && candidate.lastIndex > found.index; found = candidate.exec(set)) {
    const [, url = '', descriptors = ''] = found;
    candidates.push(`${absolute(url, base) ?? url} ${descriptors.trim()}`.trim());
  }
  return candidates.join(', ');
}
