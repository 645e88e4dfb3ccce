import type { Elements } from './elements.ts';
import type { ElementNode } from './dom.ts';

/** What an element may have in it, as bits of its `holds`. */
const HOLDS = {
  interactive: 1,
  h1: 2,
  pre: 4,
  main: 8,
  article: 16,
  nav: 32,
  table: 64,
  heading: 128,
  block: 256,
  image: 512,
  break: 1_024,
  field: 2_048,
} as const;

type Content = keyof typeof HOLDS;

/** What {@link markInteractive} noted stays when the rest is noted anew. */
export const KEPT_BITS = HOLDS.interactive | HOLDS.field;

const INTERACTIVE = ['a', 'button', 'input', 'select', 'textarea', 'img', 'svg', 'iframe'];
const BLOCKS = `
  address article aside blockquote center dd details dialog div dl dt fieldset figcaption figure footer form header
  hgroup hr legend li main menu nav ol p pre search section summary table ul
`
  .trim()
  .split(/\s+/);
const FIELD = /^(?:button|input|select|textarea)$/;
const BITS = new Map<string, number>([
  ...BLOCKS.map((name) => [name, HOLDS.block] as const),
  ['h1', HOLDS.h1 | HOLDS.heading | HOLDS.block],
  ...['h2', 'h3', 'h4', 'h5', 'h6'].map((name) => [name, HOLDS.heading | HOLDS.block] as const),
  ['pre', HOLDS.pre | HOLDS.block],
  ['main', HOLDS.main | HOLDS.block],
  ['article', HOLDS.article | HOLDS.block],
  ['nav', HOLDS.nav | HOLDS.block],
  ['table', HOLDS.table | HOLDS.block],
  ['img', HOLDS.image],
  ['br', HOLDS.break],
]);

/** What having an element of that name in it means. */
export function bitsOf(name: string): number {
  return BITS.get(name) ?? 0;
}

/** Marks what has something to press or to look at in it, before buttons, fields and drawings are taken out. */
export function markInteractive(elements: Elements): void {
  for (const element of elements.named(...INTERACTIVE)) {
    const isField = FIELD.test(element.name) && element.attribs['type']?.toLowerCase() !== 'hidden';
    const bits = isField ? KEPT_BITS : HOLDS.interactive;
    for (let each: ElementNode | null = element; each && (each.holds & bits) !== bits; each = each.parent) each.holds |= bits;
  }
}

/** Whether any of these is in an element, not the element itself. */
export function holds(element: ElementNode, ...contents: readonly Content[]): boolean {
  return contents.some((content) => (element.holds & HOLDS[content]) !== 0);
}
