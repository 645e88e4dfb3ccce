import { bodyNotes } from '../../batch/report/notes.ts';
import { runProgramOver } from '../../batch/program/run-program.ts';
import { formOf, takesJson } from '../../result/save/forms.ts';
import { writeValue } from '../../result/save/write-value.ts';
import type { Found } from '../read/find-records.ts';
import { readAs } from '../read/read-as.ts';
import { readBy, RUN_AGAIN } from '../read/read-program.ts';
import { UsageError } from '../usage-error.ts';
import { textContent, type FileContent } from './file-content.ts';
import type { SaveArgs } from './save-schema.ts';
import type { Saving } from './saving.ts';

/**
 * What a program makes of records, as a file.
 * @throws {UsageError} if it fails, or its value cannot stand in such a file
 * @throws the reason of the signal
 */
export async function programContent(
  found: Found,
  path: string,
  args: SaveArgs & { readonly js: string },
  saving: Saving,
): Promise<FileContent> {
  const { results, sandbox, signal, notes } = saving;
  const read = await readAs(found.kind === 'one' ? [found.record] : found.records, args, saving);
  const records = read.map(({ record }) => readBy(args.js, record));
  const inputs = records.map((record) => ({ record }));
  const outcome = await runProgramOver(args.js, inputs, {
    bodies: results.bodies,
    sandbox,
    owner: signal,
    signal,
    ids: found.kind === 'one' ? [] : found.batch.ids,
    advice: RUN_AGAIN,
  });
  if ('error' in outcome)
    throw new UsageError(
      `${[outcome.error, ...outcome.notes, ...bodyNotes(outcome.bodyNotes), ...outcome.console].join('; ')}; nothing was written`,
    );
  for (const note of outcome.notes) notes.note(note);
  for (const { record, notes: said } of outcome.bodyNotes) for (const note of said) notes.note(note, record.i);
  const failed = records.filter(({ facts }) => !facts.ok).length;
  if (failed > 0) notes.note(`${failed} of ${records.length} records did not succeed and are not in ok`);
  for (const line of outcome.console) notes.note(line);
  const value: unknown = JSON.parse(outcome.json);
  if (typeof value === 'object' && value !== null && !takesJson(path)) {
    const kind = Array.isArray(value) ? 'a list' : 'an object';
    throw new UsageError(`to: js returned ${kind}: name the file .json, .ndjson or .csv, or return text; nothing was written`);
  }
  const { text, rows, notes: said = [] } = writeValue(value, formOf(path));
  for (const note of said) notes.note(note);
  return textContent(Buffer.from(text), rows, saving);
}
