import { nameSome } from '../../name-some.ts';
import type { PageFacts } from '../../result/page-facts.ts';

/** Pages that a note names. */
const MAX_NAMED = 5;

/** Items of earlier pages that are remembered. */
const MAX_ITEMS = 50_000;

/**
 * Tells which pages of a list equal one before, and which items come again: a server may begin again after the last page,
 * or leave a cursor aside; a list may change, or be sorted by what many have in common, while its pages are asked for.
 */
export class RepeatedPages {
  readonly #pages = new Map<string, number>();
  readonly #equal: { readonly page: number; readonly before: number }[] = [];
  readonly #items = new Set<string>();
  readonly #again = new Map<number, number>();

  /** The last page, counted from 1, that has the same items; undefined if none has, or it has no items. */
  before({ digest, count }: PageFacts): number | undefined {
    return count === 0 ? undefined : this.#pages.get(digest);
  }

  /** Takes a page that is joined. */
  add(page: number, facts: PageFacts): void {
    const before = this.before(facts);
    this.#pages.set(facts.digest, page);
    if (before !== undefined) {
      this.#equal.push({ page, before });
      return;
    }
    const again = facts.itemDigests.filter((digest) => this.#items.has(digest)).length;
    if (again > 0) this.#again.set(page, again);
    if (this.#items.size < MAX_ITEMS) for (const digest of facts.itemDigests) this.#items.add(digest);
  }

  notes(): string[] {
    return [...this.#notesOfPages(), ...this.#notesOfItems()];
  }

  #notesOfItems(): string[] {
    if (this.#again.size === 0) return [];
    const count = [...this.#again.values()].reduce((sum, each) => sum + each, 0);
    const pages = `${this.#again.size === 1 ? 'page' : 'pages'} ${nameSome([...this.#again.keys()], MAX_NAMED)}`;
    const items = count === 1 ? '1 item' : `${count} items`;
    const why = 'the list may have changed meanwhile, so that others are missing; a fixed order (by id) prevents that';
    return [`${items} of ${pages} had come before, and ${count === 1 ? 'is' : 'are'} joined again: ${why}`];
  }

  #notesOfPages(): string[] {
    const [first] = this.#equal;
    if (!first) return [];
    if (this.#equal.length === 1) return [`page ${first.page} equals page ${first.before}, and is joined all the same`];
    const [pages, before] = [this.#equal.map(({ page }) => page), this.#equal.map((equal) => equal.before)];
    return [`pages ${nameSome(pages, MAX_NAMED)} equal pages ${nameSome(before, MAX_NAMED)}, and are joined all the same`];
  }
}
