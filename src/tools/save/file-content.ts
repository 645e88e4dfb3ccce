import { open } from 'node:fs/promises';
import { formOf, takesJson } from '../../result/save/forms.ts';
import type { Reading } from '../../result/reading.ts';
import type { BodySource } from '../../result/store/read-source.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import { failedNotes } from '../read/record-again.ts';
import { Redaction, REDACTED } from './redaction.ts';
import { DROPPED, writeRecord, type Saving } from './saving.ts';

/** What a file is to have in it. */
export interface FileContent {
  readonly pieces: AsyncIterable<Uint8Array>;
  /** Items, lines or rows in it, when all of it has been read; undefined of what is not counted. */
  rows(): number | undefined;
  /** Lets go of what it comes from, read or not. */
  close(): Promise<void>;
}

/** Bytes of a body that are in memory at a time. */
const PIECE_BYTES = 1_024 * 1_024;

/**
 * What the file of one record is to have in it: its body as it came, or as the record says that it is read. Pages are
 * always joined.
 * @returns why there is nothing to write, if that is so
 * @throws the reason of the signal
 */
export async function fileContent(
  record: KeptRecord,
  path: string,
  { isRead }: { readonly isRead: boolean },
  saving: Saving,
): Promise<FileContent | { readonly unwritten: string }> {
  const { reading, facts, keys, bytes } = record;
  if (!reading) return { unwritten: `there is no body${facts.error === null ? '' : `: ${facts.error}`}` };
  const { notes } = saving;
  for (const note of [...failedNotes(record), ...(record.notes ?? [])]) notes.note(note, facts.i);
  if (!isRead && !reading.pages) {
    if (bytes === 0) return { pieces: nothing(), rows: uncounted, close: () => Promise.resolve() };
    const source = await saving.results.bodies.source(keys[0] ?? '');
    const content = source && (await contentOf(source, saving, facts.i).catch(() => undefined));
    if (!content) return { unwritten: DROPPED };
    for (const note of asCameNotes(path, reading)) notes.note(note, facts.i);
    return content;
  }
  const how = isRead ? reading : { ...reading, select: undefined };
  const written = await writeRecord(record, how, { to: 'file', form: formOf(path), takesJson: takesJson(path) }, saving);
  if ('unwritten' in written) return written;
  for (const note of written.notes) notes.note(note, facts.i);
  return textContent(written.text, written.rows, saving, facts.i);
}

/** A text that is there already. @param i of the record that it is of, if it is of one */
export function textContent(
  written: Uint8Array,
  rows: number | undefined,
  { redactor, notes }: Pick<Saving, 'redactor' | 'notes'>,
  i?: number,
): FileContent {
  const redaction = new Redaction(redactor);
  const text = redaction.text(written);
  if (redaction.found) notes.note(REDACTED, i);
  return { pieces: only(text), rows: () => rows, close: () => Promise.resolve() };
}

/** Bytes of the store, a piece at a time. It is opened at once: then it may be dropped from there. */
async function contentOf(source: BodySource, { redactor, notes }: Saving, i: number): Promise<FileContent> {
  const redaction = new Redaction(redactor);
  const told = async function* (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) yield redaction.look(piece);
    if (redaction.found) notes.note(REDACTED, i);
  };
  if ('bytes' in source) {
    const { buffer, byteOffset, byteLength } = source.bytes;
    return { pieces: told(only(Buffer.from(buffer, byteOffset, byteLength))), rows: uncounted, close: () => Promise.resolve() };
  }
  const handle = await open(source.file, 'r');
  const { offset, length } = source;
  const pieces = async function* (): AsyncGenerator<Buffer> {
    const room = Buffer.allocUnsafe(Math.min(length, PIECE_BYTES));
    for (let done = 0; done < length;) {
      const { bytesRead } = await handle.read(room, 0, Math.min(room.length, length - done), offset + done);
      if (bytesRead === 0) throw new Error(`${source.file} has been cut`);
      done += bytesRead;
      yield room.subarray(0, bytesRead);
    }
  };
  return { pieces: told(pieces()), rows: uncounted, close: () => handle.close() };
}

/** What a reader may expect of a body as it came, and would not find. */
function asCameNotes(path: string, { select, extract, contentType = '' }: Reading): string[] {
  const own = extract !== undefined ? 'extract' : select !== undefined ? 'select' : undefined;
  const notes =
    own === undefined ? [] : [`the body as it came, without the ${own} of the call: give it here to save what it picks`];
  const [type = ''] = contentType.split(';');
  const cure = cureOf(path, type);
  return cure ? [...notes, `the body was written as it came, ${type.trim()}: ${cure}`] : notes;
}

/** What makes of a body what the name of its file promises. */
function cureOf(path: string, type: string): string | undefined {
  const isPage = /html/i.test(type);
  if (/\.(?:md|markdown)$/i.test(path)) return isPage ? '"as": "markdown" converts it' : undefined;
  const form = formOf(path);
  if (form === 'text') return undefined;
  if (isPage || (form !== 'json' && /xml/i.test(type))) return '"extract" picks from it';
  if (form === 'json') return /csv|xml/i.test(type) ? '"as": "json" converts it' : undefined;
  return /\bjson\b/i.test(type) || (form === 'lines' && /csv/i.test(type)) ? '"select": "@" writes its items as rows' : undefined;
}

function uncounted(): undefined {
  return undefined;
}

async function* only<T>(piece: T): AsyncGenerator<T> {
  yield await Promise.resolve(piece);
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // Not a single piece.
}
