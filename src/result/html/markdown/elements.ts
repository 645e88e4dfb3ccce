import { namesOf } from '../classes.ts';
import { holds } from '../contents.ts';
import type { ElementNode } from '../dom.ts';
import { writeImage, writeLink } from './anchors.ts';
import { isLines, isSignature, signature, writeCode, writePre } from './code.ts';
import { writeHeading } from './headings.ts';
import { mark } from './inline.ts';
import { writeItem, writeList } from './lists.ts';
import { writeReading, writeSub, writeSup } from './scripts.ts';
import { writeTable } from './tables.ts';
import type { Write, Writer } from './writer.ts';

/** Elements that begin and end a paragraph, and have no sign of their own. */
const BLOCKS = new Set(
  `
  address article body caption center dd details dialog div dl fieldset figcaption figure footer form frameset header
  hgroup html legend main nav p search section tbody tfoot thead tr noscript
`
    .trim()
    .split(/\s+/),
);

/** A longer emphasis sets nothing apart, and a longer quote is a part of the page. */
const MAX_EMPHASIS = 1_000;
const MAX_QUOTED_ASIDE = 2_000;

const REMARK = / (?:[\w-]*-)?(?:admonition|call-?out|markdown-alert)(?:-(?!title|head|icon|content|body)[\w-]*)? /;
const BLOCK_CLASS = /(?:^|\s)(?:block|d-block|flex|grid)(?:$|\s)/;
const BLOCK_STYLE = /(?:^|;)\s*display\s*:\s*(?:block|flex|grid|table|list-item)/i;
const PRE_STYLE = /white-space\s*:\s*(?:pre|break-spaces)/i;
const PRE_CLASS = /(?:^|\s)whitespace-pre(?:-wrap|-line)?(?:$|\s)/;

const WRITERS = new Map<string, Write>([
  ['h1', writeHeading],
  ['h2', writeHeading],
  ['h3', writeHeading],
  ['h4', writeHeading],
  ['h5', writeHeading],
  ['h6', writeHeading],
  ['ul', writeList],
  ['ol', writeList],
  ['menu', writeList],
  ['dir', writeList],
  ['li', writeItem],
  ['b', emphasis('**')],
  ['strong', emphasis('**')],
  ['i', emphasis('*')],
  ['em', emphasis('*')],
  ['del', emphasis('~~')],
  ['s', emphasis('~~')],
  ['strike', emphasis('~~')],
  ['code', writeCode],
  ['kbd', writeCode],
  ['samp', writeCode],
  ['tt', writeCode],
  ['pre', writePre],
  ['blockquote', quote],
  [
    'aside',
    (aside, writer) => (aside.letters > MAX_QUOTED_ASIDE || isFootnote(aside) ? writer.block(aside) : quote(aside, writer)),
  ],
  ['a', writeLink],
  ['img', writeImage],
  ['amp-img', (element, writer) => (holds(element, 'image') ? writer.children(element) : writeImage(element, writer))],
  ['table', writeTable],
  ['br', (_, writer) => writer.breakLine()],
  ['hr', (_, writer) => writer.rule()],
  ['wbr', () => undefined],
  ['dt', term],
  ['summary', term],
  ['sup', writeSup],
  ['sub', writeSub],
  ['rt', writeReading],
  ['q', (element, writer) => surround(element, writer, '“', '”')],
  ['label', spaced],
  ['td', spaced],
  ['th', spaced],
]);

/** Writes an element and what is in it. */
export function writeElement(element: ElementNode, writer: Writer): void {
  const { attribs, name } = element;
  if (attribs['role'] !== undefined && byRole(element, writer)) return;
  const write = WRITERS.get(name);
  if (write) return write(element, writer);
  if (isPreformatted(element)) return writer.preformatted(element);
  const isBlock = BLOCKS.has(name) || BLOCK_CLASS.test(attribs['class'] ?? '') || BLOCK_STYLE.test(attribs['style'] ?? '');
  if (!isBlock) return writer.children(element);
  const { class: classes } = attribs;
  if (classes === undefined || !/sig|proto|item-decl|admonition|call-?out|alert|fragment|code|highlight/i.test(classes))
    return writer.block(element);
  if (isLines(element)) return writePre(element, writer);
  if (isSignature(element)) return writer.verbatim(signature(element));
  return REMARK.test(namesOf(element)) && element.letters <= MAX_QUOTED_ASIDE ? quote(element, writer) : writer.block(element);
}

function byRole(element: ElementNode, writer: Writer): boolean {
  const role = element.attribs['role'];
  if (role === 'heading' && !/^h[1-6]$/.test(element.name)) writeHeading(element, writer);
  else if ((role === 'table' || role === 'grid' || role === 'treegrid') && element.name !== 'table') writeTable(element, writer);
  else return false;
  return true;
}

function isFootnote({ attribs }: ElementNode): boolean {
  return attribs['role'] === 'doc-footnote' || /footnote/.test(attribs['class'] ?? '');
}

function isPreformatted({ attribs }: ElementNode): boolean {
  return (
    (attribs['style'] !== undefined && PRE_STYLE.test(attribs['style'])) ||
    (attribs['class'] !== undefined && PRE_CLASS.test(attribs['class']))
  );
}

function emphasis(sign: string): Write {
  return (element, writer) => {
    const isPlain =
      element.letters > MAX_EMPHASIS ||
      writer.inline.isMarked(sign) ||
      (sign === '**' && writer.isLine) ||
      /font-(?:weight|style)\s*:\s*normal/i.test(element.attribs['style'] ?? '');
    if (isPlain) return writer.children(element);
    writer.inline.open(mark(sign));
    writer.children(element);
    writer.inline.close();
  };
}

function quote(element: ElementNode, writer: Writer): void {
  if (writer.isLine) return writer.block(element);
  writer.flush();
  writer.quoted(element);
}

/** What is explained below, in bold. */
function term(element: ElementNode, writer: Writer): void {
  if (writer.isLine || holds(element, 'block')) return writer.block(element);
  writer.flush();
  if (isSignature(element)) return writer.verbatim(signature(element));
  const isBold = !writer.inline.isMarked('**');
  if (isBold) writer.inline.open(mark('**'));
  writer.children(element);
  if (isBold) writer.inline.close();
  writer.flush();
}

function surround(element: ElementNode, writer: Writer, before: string, after: string): void {
  writer.inline.atom(before);
  writer.children(element);
  writer.inline.atom(after);
}

/** Boxes in a line, which a browser sets apart. */
function spaced(element: ElementNode, writer: Writer): void {
  writer.inline.space();
  writer.children(element);
  writer.inline.space();
}
