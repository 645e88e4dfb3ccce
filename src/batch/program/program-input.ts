import type { Reading } from '../../result/reading.ts';
import { findSources } from '../../result/store/find-sources.ts';
import type { BodyStore } from '../../result/store/body-store.ts';
import type { KeptRecord } from '../../result/store/result-store.ts';
import type { ProgramBody, ProgramInput } from '../../sandbox/jobs/program.ts';
import type { HeldBody } from '../outcome/answer.ts';
import { nameSome } from '../../name-some.ts';

/** A record and its bodies, as far as these are not in the store. */
export interface InputRecord {
  readonly record: KeptRecord;
  readonly unstored?: readonly HeldBody[] | undefined;
}

/**
 * What a program gets of records: their facts, and where their bodies are. Records that share a body share it here, too.
 * @param advice what to do about bodies that are not kept
 */
export async function programInput(all: readonly InputRecord[], store: BodyStore, advice: string): Promise<ProgramInput> {
  const bodies: (ProgramBody | null)[] = [];
  const numbers = new Map<string, number>();
  const missing: number[] = [];
  const records: ProgramInput['records'][number][] = [];
  for (const each of all) {
    const { reading, keys, bytes, headers } = each.record;
    const facts = { ...each.record.facts, headers: headers?.() ?? {} };
    if (!reading || bytes === 0) {
      records.push({ facts });
      continue;
    }
    const read = facts.ok ? reading : leniently(reading);
    const name = keys.length > 0 ? JSON.stringify([keys, read]) : undefined;
    let number = name === undefined ? undefined : numbers.get(name);
    if (number === undefined) {
      const held = each.unstored ?? keys.map((key) => ({ key }));
      const sources = held.length === 0 ? undefined : await findSources(held, store);
      if (!sources) missing.push(facts.i);
      number = bodies.push(sources ? { sources, reading: read } : null) - 1;
      if (name !== undefined) numbers.set(name, number);
    }
    records.push(facts.ok ? { facts, body: number } : { facts, errorBody: number });
  }
  return { records, bodies, ...(missing.length > 0 ? { missing: describeMissing(missing, advice) } : {}) };
}

/** Records that words about missing bodies name. */
const MAX_NAMED = 20;

function describeMissing(missing: readonly number[], advice: string): string {
  const [bodies, are] = missing.length === 1 ? ['body', 'is'] : ['bodies', 'are'];
  return `the ${bodies} of i ${nameSome(missing, MAX_NAMED)} ${are} not kept (--store-bytes); ${advice}`;
}

/** What a failing answer said is read whatever its form is. */
function leniently({ pages, ...reading }: Reading): Reading {
  return { ...reading, isLenient: true, extract: undefined, select: undefined, ...(pages ? { pages } : {}) };
}
