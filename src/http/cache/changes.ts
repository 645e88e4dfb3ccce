/** URLs whose last change is remembered; of one that is dropped, any request from before counts as too old. */
const MAX_URLS = 256;

/**
 * What may have changed when. An answer that was asked for before a change may be of the time before it, however late it
 * comes.
 */
export class Changes {
  /** By URL, the last change; those that changed last come last. */
  readonly #changedAt = new Map<string, number>();
  #droppedAt = 0;
  #now = 0;

  /** A moment later than all before. */
  now(): number {
    return ++this.#now;
  }

  /** Something may have changed there. */
  note(url: string): void {
    this.#changedAt.delete(url);
    this.#changedAt.set(url, this.now());
    const [oldest] = this.#changedAt;
    if (this.#changedAt.size <= MAX_URLS || !oldest) return;
    this.#changedAt.delete(oldest[0]);
    this.#droppedAt = oldest[1];
  }

  /** Whether something may have changed there since that moment. */
  since(url: string, moment: number): boolean {
    return (this.#changedAt.get(url) ?? this.#droppedAt) > moment;
  }
}
