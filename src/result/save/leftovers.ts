import { unlinkSync } from 'node:fs';

/** Files that are removed when the process ends, as long as nobody has said that they may stay. */
export class Leftovers {
  readonly #paths = new Set<string>();

  add(path: string): void {
    if (this.#paths.size === 0) process.once('exit', this.#remove);
    this.#paths.add(path);
  }

  delete(path: string): void {
    if (this.#paths.delete(path) && this.#paths.size === 0) process.off('exit', this.#remove);
  }

  readonly #remove = (): void => {
    for (const path of this.#paths) {
      try {
        unlinkSync(path);
      } catch {
        // The process ends: what cannot be removed now stays.
      }
    }
  };
}
