import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Told } from './front.ts';
import type { Difference, Suite, SuiteContext, SuiteResult } from './suite.ts';

/** nst/JSONTestSuite, test_parsing: y_ must be read, n_ must not, i_ is free. Each is sent as application/json. */
export const suite: Suite = async ({ directory, front }) => {
  const folder = join(directory, 'json-parsing');
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  const cases = (prefix: string): string[] => files.filter((name) => name.startsWith(prefix));
  return [
    await run('valid JSON is read', folder, cases('y_'), front, (told, body) => {
      if (told.outcome !== undefined) return told.error ?? told.outcome;
      const expected: unknown = JSON.parse(body.toString());
      if (isDeepStrictEqual(told.body, expected)) return undefined;
      const isZero = isDeepStrictEqual(told.body, JSON.parse(JSON.stringify(expected)));
      return isZero ? 'JSON.stringify writes -0 as 0' : `it is ${JSON.stringify(told.body)}; ${told.notes}`;
    }),
    await run('what is no JSON is refused', folder, cases('n_'), front, (told, body) => {
      if (told.outcome !== undefined) return undefined;
      if (body.length === 0) return 'a body of no bytes is none, and no failure';
      return told.notes === '' ? 'it is read, without a note' : `it is read, with the note "${told.notes.replace(/^i 0: /, '')}"`;
    }),
    await run('what is neither is read, or refused in words', folder, cases('i_'), front, (told) => {
      return told.outcome === undefined || told.error !== undefined ? undefined : 'it is refused without a word';
    }),
  ];
};

async function run(
  title: string,
  folder: string,
  names: readonly string[],
  front: SuiteContext['front'],
  judge: (told: Told, body: Buffer) => string | undefined,
): Promise<SuiteResult> {
  const differences: Difference[] = [];
  for (const name of names) {
    const body = readFileSync(join(folder, name));
    const reason = judge(await front.fetch(body, 'application/json'), body);
    if (reason !== undefined) differences.push({ name, reason });
  }
  return { title, total: names.length, differences };
}
