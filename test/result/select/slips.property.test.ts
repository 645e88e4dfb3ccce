import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { evaluate, parseSelect } from '../../../src/result/select/select.ts';
import { SelectError } from '../../../src/result/select/select-error.ts';
import { cases, seeded } from '../../support/random.ts';
import { randomBody, randomIntention, rightValue } from './intention.ts';
import { written } from './written.ts';

type Fate = 'right' | 'refused' | 'failed' | 'said' | 'WRONG WITHOUT A WORD';

function fateOf(body: unknown, expression: string, right: unknown): Fate {
  const selection = parseSelect(expression);
  if ('problem' in selection) return 'refused';
  try {
    const { value, notes, missing } = evaluate(selection, body);
    if (isDeepStrictEqual(value, right)) return 'right';
    return notes.length > 0 || missing !== undefined ? 'said' : 'WRONG WITHOUT A WORD';
  } catch (error) {
    if (error instanceof SelectError) return 'failed';
    throw error;
  }
}

test('what models write is right, refused, or has a note: never another value without a word', () => {
  const fates = new Map<Fate, number>();
  const wrong: unknown[] = [];
  for (let seed = 1; seed <= cases(650); seed++) {
    const random = seeded(seed);
    const { body, source } = randomBody(random);
    const intention = randomIntention(random, source);
    const expression = written(intention, random);
    const right = rightValue(body, intention);
    const fate = fateOf(body, expression, right);
    fates.set(fate, (fates.get(fate) ?? 0) + 1);
    if (fate === 'WRONG WITHOUT A WORD') wrong.push({ seed, expression, body, right });
  }
  expect(wrong).toEqual([]);
  // There is a slip in most of them; of every fate there are many.
  expect(fates.get('right')).toBeGreaterThan(cases(130));
  for (const fate of ['refused', 'failed', 'said'] as const) expect(fates.get(fate)).toBeGreaterThan(cases(6));
});
