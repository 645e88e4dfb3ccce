/**
 * A value for each request that an item takes values from, and one for when it takes them from none or from several. Most items
 * take none: a Map for each item would be much of what a call holds.
 */
export class ByParent<Parent extends object, T> {
  #plain: T | undefined;
  #others: Map<Parent, T> | undefined;

  /** @param parent undefined for what comes from none or from several */
  get(parent: Parent | undefined): T | undefined {
    return parent ? this.#others?.get(parent) : this.#plain;
  }

  set(parent: Parent | undefined, value: T): void {
    if (parent) (this.#others ??= new Map()).set(parent, value);
    else this.#plain = value;
  }

  get isEmpty(): boolean {
    return this.#plain === undefined && this.#others === undefined;
  }

  /** The requests there is something for, in the order in which they came. */
  get parents(): readonly Parent[] {
    return [...(this.#others?.keys() ?? [])];
  }

  /** What there is for none or several comes first. */
  get all(): readonly T[] {
    const others = [...(this.#others?.values() ?? [])];
    return this.#plain === undefined ? others : [this.#plain, ...others];
  }
}
