import { expect, test } from 'vitest';
import { withoutLoneSurrogates } from '../../../src/result/decode/surrogates.ts';
import { LIMITS } from '../../../src/sandbox/js/limits.ts';
import { runProgram } from '../../../src/sandbox/js/run-program.ts';
import type { BodyText, ProgramRecord } from '../../../src/sandbox/js/records.ts';
import { cases, seeded, type Random } from '../../support/random.ts';
import { randomItems, randomProgram, valueInNode } from './support/random-program.ts';
import { answered, failed } from './support/records.ts';

function parse(body: BodyText | undefined): unknown {
  return body ? JSON.parse(body().toString()) : null;
}

/** What a program sees, made here: bodies are there at once. */
function seenHere(records: readonly ProgramRecord[]): { readonly ok: boolean; readonly id: string | null }[] {
  return records.map(({ facts: { headers, ...facts }, body, errorBody }) => ({
    ...facts,
    error_body: parse(errorBody),
    headers,
    body: parse(body),
  }));
}

function randomRecords(random: Random): ProgramRecord[] {
  return Array.from({ length: random.int(0, 6) }, (_, i) => {
    const id = random.pick([null, 'users', 'posts']);
    if (random.next() < 0.2) {
      const facts = { id, outcome: random.pick(['timeout', 'http_error']), status: random.pick([null, 404, 500]) };
      return failed(i, facts, random.next() < 0.5 ? { message: 'no' } : undefined);
    }
    return answered(i, random.next() < 0.7 ? randomItems(random) : random.json(30), {
      id,
      ms: random.int(1, 900),
      vars: { n: random.int(1, 9) },
    });
  });
}

test('random programs over random records give what they give in Node', async () => {
  const count = cases(15);
  let compared = 0;
  for (let seed = 1; seed <= count; seed++) {
    const random = seeded(seed);
    const records = randomRecords(random);
    const program = randomProgram(random);
    const expected = await valueInNode(program, seenHere(records));
    const result = await runProgram(program, records, { ...LIMITS, runMs: 20_000, parseMs: 20_000 });
    // What fails there, or has no value, is an error here.
    const value = 'json' in result ? result.json : undefined;
    if (value !== undefined) compared++;
    expect(value && JSON.parse(value), `seed ${seed}: ${program}`).toEqual(
      expected && JSON.parse(withoutLoneSurrogates(expected)),
    );
  }
  expect(compared).toBeGreaterThan(count / 2);
}, 120_000);

test('random JSON comes through a program unchanged, to the last digit', async () => {
  for (let seed = 1; seed <= cases(3); seed++) {
    const random = seeded(seed);
    const bodies = Array.from({ length: 5 }, () => random.json(60));
    const numbers = Array.from({ length: 200 }, () => (random.next() - 0.5) * 10 ** random.int(-300, 300));
    const records = [...bodies, numbers].map((body, i) => answered(i, body));
    const result = await runProgram('ok.map(r => r.body)', records);
    expect('json' in result ? result.json : result, `seed ${seed}`).toBe(
      withoutLoneSurrogates(JSON.stringify([...bodies, numbers])),
    );
  }
}, 60_000);
