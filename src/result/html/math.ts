import { hasClass } from './classes.ts';
import type { Elements } from './elements.ts';
import { newElement } from './parse.ts';
import { detach, isElement, isText, replace, TextNode, type ElementNode } from './dom.ts';
import { attribute, childrenOf, closest, elementsIn, prevElement, textOf } from './walk.ts';

/** What a formula is drawn with; its source stands beside it. */
const DRAWN = ['MathJax', 'MathJax_Preview', 'MathJax_Display', 'MathJax_SVG', 'MathJax_SVG_Display', 'MathJax_CHTML'];

/**
 * Formulas as text: TeX where a page has it, in `code`; else MathML in one line, as `1/2`, `10^9`, `sqrt(2)`. What only
 * draws them goes.
 */
export function readFormulas(elements: Elements): void {
  let scripts = false;
  for (const each of elements.named('math', 'script', 'img')) {
    if (!each.parent) continue;
    if (each.name === 'math') readMathml(each);
    else if (each.name === 'script' && /^math\/(?:tex|asciimath|mml)/i.test(attribute(each, 'type'))) {
      scripts = true;
      put(each, code(rawSource(each)), /mode\s*=\s*display/i.test(attribute(each, 'type')));
    } else if (each.name === 'img' && /(?:^|[\s_-])(?:la)?tex(?:$|[\s_-])|math/i.test(each.attribs['class'] ?? '')) {
      const tex = attribute(each, 'alt');
      if (/[\\^_{}=]/.test(tex)) replace(each, code(tex));
    }
  }
  for (const each of elements.all) {
    if (each.attribs['class'] === undefined) continue;
    if (scripts && DRAWN.some((name) => hasClass(each, name))) detach(each);
    else if (hasClass(each, 'katex-html') && !each.parent?.first?.next) each.attribs = {};
  }
}

function rawSource(script: ElementNode): string {
  const text = isText(script.first) ? script.first.data : '';
  return text
    .replace(/^\s*(?:%\s*)?<!\[CDATA\[|(?:%\s*)?\]\]>\s*$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function readMathml(math: ElementNode): void {
  const annotation = [...elementsIn(math)].find(({ name, attribs }) => {
    return name === 'annotation' && /tex/i.test(attribs['encoding'] ?? '');
  });
  const tex = (annotation ? textOf(annotation) : '') || attribute(math, 'alttext').replace(/\s+/g, ' ');
  const source = tex === '' ? plain(linear(math)) : code(tex);
  const isBlock =
    attribute(math, 'display') === 'block' || closest(math, (each) => hasClass(each, 'katex-display')) !== undefined;
  put(holderOf(math), source, isBlock);
}

/** The element that draws the same formula once more, or hides it from all but screen readers. */
function holderOf(math: ElementNode): ElementNode {
  const drawn = closest(math, ({ name, attribs }) => {
    return name === 'mjx-container' || /(?:^|\s)(?:katex|MathJax(?:_\w+)?|mwe-math-element)(?:$|\s)/.test(attribs['class'] ?? '');
  });
  if (drawn) return drawn;
  const { parent } = math;
  return parent?.name === 'span' && /none|hidden/.test(parent.attribs['style'] ?? '') && parent.first === parent.last
    ? parent
    : math;
}

function put(old: ElementNode, formula: ElementNode | TextNode, isBlock: boolean): void {
  if (textOf(formula) === '') detach(old);
  else replace(old, isBlock ? newElement('p', formula) : formula);
}

function code(text: string): ElementNode {
  return newElement('code', new TextNode(text));
}

/** What Markdown would take for marks is code. */
function plain(text: string): ElementNode | TextNode {
  return /[*_`<>[\]]/.test(text) ? code(text) : new TextNode(text);
}

/** Of MathML Core, what reads differently from left to right. */
function linear(node: ElementNode): string {
  if (node.name === 'mo') return operator(textOf(node), node);
  const parts = [...childrenOf(node)].filter(isElement);
  if (parts.length === 0) return node.name === 'mspace' ? ' ' : textOf(node);
  const texts = parts.map(linear);
  const [base = '', second = '', third = ''] = texts;
  switch (node.name) {
    case 'mfrac':
      return `${grouped(base)}/${grouped(second)}`;
    case 'msup':
      return `${grouped(base)}^${grouped(second)}`;
    case 'msub':
    case 'munder':
      return `${grouped(base)}_${grouped(second)}`;
    case 'mover':
      return `${base}${second}`;
    case 'msubsup':
    case 'munderover':
      return `${grouped(base)}_${grouped(second)}^${grouped(third)}`;
    case 'msqrt':
      return `sqrt(${texts.join('').trim()})`;
    case 'mroot':
      return `root(${base}, ${second})`;
    case 'mfenced':
      return `${node.attribs['open'] ?? '('}${texts.join(', ')}${node.attribs['close'] ?? ')'}`;
    case 'mtable':
      return `[${texts.join('; ')}]`;
    case 'mtr':
    case 'mlabeledtr':
      return texts.join(', ');
    case 'semantics':
      return base;
    case 'mphantom':
      return '';
    default:
      return texts.join('');
  }
}

/** Relations stand between spaces; what is only heard, as the invisible times, is nothing. */
function operator(sign: string, node: ElementNode): string {
  if (/^[\u2061-\u2064]$/.test(sign)) return '';
  const isPrefix = /^[-+−±]$/.test(sign) && !prevElement(node);
  return !isPrefix && /^[-=<>≤≥≠≈≡∼→⇒⇔∈∉⊂⊆∪∩±+−]$/.test(sign) ? ` ${sign} ` : sign;
}

function grouped(text: string): string {
  return /^-?[\p{L}\p{N}.∞']*$/u.test(text) || /^\([^()]*\)$/.test(text) ? text : `(${text.trim()})`;
}
