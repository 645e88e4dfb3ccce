import { OverflowFile } from './overflow-file.ts';
import { PrivateDirectory } from './private-directory.ts';

export interface OverflowOptions {
  /** The directory in which one for them is made. */
  readonly parent: string;
  /** Called with the reason when the disk takes nothing; once, until it has taken something again. */
  readonly onFailure?: (error: unknown) => void;
}

/** Files for bodies that come while memory is short, in a directory that only this user can read. */
export class OverflowFiles {
  readonly #directory: PrivateDirectory;
  readonly #onFailure: ((error: unknown) => void) | undefined;
  #serial = 0;
  #isFailing = false;

  constructor({ parent, onFailure }: OverflowOptions) {
    this.#directory = new PrivateDirectory(parent);
    this.#onFailure = onFailure;
  }

  /** @param onWritten told of bytes that are no longer in memory */
  create(onWritten: (bytes: number) => void): OverflowFile {
    const name = String(++this.#serial);
    return new OverflowFile(() => this.#directory.openNow(name), {
      onWritten: (bytes) => {
        this.#isFailing = false;
        onWritten(bytes);
      },
      onFailure: (error) => {
        if (!this.#isFailing) this.#onFailure?.(error);
        this.#isFailing = true;
      },
    });
  }

  close(): void {
    this.#directory.remove();
  }
}
