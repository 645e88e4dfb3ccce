import { isFullPage } from '../../result/counting.ts';
import { namedNext, readableLink } from '../outcome/next-link.ts';
import type { LastPage } from './page-notes.ts';

/** What a page may be answered with that is one beyond the last. */
const BEYOND: ReadonlySet<number> = new Set([400, 404, 416, 422]);

/** Watches what pages that are counted say of further ones. */
export class PageSigns {
  #haveNamed = false;
  #saysLast = false;
  #first: number | undefined;
  #isShort = false;

  /** Takes a page. @returns whether pages before it have said that there is more, and it no longer does */
  add({ facts, answer, size }: LastPage): boolean {
    const isNamed = (readableLink(answer) ?? namedNext(answer)) !== undefined;
    const hints = facts.hints.filter(({ kind }) => kind === 'flag' || kind === 'next');
    const isOver = this.#haveNamed && !isNamed && hints.length === 0;
    this.#haveNamed ||= isNamed || hints.some((hint) => hint.kind === 'flag' || (hint.kind === 'next' && !hint.isWeak));
    this.#isShort = this.#first === undefined ? !isFullPage(size) : size < this.#first;
    this.#first ??= size;
    this.#saysLast = facts.saysLast && !isNamed && hints.length === 0;
    return isOver;
  }

  /**
   * Whether an error is how the server says that there was no page after the last one: for certain where that has said so
   * itself, and likely where it has fewer items than a page can have.
   */
  isBeyond(status: number): 'certain' | 'likely' | undefined {
    if (!BEYOND.has(status)) return undefined;
    if (this.#saysLast) return 'certain';
    return this.#isShort ? 'likely' : undefined;
  }
}
