import { clip } from '../../clip.ts';
import { failureWords, NO_VALUE } from './failure-words.ts';
import { LIMITS, type Limits } from './limits.ts';
import { programNotes } from './program-notes.ts';
import { parseProgram } from './program/parse-program.ts';
import type { Program } from './program/program.ts';
import { RECORD_MEMBERS } from './program/record-members.ts';
import { described, lastReadWords, recordsForGuest, type BodyText, type ProgramRecord } from './records.ts';
import { isBarren, isHollow } from './hollow.ts';
import { shape } from '../../result/select/shape.ts';
import { shapeAndSample } from './sample.ts';
import { PROGRAM_FILE, Session, type Result } from './session.ts';

const NAME = 'js';
const MAX_IDS = 20;
const READ_OF_NOTHING = /of undefined|not a function|not iterable/;
/** What of an empty value a note repeats. */
const MAX_VALUE = 60;

/** What a program over records gave: its value as JSON text, or why there is none. */
export type ProgramResult = ({ readonly json: string; readonly isEmpty: boolean } | { readonly error: string }) & {
  readonly notes: readonly string[];
  /** What it has written to its console, a note for each line. */
  readonly console: readonly string[];
};

/**
 * Runs a JavaScript program over records in a virtual machine of its own, without network, files, modules or timers, and
 * drives promises to their end. Notes are what JSON could not say of its value, and what may not be meant.
 * @param text of the program: see {@link parseProgram}
 * @param records in input order
 * @param ids that the call has, beside those of its records: by has an empty list for each that has no record
 * @returns an error in words for whoever wrote the program, if it has no value
 */
export async function runProgram(
  text: string,
  records: readonly ProgramRecord[],
  limits: Limits = LIMITS,
  ids: readonly string[] = [],
): Promise<ProgramResult> {
  const program = parseProgram(text);
  if ('problem' in program) return { error: `${NAME}: ${program.problem}`, notes: [], console: [] };
  const session = new Session(limits);
  await session.reset();
  const { facts, bodies } = recordsForGuest(records, ids);
  const read = new Set<BodyText>();
  const noted = (body: BodyText) => (): Buffer => {
    const bytes = body();
    read.add(body);
    return bytes;
  };
  session.bodies.reset(bodies.map(noted));
  const result = session.run(
    (machine, driver) => {
      const compiled = machine.evaluate(program.source, PROGRAM_FILE);
      machine.call(driver, 'run', compiled, program.isFunction ? 1 : 0);
    },
    { facts, means: program.means },
  );
  const isEmpty = 'json' in result && isHollow(result.json, hasOk(records));
  const isBare = 'json' in result && !isEmpty && isBarren(result.json);
  const allFacts = records.map((record) => record.facts);
  const notes = programNotes(program, read, allFacts, isBare);
  const console = session.lines.take();
  if ('json' in result) {
    const empty = isEmpty ? [emptyNote(result.json, records, session.lastRead()?.index)] : [];
    return { json: result.json, isEmpty, notes: [...notes, ...result.notes, ...empty], console };
  }
  const last = session.lastRead();
  const lastWords = last && lastReadWords(last, records);
  const byHint = idsHint(result, program, records, ids);
  const words = [
    errorOf(result, program, limits),
    program.isFunction && !last ? allAtOnceHint(result) : undefined,
    byHint,
    program.isFunction || last || byHint !== undefined ? undefined : membersHint(result, records),
    lastWords === undefined ? undefined : `last read: ${lastWords}`,
  ];
  return { error: words.filter((each) => each !== undefined).join('; '), notes, console };
}

/** What is to be said where a function has read no record: it may have been written for one of them. */
function allAtOnceHint(result: Result): string | undefined {
  const isUndefined = 'nothing' in result && result.nothing === 'undefined';
  const isOfOne = isUndefined || ('stopped' in result && READ_OF_NOTHING.test(result.stopped.message ?? ''));
  return isOfOne ? 'the function gets the list of all records, not one of them' : undefined;
}

/** What records have, where nothing of them was read before something was not there. */
function membersHint(result: Result, records: readonly ProgramRecord[]): string | undefined {
  if (!('stopped' in result) || !READ_OF_NOTHING.test(result.stopped.message ?? '') || records.length === 0) return undefined;
  return `records and ok are lists of {${RECORD_MEMBERS.join(', ')}}; ${firstOk(records)}`;
}

/** The ids that there are, where one may have been taken that there is not. */
function idsHint(
  result: Result,
  { text }: Program,
  records: readonly ProgramRecord[],
  known: readonly string[],
): string | undefined {
  if (!/\bby\b/.test(text) || !('stopped' in result) || !READ_OF_NOTHING.test(result.stopped.message ?? '')) return undefined;
  const ids = [...new Set([...known, ...records.flatMap(({ facts: { id } }) => (id === null ? [] : [id]))])];
  return ids.length === 0 ? 'no record has an id, so by is empty' : `by has ${ids.slice(0, MAX_IDS).join(', ')}`;
}

function errorOf(result: Exclude<Result, { json: string }>, program: Program, limits: Limits): string {
  if ('stopped' in result) return failureWords(result.stopped, { program, name: NAME, limits, isProgram: true });
  const { nothing } = result;
  if (nothing === 'undefined') {
    const each = /\.forEach\(/.test(program.text) ? ' (forEach has none: map has)' : '';
    return `${NAME} gave undefined: return a value${each}, null where there is none`;
  }
  return `${NAME} failed: ${NO_VALUE[nothing]}`;
}

/**
 * An empty value looks like an answer, and may come of a comparison with a value that never occurs.
 * @param last the index of the record that was read last, if one was
 */
function emptyNote(json: string, records: readonly ProgramRecord[], last: number | undefined): string {
  const value = clip(json, MAX_VALUE);
  const first = records.find(({ facts }) => facts.ok);
  const read = last === undefined ? undefined : records[last];
  const isAlike = !read?.body || (first?.body && described(first.body, shape) === described(read.body, shape));
  const also = isAlike ? '' : `; last read: ${bodyWords(read)}`;
  return `the value is ${value}${first ? '; if that is not meant: ' : ': '}${firstOk(records)}${also}`;
}

function hasOk(records: readonly ProgramRecord[]): boolean {
  return records.some(({ facts }) => facts.ok);
}

/** What the first record that succeeded has. */
function firstOk(records: readonly ProgramRecord[]): string {
  const first = records.find(({ facts }) => facts.ok);
  if (!first) return 'no record succeeded, so ok is empty';
  return bodyWords(first);
}

function bodyWords({ facts, body }: ProgramRecord): string {
  const has = body && described(body, shapeAndSample);
  return `record ${facts.i} has ${body ? `the body ${has ?? 'that is not kept'}` : 'no body'}`;
}
