import { codeOf } from '../../result/save/open-folder.ts';
import { OpenFolders } from '../../result/save/open-folders.ts';
import { SaveError } from '../../result/save/save-error.ts';
import type { Leftovers } from '../../result/save/leftovers.ts';
import { StagedFiles } from '../../result/save/staged-files.ts';
import { UsageError } from '../usage-error.ts';
import type { FileContent } from './file-content.ts';
import type { SavedFile } from './save-schema.ts';

/** A file that is to be written. */
export interface WantedFile {
  readonly path: string;
  /** @returns undefined if there is nothing to write after all, which has been noted */
  content(): Promise<FileContent | undefined>;
}

/** Where files are written, and how. */
export interface Destination {
  /** The operator's directory. */
  readonly directory: string;
  readonly leftovers: Leftovers;
}

/**
 * Writes files below the directory: all of them, or none if one cannot be written, or the call is cancelled.
 * @returns those that were written
 * @throws {UsageError} if one is there already and may not be replaced, or cannot be written
 * @throws the reason of the signal
 */
export async function writeFiles(
  files: readonly WantedFile[],
  { directory, leftovers }: Destination,
  { overwrite, signal }: { readonly overwrite: boolean; readonly signal: AbortSignal },
): Promise<{ readonly dir: string; readonly written: SavedFile[] }> {
  try {
    const folders = await OpenFolders.below(directory);
    const staged = new StagedFiles(folders, overwrite, leftovers);
    try {
      await staged.checkFree(files.map(({ path }) => path));
      const written = await writeAll(files, staged, signal);
      signal.throwIfAborted();
      await staged.commit();
      return { dir: folders.root, written };
    } catch (error) {
      await staged.discard();
      throw error;
    } finally {
      await folders.close();
    }
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw asUsage(error);
  }
}

/** One after the other: what is open and in memory is that of one file. */
async function writeAll(files: readonly WantedFile[], staged: StagedFiles, signal: AbortSignal): Promise<SavedFile[]> {
  const written: SavedFile[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    const content = await file.content();
    if (!content) continue;
    try {
      const bytes = await staged.write(file.path, content.pieces, signal);
      const rows = content.rows();
      written.push({ path: file.path, bytes, ...(rows === undefined ? {} : { rows }) });
    } finally {
      await content.close();
    }
  }
  return written;
}

const WHY: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of the disk is used up',
  EFBIG: 'a file would be larger than files may be there',
  EACCES: 'the server may not write there',
  EPERM: 'the server may not write there',
  EROFS: 'nothing can be written there',
  ENAMETOOLONG: 'a name or the whole path is too long there',
  EISDIR: 'a folder has that name',
  ENOTDIR: 'a part of the path is a file',
  EMFILE: 'the server has too many files open',
  ENFILE: 'the system has too many files open',
  EIO: 'the disk has failed',
};

/** What the file system says, in words. @returns other errors as they are */
function asUsage(error: unknown): unknown {
  if (error instanceof SaveError)
    return new UsageError(error.isPartial ? error.message : `${error.message}; nothing was written`);
  const code = codeOf(error);
  if (code === undefined || !(error instanceof Error) || !('syscall' in error)) return error;
  const why = WHY[code] === undefined ? error.message : `${WHY[code]} (${code})`;
  return new UsageError(`${why}; nothing was written`);
}
