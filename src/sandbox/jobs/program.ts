import { RequestFailure } from '../../request-failure.ts';
import { SelectError } from '../../result/select/select-error.ts';
import type { BodyContent } from '../../result/read-content.ts';
import { convertersFor, type Converters } from '../../result/converters.ts';
import { readSelected, readSelectedNow } from '../../result/read-selected.ts';
import { quotedNumberNotes } from '../../result/quoted-numbers.ts';
import type { Reading } from '../../result/reading.ts';
import type { RecordFacts } from '../../result/record-facts.ts';
import { isFunction } from '../../result/run-function.ts';
import { readSourceNow, type BodySource } from '../../result/store/read-source.ts';
import { runFunction } from '../call-function.ts';
import type { JobContext } from '../job-context.ts';
import { MissingBody, type BodyText, type ProgramRecord } from '../js/records.ts';
import { runProgram, type ProgramResult } from '../js/run-program.ts';

/** A body, or the pages that are joined, and how a program is to have it. */
export interface ProgramBody {
  readonly sources: readonly BodySource[];
  readonly reading: Reading;
}

/** Records, with their bodies by number. */
export interface ProgramInput {
  readonly records: readonly { readonly facts: RecordFacts; readonly body?: number; readonly errorBody?: number }[];
  /** Null for one that is not kept. */
  readonly bodies: readonly (ProgramBody | null)[];
  /** Which are not kept, in words; absent if all are. */
  readonly missing?: string;
}

export interface ProgramArgs extends ProgramInput {
  readonly text: string;
  /** That the call has, those without a record among them. */
  readonly ids: readonly string[];
}

/** What is to be said of the bodies of one record. */
export interface BodyNotes {
  readonly record: { readonly i: number };
  readonly notes: readonly string[];
}

export type ProgramOutcome = ProgramResult & {
  /** Of the bodies that it has read. */
  readonly bodyNotes: readonly BodyNotes[];
};

/** Milliseconds for reading one body, beside the program's own. */
const READ_LIMIT_MS = 5_000;

/** Bytes of bodies that take no such time, if they are JSON. */
const QUICK_BYTES = 64 * 1024;

/**
 * Runs a program over records. Bodies are read when it asks for them, those that a function selects from before. Nothing is
 * computed over a part: a program that reads a body which is not kept fails.
 */
export async function run({ text, ids, records, bodies, missing }: ProgramArgs, context: JobContext): Promise<ProgramOutcome> {
  const converters = await convertersFor(bodies.flatMap((body) => (body ? [body.reading] : [])));
  const notes = new Map<number, readonly string[]>();
  const read: BodyText[] = [];
  for (const [number, body] of bodies.entries()) {
    if (!body) {
      read.push(() => {
        throw new MissingBody(missing);
      });
      continue;
    }
    const { reading } = body;
    const limited = limit(body, context);
    if (isFunction(reading.select) || isFunction(reading.pages?.items)) {
      const contents = body.sources.map(readSourceNow);
      const content = await limited(() => readSelected(contents, reading, runFunction).catch(toNull));
      read.push(once(() => told(number, content)));
    } else {
      read.push(
        once(() =>
          told(
            number,
            limited(() => readNow(body, converters)),
          ),
        ),
      );
    }
  }
  const at = (number: number | undefined): BodyText | undefined => (number === undefined ? undefined : read[number]);
  const all = records.map(({ facts, body, errorBody }): ProgramRecord => ({ facts, body: at(body), errorBody: at(errorBody) }));
  const result = await runProgram(text, all, undefined, ids);
  const unread = missing !== undefined && 'json' in result ? [`${missing}; js has read none of them`] : [];
  const bodyNotes = records.flatMap(({ facts: { i }, body, errorBody }): BodyNotes[] => {
    const found = notes.get(body ?? errorBody ?? -1) ?? [];
    return found.length === 0 ? [] : [{ record: { i }, notes: found }];
  });
  return { ...result, notes: [...unread, ...result.notes], bodyNotes };

  function told(number: number, found: Read): Buffer {
    notes.set(number, [...found.notes, ...quotedNumberNotes(found, 'body')]);
    return jsonOf(found.value);
  }
}

/** What a body is to the program, and what is to be said of it. */
type Read = Pick<BodyContent, 'value' | 'notes' | 'hasQuotedNumbers'>;

function readNow({ sources, reading }: ProgramBody, converters: Converters | undefined): Read {
  try {
    return readSelectedNow(sources.map(readSourceNow), reading, converters);
  } catch (error) {
    return toNull(error);
  }
}

/** What cannot be read is null, and a note says why. @throws what is not wrong with the body */
function toNull(error: unknown): Read {
  if (error instanceof SelectError || error instanceof RequestFailure) {
    return { value: null, notes: [`the body is null: ${error.message}`] };
  }
  throw error;
}

/** Gives the reading of a body time of its own. */
function limit({ sources, reading }: ProgramBody, { extend }: JobContext): <T>(read: () => T) => T {
  const bytes = sources.reduce((sum, source) => sum + ('bytes' in source ? source.bytes.length : source.length), 0);
  if (bytes <= QUICK_BYTES && /json/i.test(reading.contentType ?? '') && !isFunction(reading.select)) return (read) => read();
  return (read) => {
    const startedAt = performance.now();
    extend(READ_LIMIT_MS);
    const result = read();
    const rest = (): void => extend(performance.now() - startedAt - READ_LIMIT_MS);
    if (result instanceof Promise) void result.then(rest, rest);
    else rest();
    return result;
  };
}

function jsonOf(value: unknown): Buffer {
  return Buffer.from(JSON.stringify(value) ?? 'null');
}

function once(make: () => Buffer): BodyText {
  let made: Buffer | undefined;
  return () => (made ??= make());
}
