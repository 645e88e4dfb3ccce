import type { RecordFacts } from '../../src/result/record-facts.ts';

/** Facts of a record that succeeded, but for what is given. */
export function factsOf(i: number, given: Partial<RecordFacts> = {}): RecordFacts {
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
    ...given,
  };
}
