import { expect, test, vi } from 'vitest';
import { LIMITS } from '../../../src/sandbox/js/limits.ts';
import { runProgram } from '../../../src/sandbox/js/run-program.ts';
import { cases } from '../../support/random.ts';
import { FAILING, HARMLESS, HUNGRY } from './support/attacks.ts';
import { ENDLESS, ENDLESS_BY_PLACE } from './support/endless.ts';
import { answered, failed } from './support/records.ts';

const RECORDS = [answered(0, { items: [1, 2] }), failed(1, { outcome: 'timeout' })];
const SHORT = { ...LIMITS, runMs: 10 };
/** What takes 256 MiB takes thirty times as long. */
const SMALL = { ...LIMITS, memoryBytes: 8 * 2 ** 20 };

async function endOf(program: string, limits = SHORT): Promise<string> {
  const result = await runProgram(program, RECORDS, limits);
  return 'error' in result ? result.error : `value ${result.json}`;
}

test.each(cases(1) > 1 ? ENDLESS : ENDLESS_BY_PLACE)('endless: %s', async (program) => {
  expect(await endOf(program)).toMatch(/^js failed.*: it ran longer than 0.01 s/);
});

test('a search within a search is out of time wherever that meets it, also where the engine traps', async () => {
  const ends: string[] = [];
  for (let length = 5_000; length < 13_000; length += 1_000) {
    ends.push(
      await endOf(
        `const b = Array.from({ length: ${length} }, (_, id) => ({ id })); b.filter((x) => b.find((y) => y.id === -1 - x.id)).length`,
      ),
    );
  }
  expect(ends.filter((end) => !end.endsWith('it ran longer than 0.01 s'))).toEqual([]);
});

test.each(HUNGRY)(
  'memory: %s',
  async (program) => {
    expect(await endOf(program, SMALL)).toMatch(
      /^js failed.*: (?:it ran out of memory \(8 MiB\)|string too long|BigInt is too large to allocate|it ran longer)/,
    );
  },
  60_000,
);

test.each(FAILING)('%s ends with an error', async (program, words) => {
  expect(await endOf(program, words.test('ran longer') ? SHORT : LIMITS)).toMatch(words);
});

test.each(HARMLESS)('%s does no harm', async (program, json) => {
  expect(await endOf(program, LIMITS)).toBe(`value ${json}`);
});

test('a body that asks much of memory ends its own program only', async () => {
  const large = Buffer.concat([Buffer.from('"'), Buffer.alloc(3 * 2 ** 20, 'x'), Buffer.from('"')]);
  const records = [{ ...answered(0, 1), body: () => large }];
  const result = await runProgram('ok.map(r => r.body.length)', records, { ...LIMITS, memoryBytes: 5 * 2 ** 20 });
  expect(result).toMatchObject({ error: expect.stringMatching(/^js failed.*: it ran out of memory \(5 MiB\)/) });
  expect(await runProgram('1', [])).toMatchObject({ json: '1' });
});

test('nothing that a program does is written to the output of the process', async () => {
  const spy = vi.spyOn(process.stdout, 'write');
  await runProgram('console.log("x"); Promise.reject(new Error("y")); null.z', []);
  expect(spy).not.toHaveBeenCalled();
  spy.mockRestore();
});

/** All begin in one image of a machine: whoever comes last finds everything as it should be. */
function last(): Promise<string> {
  return endOf('[ok[0].body.items.map(x => x + 1), Object.keys(Object.prototype)]', LIMITS);
}

test('many programs one after another, and at once, keep to themselves', async () => {
  const all = await Promise.all(Array.from({ length: 12 }, (_, i) => runProgram(`globalThis.mine ??= ${i}; await 1; mine`, [])));
  expect(all.map((each) => 'json' in each && each.json)).toEqual(Array.from({ length: 12 }, (_, i) => `${i}`));
  const odd = ['for (;;); 1', '"x".repeat(5e7)', 'null.x', 'new Array(4294967295).fill(0)', 'Object.prototype.x = 1; throw 1'];
  const mixed = await Promise.all([...odd.map((program) => endOf(program, { ...SMALL, runMs: 20 })), last()]);
  expect(mixed).toEqual([...odd.map(() => expect.stringMatching(/^js failed/)), 'value [[2,3],[]]']);
  expect(await last()).toBe('value [[2,3],[]]');
});
