import { realpath, rmdir } from 'node:fs/promises';
import { makeDirectory } from '../make-directory.ts';
import { HAS_DESCRIPTOR_PATHS, openFolder, type OpenFolder } from './open-folder.ts';
import { SaveError } from './save-error.ts';

/** Folders that stay open: what lies in them can be removed again wherever they have been moved to. */
const MAX_OPEN = 32;

/** The folders below a directory into which files are written, each opened once as long as there are not too many. */
export class OpenFolders {
  readonly root: string;
  readonly #hasDescriptorPaths: boolean;
  readonly #open = new Map<string, OpenFolder>();
  /** Folders that were made, the outer ones first. */
  readonly #made: (readonly string[])[] = [];

  private constructor(root: string, hasDescriptorPaths: boolean) {
    this.root = root;
    this.#hasDescriptorPaths = hasDescriptorPaths;
  }

  /**
   * Makes the directory if it is not there.
   * @param hasDescriptorPaths whether paths may begin with an open folder; by default as the system has it
   * @throws what the file system says
   */
  static async below(directory: string, hasDescriptorPaths = HAS_DESCRIPTOR_PATHS): Promise<OpenFolders> {
    makeDirectory(directory);
    return new OpenFolders(await realpath(directory), hasDescriptorPaths);
  }

  /**
   * @returns undefined if it is not there
   * @throws {SaveError} if its path leads out of the directory, or to a file
   */
  async find(parts: readonly string[]): Promise<OpenFolder | undefined> {
    return this.#take(parts, undefined);
  }

  /**
   * The folder, made if it is not there.
   * @throws as {@link find}
   */
  async make(parts: readonly string[]): Promise<OpenFolder> {
    const folder = await this.#take(parts, (made) => void this.#made.push(made));
    if (!folder) throw new SaveError(`${JSON.stringify(parts.join('/'))} has changed while it was opened`);
    return folder;
  }

  /** Removes the folders that were made, as far as nothing is in them. */
  async removeMade(): Promise<void> {
    for (const parts of this.#made.splice(0).toReversed()) {
      const name = parts.at(-1) ?? '';
      const outer = await this.find(parts.slice(0, -1)).catch(() => undefined);
      // Not empty: somebody else has put something into it meanwhile.
      await outer?.check().then(
        () => rmdir(outer.at(name)).catch(() => undefined),
        () => undefined,
      );
    }
  }

  async close(): Promise<void> {
    const all = [...this.#open.values()];
    this.#open.clear();
    await Promise.all(all.map((folder) => folder.close()));
  }

  async #take(
    parts: readonly string[],
    onMade: ((parts: readonly string[]) => void) | undefined,
  ): Promise<OpenFolder | undefined> {
    const key = parts.join('/');
    const known = this.#open.get(key);
    if (known) return known;
    const folder = await openFolder(this.root, parts, { onMade, hasDescriptorPaths: this.#hasDescriptorPaths });
    if (!folder) return undefined;
    const [oldest] = this.#open;
    if (oldest && this.#open.size >= MAX_OPEN) {
      this.#open.delete(oldest[0]);
      await oldest[1].close();
    }
    this.#open.set(key, folder);
    return folder;
  }
}
