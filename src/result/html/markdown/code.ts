import { namesOf, wordPattern, hasClass } from '../classes.ts';
import { holds } from '../contents.ts';
import { isElement, isText, type ElementNode } from '../dom.ts';
import { childrenOf, find, following, followingAfter, rawText } from '../walk.ts';
import { codeText } from './code-text.ts';
import { visible } from './escape.ts';
import { codeSpan, mark } from './inline.ts';
import { languageOf } from './languages.ts';
import { destination } from './links.ts';
import type { Writer } from './writer.ts';

/** A longer code in a sentence is one that was not closed. */
const MAX_INLINE = 2_000;
/** A declaration that is laid out by a table. */
const PROTOTYPE = wordPattern('mem-?proto');
/** A longer signature is a text. */
const MAX_SIGNATURE = 2_000;

/** What documentation tools call the line that declares something, and its parts. */
const SIGNATURE = wordPattern('sig sig-object (?:member|type|method|function)-signature code-header item-decl mem-?proto');
const PARTS = /(?:^|\s)(?:sig-(?:name|paren|param|prename)|desc(?:class)?name)(?:$|\s)/;

/** Code in a sentence; a block where it has lines. */
export function writeCode(element: ElementNode, writer: Writer): void {
  if (holds(element, 'pre', 'heading', 'table') || element.letters > MAX_INLINE) return writer.children(element);
  if (!writer.isLine && hasLines(element)) return writePre(element, writer);
  const { first } = element;
  const href = isElement(first) && first.name === 'a' && !first.next ? first.attribs['href'] : undefined;
  const url = href === undefined || writer.inline.isMarked('[') ? undefined : writer.addresses.link(href);
  if (url !== undefined) writer.inline.open(mark('[', `](${destination(url)})`));
  writer.inline.code(rawText(element));
  if (url !== undefined) writer.inline.close();
}

function hasLines(code: ElementNode): boolean {
  const isBlock = /display\s*:\s*block|white-space\s*:\s*pre/i.test(code.attribs['style'] ?? '') || hasClass(code, 'hljs');
  return (isBlock && rawText(code).trim().includes('\n')) || holds(code, 'break');
}

/** A block of code between fences, with its language. */
export function writePre(element: ElementNode, writer: Writer): void {
  if (holds(element, 'heading', 'table') || isListing(element)) return writer.preformatted(element);
  const variants = codesIn(element);
  if (variants.length > 1 && !writer.isLine) return variants.forEach((each) => writePre(each, writer));
  const code = codeText(element);
  if (writer.isLine) return writer.inline.code(code);
  writer.flush();
  if (code.trim() !== '') writer.output.block(fenced(code, languageOf(element)));
}

/** Whether lines begin with links, as in the index of a folder. */
function isListing(pre: ElementNode): boolean {
  let links = 0;
  for (let child = pre.first; child; child = child.next) {
    if (!isElement(child) || child.name !== 'a' || child.attribs['href'] === undefined) continue;
    const { prev } = child;
    if (
      prev === null ||
      (isText(prev) && /(?:^|\n)[ \t]*$/.test(prev.data)) ||
      (isElement(prev) && /^(?:hr|br|img)$/.test(prev.name))
    )
      links++;
  }
  return links > 1 && links * 4 > 3 * rawText(pre).trim().split('\n').length;
}

/** The same in several languages, one below the other. */
function codesIn(pre: ElementNode): ElementNode[] {
  const codes = [...childrenOf(pre)].filter(
    (child) => isElement(child) && child.name === 'code' && child.attribs['class'] !== undefined,
  );
  return codes.filter(isElement).filter((code) => rawText(code).includes('\n') || languageOf(code) !== '');
}

/** Whether an element is code without a `pre`: each of its lines is an element that is called so. */
export function isLines(element: ElementNode): boolean {
  if (!/(?:^|\s)(?:fragment|code|highlight)(?:\s|$)/.test(element.attribs['class'] ?? '')) return false;
  for (const child of childrenOf(element)) {
    if (isElement(child) ? !/(?:^|\s)line(?:\s|$)/.test(child.attribs['class'] ?? '') : rawText(child).trim() !== '')
      return false;
  }
  return element.letters > 0;
}

/** Code between fences longer than those in it. */
export function fenced(code: string, language: string): string {
  let longest = 2;
  for (const [, ticks = ''] of code.includes('```') ? code.matchAll(/^[ \t]*(`{3,})/gm) : [])
    longest = Math.max(longest, ticks.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

/** Whether a line declares something, as documentation tools mark it: it reads as code. */
export function isSignature(element: ElementNode): boolean {
  if (element.letters > MAX_SIGNATURE || element.letters === 0 || holds(element, 'pre', 'heading')) return false;
  if (SIGNATURE.test(namesOf(element))) return !holds(element, 'block') || PROTOTYPE.test(namesOf(element));
  return element.name === 'dt' && find(element, ({ attribs }) => PARTS.test(attribs['class'] ?? '')) !== undefined;
}

/** The text of a declaration as one line of code, without the marks and links to its source beside it. */
export function signature(element: ElementNode): string {
  const parts: string[] = [];
  for (let node = element.first; node;) {
    const isSkipped = isElement(node) && (node.dropped || (node.name === 'a' && /^[¶#§\s]*$/.test(rawText(node))));
    if (isText(node)) parts.push(node.data);
    else if (isElement(node) && node.name === 'br') parts.push(' ');
    node = isSkipped ? followingAfter(node, element) : following(node, element);
  }
  const text = visible(parts.join('')).replace(/\s+/g, ' ').trim();
  return text === '' ? '' : codeSpan(text);
}
