import { escapeStart } from './escape.ts';

/** The lines of a Markdown text while it is being written: blocks, with an empty line between, in lists and quotes. */
export class Output {
  #lines: string[] = [];
  /** What the lines of the block begin with: the signs of quotes, the indent of items. */
  #prefix = '';
  /** What the next line begins with in place of the prefix: the sign of an item. */
  #first: string | undefined;
  /** An empty line is due, with this prefix. */
  #gap: string | undefined;

  get isEmpty(): boolean {
    return this.#lines.length === 0;
  }

  /** A paragraph of text, of which a line may look like a mark; in a cell none does. */
  paragraph(text: string, isCell = false): void {
    if (!text.includes('\n')) {
      const line = text.trim();
      if (line !== '') this.#block([isCell ? line : escapeStart(line)]);
      return;
    }
    const lines = text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
    if (lines.length > 0) this.#block(isCell ? lines : lines.map(escapeStart));
  }

  /** Lines that stand as they are. */
  block(text: string): void {
    this.#block(text.split('\n'));
  }

  /**
   * What `write` writes is inside: its lines begin with `prefix`, the first with `first`.
   * @returns whether it wrote any
   */
  nested(prefix: string, first: string | undefined, write: () => void): boolean {
    const [outerPrefix, outerFirst] = [this.#prefix, this.#first];
    const lines = this.#lines.length;
    const isFirst = first !== undefined || outerFirst !== undefined;
    this.#first = isFirst ? (outerFirst ?? outerPrefix) + (first ?? prefix) : undefined;
    this.#prefix = outerPrefix + prefix;
    write();
    this.#prefix = outerPrefix;
    const hasWritten = this.#lines.length > lines;
    this.#first = hasWritten ? undefined : outerFirst;
    if (hasWritten && this.#gap !== undefined) this.#gap = outerPrefix;
    return hasWritten;
  }

  /** A line across, between blocks. */
  rule(): void {
    if (!this.isEmpty && this.#lines.at(-1) !== `${this.#prefix}---`) this.#block(['---']);
  }

  /** The next block follows the last without an empty line. */
  close(): void {
    this.#gap = undefined;
  }

  /** The lines that `write` writes, on their own. */
  capture(write: () => void): string {
    const [lines, prefix, first, gap] = [this.#lines, this.#prefix, this.#first, this.#gap];
    [this.#lines, this.#prefix, this.#first, this.#gap] = [[], '', undefined, undefined];
    write();
    const text = this.toString();
    [this.#lines, this.#prefix, this.#first, this.#gap] = [lines, prefix, first, gap];
    return text;
  }

  toString(): string {
    const lines = this.#lines.at(-1) === '---' ? this.#lines.slice(0, -1) : this.#lines;
    return lines.join('\n').trimEnd();
  }

  #block(lines: readonly string[]): void {
    if (this.#gap !== undefined) this.#lines.push(this.#gap.trimEnd());
    for (const line of lines) {
      const start = this.#first ?? this.#prefix;
      this.#first = undefined;
      this.#lines.push(line === '' ? start.trimEnd() : start + line);
    }
    this.#gap = this.#prefix;
  }
}
