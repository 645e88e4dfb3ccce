import { expect, test } from 'vitest';
import { parseExpression } from '../../../src/result/select/expression.ts';
import { costOf } from '../../../src/result/select/jmespath/cost.ts';
import { EvaluationError, limitsFor, Run } from '../../../src/result/select/jmespath/run.ts';
import { deepSize } from '../../../src/result/select/jmespath/size.ts';
import { evaluate, parseSelect } from '../../../src/result/select/select.ts';
import { SelectError } from '../../../src/result/select/select-error.ts';
import { cases, seeded } from '../../support/random.ts';
import { randomBodyFor, randomExpression } from './random-expression.ts';

/** Milliseconds of processor time that no evaluation comes near, whatever else runs on the machine. */
const FAR_TOO_LONG = 3_000;

test('an expression of the grammar ends, with a value or an error in words, within its limits', () => {
  const body = randomBodyFor(seeded(1), 100_000);
  const fates = { refused: 0, failed: 0, limited: 0, valued: 0 };
  for (let seed = 1; seed <= cases(450); seed++) {
    const random = seeded(seed);
    const growing =
      random.next() < 0.2
        ? `|${random.pick(['[@, @][]', '[@, @]', "join('', [to_string(@), to_string(@)])"] as const)}`.repeat(random.int(5, 14))
        : '';
    const expression = randomExpression(random, random.int(1, 12)) + growing;
    const selection = parseSelect(expression);
    if ('problem' in selection) {
      fates.refused++;
      continue;
    }
    const before = process.cpuUsage();
    try {
      const { value } = evaluate(selection, body);
      expect(deepSize(value, 2 ** 26)).toBeLessThanOrEqual(limitsFor(0).bytes);
      fates.valued++;
    } catch (error) {
      if (!(error instanceof SelectError)) throw new Error(`seed ${seed}: ${expression}`, { cause: error });
      fates[error.isOverLimit ? 'limited' : 'failed']++;
    }
    const { user } = process.cpuUsage(before);
    expect(user / 1_000, `seed ${seed}: ${expression}`).toBeLessThan(FAR_TOO_LONG);
  }
  for (const count of Object.values(fates)) expect(count, JSON.stringify(fates)).toBeGreaterThan(5);
});

test('no evaluation takes more than the bound that is known before', () => {
  let bounded = 0;
  for (let seed = 1; seed <= cases(200); seed++) {
    const random = seeded(seed);
    const body = randomBodyFor(random, random.pick([0, 300, 3_000]));
    const bytes = JSON.stringify(body).length;
    const expression = parseExpression(randomExpression(random, random.int(1, 8)));
    if ('problem' in expression) continue;
    const program = expression.program();
    const { steps, weight } = costOf(expression.tree, bytes);
    const run = new Run(body, program.spots.length, 2_500_000);
    try {
      const value = program.evaluate(body, run);
      const said = `seed ${seed}: ${expression.text} on ${bytes} bytes`;
      expect(2_500_000 - run.stepsLeft, said).toBeLessThanOrEqual(steps);
      expect(deepSize(value, 2 ** 26), said).toBeLessThanOrEqual(weight);
      bounded++;
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error;
    }
  }
  expect(bounded).toBeGreaterThan(cases(50));
});
