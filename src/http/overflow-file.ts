/** A file for what of a body finds no room in memory. */
export interface OverflowFile {
  /** Writes more behind what was added before, or keeps it in memory where that fails. It returns at once. */
  add(chunk: Buffer): void;
  /** Waits until what was added is written, or the disk has not taken it. */
  settled(): Promise<void>;
  /**
   * Reads all that was added into `whole`.
   * @throws what the file system says
   */
  read(whole: Buffer): Promise<void>;
  /** Lets go of it; nothing of it is left on disk. */
  drop(): void;
}
