import type { BodyText, ProgramRecord, RecordFacts } from '../../../../src/sandbox/js/records.ts';

/** A record with a body, that succeeded. */
export function answered(i: number, body: unknown, facts: Partial<RecordFacts> = {}): ProgramRecord {
  return { facts: { ...factsOf(i), ...facts }, body: textOf(body) };
}

/** A record that did not succeed, with what a failing answer said. */
export function failed(i: number, facts: Partial<RecordFacts>, errorBody?: unknown): ProgramRecord {
  const all = { ...factsOf(i), status: null, ok: false, outcome: 'network', error: 'it failed', ...facts };
  return errorBody === undefined ? { facts: all } : { facts: all, errorBody: textOf(errorBody) };
}

function textOf(value: unknown): BodyText {
  const text = Buffer.from(JSON.stringify(value));
  return () => text;
}

function factsOf(i: number): RecordFacts {
  return {
    i,
    id: null,
    url: `https://api.example.com/items/${i}`,
    final_url: null,
    vars: null,
    status: 200,
    ok: true,
    outcome: null,
    attempts: 1,
    ms: 12,
    error: null,
    headers: { 'content-type': 'application/json' },
  };
}
