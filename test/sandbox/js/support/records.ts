import type { RecordFacts } from '../../../../src/result/record-facts.ts';
import { factsOf } from '../../../support/record-facts.ts';
import type { BodyText, ProgramRecord } from '../../../../src/sandbox/js/records.ts';

/** A record with a body, that succeeded. */
export function answered(i: number, body: unknown, facts: Partial<RecordFacts> = {}): ProgramRecord {
  return { facts: factsOf(i, facts), body: textOf(body) };
}

/** A record that did not succeed, with what a failing answer said. */
export function failed(i: number, facts: Partial<RecordFacts>, errorBody?: unknown): ProgramRecord {
  const all = factsOf(i, { status: null, ok: false, outcome: 'network', error: 'it failed', ...facts });
  return errorBody === undefined ? { facts: all } : { facts: all, errorBody: textOf(errorBody) };
}

function textOf(value: unknown): BodyText {
  const text = Buffer.from(JSON.stringify(value));
  return () => text;
}
