import { isElement, isText, type ElementNode, type TreeNode } from '../dom.ts';
import { Inline } from './inline.ts';
import type { Addresses } from './links.ts';
import { Output } from './output.ts';

/** Writes an element, and what is in it. */
export type Write = (element: ElementNode, writer: Writer) => void;

/** What the elements of a page are written into: blocks, and the paragraph that is being written. */
export class Writer {
  readonly output = new Output();
  readonly addresses: Addresses;
  /** What was dropped is written, too. */
  readonly isWhole: boolean;
  inline = new Inline();
  /** All is one line: blocks and breaks are spaces, and nothing is bold. */
  isLine = false;
  isCell = false;
  inItem = false;
  /** Where a heading leads that is in a link around more than it. */
  headingLink: string | undefined;
  readonly #write: Write;
  #isPreformatted = false;

  constructor(write: Write, addresses: Addresses, isWhole: boolean) {
    this.#write = write;
    this.addresses = addresses;
    this.isWhole = isWhole;
  }

  children(element: ElementNode): void {
    for (let child = element.first; child; child = child.next) this.node(child);
  }

  node(node: TreeNode): void {
    if (isText(node)) this.#text(node.data);
    else if (isElement(node) && (this.isWhole || !node.dropped)) this.#write(node, this);
  }

  /** Two breaks in a row end the paragraph. */
  breakLine(): void {
    if (this.isLine) this.inline.space();
    else if (this.inline.isAtStart) this.flush();
    else this.inline.newline();
  }

  rule(): void {
    this.flush();
    if (!this.isLine && !this.isCell) this.output.rule();
  }

  /** Ends the paragraph. */
  flush(): void {
    if (this.isLine) this.inline.space();
    else if (!this.inline.isEmpty) this.output.paragraph(this.inline.take(), this.isCell);
  }

  /** A block of its own: the paragraph before it ends, and so does the last one in it. */
  block(element: ElementNode): void {
    this.flush();
    this.children(element);
    this.flush();
  }

  /** A block whose line breaks are breaks. */
  preformatted(element: ElementNode): void {
    const before = this.#isPreformatted;
    this.#isPreformatted = true;
    this.block(element);
    this.#isPreformatted = before;
  }

  /** A block that is Markdown already. */
  verbatim(text: string): void {
    this.flush();
    if (this.isLine) this.inline.atom(text);
    else if (text !== '') this.output.block(text);
  }

  quoted(element: ElementNode): void {
    const before = this.inItem;
    this.inItem = false;
    this.output.nested('> ', undefined, () => this.block(element));
    this.inItem = before;
  }

  /** @returns whether there was anything in the item */
  item(element: ElementNode, marker: string): boolean {
    const before = this.inItem;
    this.inItem = true;
    const hasWritten = this.output.nested(' '.repeat(marker.length), marker, () => this.block(element));
    this.inItem = before;
    return hasWritten;
  }

  /** An item that is a section: without a sign. */
  section(element: ElementNode): void {
    const before = this.inItem;
    this.inItem = false;
    this.block(element);
    this.inItem = before;
  }

  /** A link around more than its heading: the heading is the link. */
  linkedHeading(link: ElementNode, url: string): void {
    this.headingLink = url;
    this.block(link);
    this.headingLink = undefined;
  }

  /** What `write` writes, as one line of text. */
  line(write: () => void): string {
    const { inline, isLine } = this;
    [this.inline, this.isLine] = [new Inline(), true];
    write();
    const text = this.inline.take().trim();
    [this.inline, this.isLine] = [inline, isLine];
    return text;
  }

  /** The content of a cell, as blocks of its own. */
  cell(element: ElementNode): string {
    const { inline, isLine, isCell, inItem } = this;
    [this.inline, this.isLine, this.isCell, this.inItem] = [new Inline(), false, true, false];
    const text = this.output.capture(() => this.block(element));
    [this.inline, this.isLine, this.isCell, this.inItem] = [inline, isLine, isCell, inItem];
    return text;
  }

  toString(): string {
    this.flush();
    return this.output.toString();
  }

  #text(data: string): void {
    if (!this.#isPreformatted || !data.includes('\n')) return this.inline.text(data);
    for (const [at, line] of data.split('\n').entries()) {
      if (at > 0) this.breakLine();
      this.inline.text(line);
    }
  }
}
