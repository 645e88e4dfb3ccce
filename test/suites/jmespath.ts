import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Told } from './front.ts';
import type { Difference, Suite } from './suite.ts';

/** A case of jmespath/jmespath.test. */
interface Case {
  readonly expression: string;
  /** Absent where an error is wanted, or only the time matters. */
  readonly result?: unknown;
  readonly error?: string;
  readonly bench?: string;
}

/** jmespath/jmespath.test, the compliance suite: its `given` is the body of an answer, its `expression` the select. */
export const suite: Suite = async ({ directory, front }) => {
  const folder = join(directory, 'jmespath');
  const differences: Difference[] = [];
  let total = 0;
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the files of the suite have this shape
    const groups = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { given: unknown; cases: Case[] }[];
    for (const { given, cases } of groups) {
      const body = Buffer.from(JSON.stringify(given));
      for (const each of cases) {
        total++;
        const reason = reasonFor(each, await front.fetch(body, 'application/json', { select: each.expression }));
        if (reason !== undefined) differences.push({ name: `${file} ${JSON.stringify(each.expression)}`, reason });
      }
    }
  }
  return [{ title: 'expressions', total, differences }];
};

/** Why a case came out otherwise than the suite says; undefined if it did not. */
function reasonFor({ expression, result, error, bench }: Case, told: Told): string | undefined {
  const isAbsent = /matched nothing/.test(told.error ?? '');
  const isFailed = told.outcome !== undefined && !isAbsent;
  if (error !== undefined) {
    if (isFailed) return undefined;
    const isUnderstood = expression === '.foo' && (isAbsent || told.outcome === undefined);
    return isUnderstood
      ? 'a leading dot can be meant in one way only and is understood'
      : `${error} is expected, it is ${said(told)}`;
  }
  if (bench !== undefined) return isFailed ? `it fails: ${said(told)}` : undefined;
  if (told.outcome === undefined && isDeepStrictEqual(told.body, result)) return undefined;
  if (isAbsent && isHollow(result)) return 'a key that is not there is select_error, in words that name those that are, not null';
  return `${JSON.stringify(result)} is expected, it is ${said(told)}`;
}

/** Whether a result has nothing but nulls. */
function isHollow(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).every(isHollow));
}

function said({ outcome, body, error = '' }: Told): string {
  return outcome === undefined ? JSON.stringify(body) : `${outcome}: ${error.slice(0, 150)}`;
}
