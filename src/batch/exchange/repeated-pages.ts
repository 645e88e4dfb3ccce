import { nameSome } from '../../name-some.ts';
import type { PageFacts } from '../../result/page-facts.ts';

/** Pages that a note names. */
const MAX_NAMED = 5;

/** Tells which pages of a list equal one before: a server may begin again after the last, or leave a cursor aside. */
export class RepeatedPages {
  readonly #pages = new Map<string, number>();
  readonly #equal: { readonly page: number; readonly before: number }[] = [];

  /** The last page, counted from 1, that has the same items; undefined if none has, or it has no items. */
  before({ digest, count }: PageFacts): number | undefined {
    return count === 0 ? undefined : this.#pages.get(digest);
  }

  /** Takes a page that is joined. */
  add(page: number, facts: PageFacts): void {
    const before = this.before(facts);
    if (before !== undefined) this.#equal.push({ page, before });
    this.#pages.set(facts.digest, page);
  }

  notes(): string[] {
    const [first] = this.#equal;
    if (!first) return [];
    if (this.#equal.length === 1) return [`page ${first.page} equals page ${first.before}, and is joined all the same`];
    const [pages, before] = [this.#equal.map(({ page }) => page), this.#equal.map((equal) => equal.before)];
    return [`pages ${nameSome(pages, MAX_NAMED)} equal pages ${nameSome(before, MAX_NAMED)}, and are joined all the same`];
  }
}
