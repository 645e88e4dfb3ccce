import { csvLines } from '../../result/save/csv-rows.ts';
import type { SaveForm } from '../../result/save/forms.ts';
import type { BodyPurpose, BodyWritten } from '../../result/save/write-body.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import { recordAgain } from '../read/record-again.ts';
import type { FileContent } from './file-content.ts';
import { readAhead } from './read-ahead.ts';
import { Redaction, REDACTED } from './redaction.ts';
import { writeRecord, type Saving } from './saving.ts';
import { planTable } from './table-plan.ts';

type TextPurpose = Extract<BodyPurpose, { to: 'item' | 'rows' }>;

/**
 * What one file of several records is to have in it: a list of their bodies, a body on each line, or a table. Bodies are
 * read one after the other while it is written. Records whose bodies cannot be had are left out, with a note.
 * @param records those that are ok, with their bodies read as they are wanted now
 */
export async function batchContent(
  records: readonly KeptRecord[],
  form: Exclude<SaveForm, 'text'>,
  saving: Saving,
): Promise<FileContent> {
  const redaction = new Redaction(saving.redactor);
  let rows = 0;
  const counted = async function* (texts: AsyncIterable<RecordText>): AsyncGenerator<RecordText> {
    for await (const each of texts) {
      rows += each.rows;
      yield each;
    }
    if (redaction.found) saving.notes.note(REDACTED);
  };
  const pieces = await piecesOf(form, records, { ...saving, redaction }, counted);
  return { pieces, rows: () => rows, close: () => Promise.resolve() };
}

/** The text of one record's body. */
interface RecordText {
  readonly text: Buffer;
  readonly rows: number;
}

type Counted = (texts: AsyncIterable<RecordText>) => AsyncIterable<RecordText>;
type Redacting = Saving & { readonly redaction: Redaction };

async function piecesOf(
  form: Exclude<SaveForm, 'text'>,
  records: readonly KeptRecord[],
  saving: Redacting,
  counted: Counted,
): Promise<AsyncIterable<Buffer>> {
  if (form !== 'csv') {
    const items = counted(recordTexts(records, () => ({ to: 'item' }), saving));
    return form === 'json' ? asList(items) : asLines(items);
  }
  const { table, records: laid } = await planTable(records, saving);
  const rows = recordTexts(
    laid,
    ({ facts }) => ({ to: 'rows', before: table.recordCells(recordAgain(facts)), keys: table.keys }),
    saving,
  );
  return withHeader(saving.redaction.text(Buffer.from(csvLines([table.columns]))), counted(rows));
}

async function* recordTexts(
  records: readonly KeptRecord[],
  purposeOf: (record: KeptRecord) => TextPurpose,
  saving: Redacting,
): AsyncGenerator<RecordText> {
  const { notes, redaction, progress } = saving;
  let done = 0;
  const all = readAhead(records, (record) => writtenOf(record, purposeOf(record), saving));
  for await (const [{ facts }, written] of all) {
    done++;
    progress(done, records.length, () => `${done}/${records.length} bodies written`);
    if ('unwritten' in written) {
      notes.leaveOut(facts.i, written.unwritten);
      continue;
    }
    notes.count();
    for (const note of written.notes) notes.note(note, facts.i);
    yield { text: redaction.text(written.text), rows: written.rows ?? 0 };
  }
}

/** A record without a body is null, or a row without its cells. */
async function writtenOf(record: KeptRecord, purpose: TextPurpose, saving: Saving): Promise<BodyWritten<TextPurpose>> {
  const { reading, bytes } = record;
  if (reading && bytes > 0) return writeRecord(record, reading, purpose, saving);
  const text = purpose.to === 'item' ? 'null' : csvLines([[...purpose.before, ...purpose.keys.map(() => null)]]);
  return { text: Buffer.from(text), rows: 1, notes: [] };
}

async function* asList(items: AsyncIterable<RecordText>): AsyncGenerator<Buffer> {
  let before = '[\n';
  for await (const { text } of items) {
    yield Buffer.concat([Buffer.from(before), text]);
    before = ',\n';
  }
  yield Buffer.from(before === '[\n' ? '[]\n' : '\n]\n');
}

async function* asLines(items: AsyncIterable<RecordText>): AsyncGenerator<Buffer> {
  const end = Buffer.from('\n');
  for await (const { text } of items) yield Buffer.concat([text, end]);
}

async function* withHeader(header: Buffer, rows: AsyncIterable<RecordText>): AsyncGenerator<Buffer> {
  yield header;
  for await (const { text } of rows) yield text;
}
