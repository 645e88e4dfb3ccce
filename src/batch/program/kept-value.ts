import type { KeptValue } from '../../result/store/result-store.ts';

/** The second half of the ref of a program's value: `b7f3k2mq9/js`. */
export const PROGRAM_REF = 'js';

/** What a program returned, as a kept record. @param key of its JSON in the store */
export function keptValue(key: string, bytes: number, batch: string, js: string): KeptValue {
  const facts = {
    i: 0,
    id: null,
    url: `fetch-many://results/${batch}/${PROGRAM_REF}`,
    final_url: null,
    vars: null,
    status: null,
    ok: true,
    outcome: null,
    attempts: 0,
    ms: null,
    error: null,
  };
  const reading = { contentType: 'application/json', url: facts.url, as: 'json', isLenient: false, select: undefined } as const;
  return { facts, reading, keys: [key], bytes, place: 0, js };
}
