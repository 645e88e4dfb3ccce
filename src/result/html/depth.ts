import { scanHtml } from './scan.ts';

const VOID = new Set([
  'area',
  'base',
  'br',
  'col',
  'embed',
  'hr',
  'img',
  'input',
  'link',
  'meta',
  'param',
  'source',
  'track',
  'wbr',
]);

/** Their end tag may be left out, so an open one says nothing of depth; what nests them is counted. */
const ENDS_BY_ITSELF = new Set([
  'p',
  'li',
  'dt',
  'dd',
  'tr',
  'td',
  'th',
  'thead',
  'tbody',
  'tfoot',
  'colgroup',
  'option',
  'optgroup',
  'rp',
  'rt',
]);

/** How deep the elements of a page are nested, in linear time and without a DOM: a lower bound, to a factor of 3. */
export function depthOf(html: string): number {
  const open: string[] = [];
  const counts = new Map<string, number>();
  let deepest = 0;
  scanHtml(html, {
    text: () => undefined,
    open: (name) => {
      if (VOID.has(name) || ENDS_BY_ITSELF.has(name)) return;
      open.push(name);
      counts.set(name, (counts.get(name) ?? 0) + 1);
      deepest = Math.max(deepest, open.length);
    },
    close: (name) => {
      if (!counts.get(name)) return;
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        counts.set(last, (counts.get(last) ?? 1) - 1);
        if (last === name) return;
      }
    },
  });
  return deepest;
}
