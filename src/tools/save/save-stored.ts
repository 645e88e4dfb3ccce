import { PROGRAM_REF } from '../../batch/program/kept-value.ts';
import { formOf } from '../../result/save/forms.ts';
import { pathProblem } from '../../result/save/name-rules.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import { checkQuestion } from '../read/check-question.ts';
import { findRecords, type Found } from '../read/find-records.ts';
import { isUnread } from '../read/record-again.ts';
import { UsageError, withUsage } from '../usage-error.ts';
import { batchContent } from './batch-content.ts';
import { fileContent, type FileContent } from './file-content.ts';
import { fillPaths, isTemplate } from './fill-path.ts';
import { programContent } from './program-content.ts';
import { isReadAnew, leaveOutFailed, recordNow, recordsNow } from './records-now.ts';
import type { SaveArgs, SaveResult } from './save-schema.ts';
import type { Saving } from './saving.ts';
import { writeFiles, type Destination, type WantedFile } from './written-files.ts';

/** Files that a result names. */
const MAX_NAMED = 20;

/**
 * Writes what earlier calls have brought to files below the operator's directory: one body, several in one file or in one
 * each, or what a program makes of them. No request is made.
 * @throws {UsageError} if there is no such result (any more), or it cannot be written like that; nothing is written then
 * @throws the reason of the signal
 */
export async function saveStored(args: SaveArgs, to: Destination, saving: Saving): Promise<SaveResult> {
  const { notes, signal, results } = saving;
  const { to: path } = args;
  const problem = isTemplate(path) ? undefined : pathProblem(path);
  if (problem !== undefined) throw new UsageError(`to: ${problem}`);
  await checkQuestion(args, saving);
  const found = withUsage(() => findRecords(args.ref, results));
  const { dir, written } = await writeFiles(await filesOf(found, path, args, saving), to, { overwrite: args.overwrite, signal });
  const bytes = written.reduce((sum, file) => sum + file.bytes, 0);
  if (written.length > MAX_NAMED) notes.note(`${written.length - MAX_NAMED} more files are not named`);
  const said = notes.list();
  return {
    dir,
    total: { files: written.length, bytes },
    files: written.slice(0, MAX_NAMED),
    ...(said.length > 0 ? { notes: said } : {}),
  };
}

async function filesOf(found: Found, path: string, args: SaveArgs, saving: Saving): Promise<WantedFile[]> {
  if (args.js !== undefined) {
    if (isTemplate(path)) throw new UsageError('to: js makes one value of all records: name one file, without {...}');
    const { js } = args;
    return [{ path, content: () => programContent(found, path, { ...args, js }, saving) }];
  }
  if (isTemplate(path)) return fileEach(found, path, args, saving);
  if (found.kind === 'one') return [{ path, content: () => contentOrRefusal(found, path, args, saving) }];
  const form = formOf(path);
  if (form === 'text') {
    const forms = '.json, .ndjson and .csv, or a file each by a template such as "img/{i}.png"';
    throw new UsageError(`to: ${JSON.stringify(path)}: several bodies are written as ${forms}`);
  }
  const records = await recordsNow(found.records, args, saving);
  if (records.length === 0) refuseNothing(saving);
  const content = async (): Promise<FileContent> => {
    const made = await batchContent(records, form, saving);
    return { ...made, pieces: unlessEmpty(made.pieces, saving) };
  };
  return [{ path, content }];
}

/** A file for each record. Of bodies that are written as they came, those count, too, that could not be read as wanted. */
async function fileEach(found: Found, path: string, args: SaveArgs, saving: Saving): Promise<WantedFile[]> {
  const isRead = isReadAnew(args);
  const records = await recordsFor(found, args, saving);
  if (records.length === 0) refuseNothing(saving);
  const { notes, progress, redact } = saving;
  let done = 0;
  return fillPaths(path, records, redact).map(({ record, path: filled }) => ({
    path: filled,
    content: async () => {
      const content = await fileContent(record, filled, { isRead }, saving);
      done++;
      progress(done, records.length, () => `${done}/${records.length} files written`);
      if (!('unwritten' in content)) {
        notes.count();
        return content;
      }
      notes.leaveOut(record.facts.i, content.unwritten);
      if (done === records.length) refuseNothing(saving);
      return undefined;
    },
  }));
}

/** The records that a file is made of each. */
async function recordsFor(found: Found, args: SaveArgs, saving: Saving): Promise<KeptRecord[]> {
  if (found.kind === 'one') return [await recordNow(found.record, args, saving)].flatMap((record) => record ?? []);
  if (isReadAnew(args)) return recordsNow(found.records, args, saving);
  return found.records.filter((record) => {
    const isThere = record.facts.ok || isUnread(record);
    if (!isThere) leaveOutFailed(record, saving.notes);
    return isThere;
  });
}

async function contentOrRefusal(
  { ref, record }: Extract<Found, { kind: 'one' }>,
  path: string,
  args: SaveArgs,
  saving: Saving,
): Promise<FileContent> {
  const now = await recordNow(record, args, saving);
  if (!now) throw new UsageError(`nothing was written: ${saving.notes.list().join('; ')}`);
  const isValue = ref.split('/')[1] === PROGRAM_REF;
  const content = await fileContent(now, path, { isRead: isReadAnew(args) || isValue }, saving);
  if ('unwritten' in content) throw new UsageError(`${ref}: ${content.unwritten}; nothing was written`);
  return content;
}

/** @throws {UsageError} at the end of what has nothing in it */
async function* unlessEmpty<T>(pieces: AsyncIterable<T>, saving: Saving): AsyncGenerator<T> {
  yield* pieces;
  refuseNothing(saving);
}

/** @throws {UsageError} if nothing has been saved */
function refuseNothing({ notes }: Saving): void {
  if (notes.saved === 0) throw new UsageError(`nothing was written: ${notes.list().join('; ')}`);
}
