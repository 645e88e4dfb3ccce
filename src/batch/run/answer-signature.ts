import { crc32 } from 'node:zlib';
import { listsIn } from '../../result/page-digests.ts';

/** Larger bodies are compared as a whole, and are not held for it. */
const MAX_HELD = 64 * 1024;
/** Larger bodies have something in their lists. */
const MAX_EMPTY = 2_000;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/** What an answer is compared by; nothing is computed before there is another to compare it with. */
export class AnswerSignature {
  readonly isJson: boolean;
  readonly #bytes: number;
  #content: Buffer | undefined;
  #sum: number | undefined;
  #lists: readonly (readonly unknown[])[] | undefined;
  #text: string | undefined;

  constructor(content: Buffer) {
    this.isJson = content[0] === BRACKET || content[0] === BRACE;
    this.#bytes = content.length;
    if (content.length <= MAX_HELD) this.#content = content;
    else this.#sum = crc32(content);
  }

  /** Whether two answers are equal, to the last byte. */
  equals(other: AnswerSignature): boolean {
    return this.#bytes === other.#bytes && this.#whole === other.#whole;
  }

  /** Whether they have the same lists, which make up most of them: what else they have may be of the moment. */
  hasListsOf(other: AnswerSignature): boolean {
    return this.#listText !== '' && this.#listText === other.#listText;
  }

  /** Whether it has lists, and nothing in them: many questions find nothing. */
  get isEmpty(): boolean {
    const lists = this.#bytes > MAX_EMPTY ? [] : this.#read();
    return lists.length > 0 && lists.every((list) => list.length === 0);
  }

  get #whole(): number {
    this.#sum ??= crc32(this.#content ?? '');
    return this.#sum;
  }

  /** The lists, if they make up at least half of the body: a thing may have some list beside what makes it another. */
  get #listText(): string {
    if (this.#text === undefined) {
      const filled = this.#read().filter((list) => list.length > 0);
      const text = filled.length === 0 ? '' : JSON.stringify(filled);
      this.#text = text.length * 2 < this.#bytes ? '' : text;
    }
    return this.#text;
  }

  #read(): readonly (readonly unknown[])[] {
    if (!this.isJson || !this.#content) return [];
    try {
      this.#lists ??= listsIn(JSON.parse(this.#content.toString()), 0);
    } catch {
      this.#lists = [];
    }
    return this.#lists;
  }
}
