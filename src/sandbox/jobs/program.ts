import { readSelected } from '../../result/read-shown.ts';
import type { Reading } from '../../result/reading.ts';
import type { RecordFacts } from '../../result/record-facts.ts';
import { readSource, type BodySource } from '../../result/store/read-source.ts';
import type { BodyText, ProgramRecord } from '../js/records.ts';
import { runProgram, type ProgramResult } from '../js/run-program.ts';

/** A body, or the pages that are joined, and how a program is to have it. */
export interface ProgramBody {
  readonly sources: readonly BodySource[];
  readonly reading: Reading;
}

/** Records, with their bodies by number. */
export interface ProgramInput {
  readonly records: readonly { readonly facts: RecordFacts; readonly body?: number; readonly errorBody?: number }[];
  readonly bodies: readonly ProgramBody[];
}

export interface ProgramArgs extends ProgramInput {
  readonly text: string;
}

export type ProgramOutcome = ProgramResult;

/** Runs a program over records. */
export async function run({ text, records, bodies }: ProgramArgs): Promise<ProgramOutcome> {
  const read: BodyText[] = [];
  for (const { sources, reading } of bodies) {
    const contents: Buffer[] = [];
    for (const source of sources) contents.push(await readSource(source));
    const { value } = await readSelected(contents, reading);
    const json = Buffer.from(JSON.stringify(value) ?? 'null');
    read.push(() => json);
  }
  const at = (number: number | undefined): BodyText | undefined => (number === undefined ? undefined : read[number]);
  const all = records.map(({ facts, body, errorBody }): ProgramRecord => ({ facts, body: at(body), errorBody: at(errorBody) }));
  return runProgram(text, all);
}
