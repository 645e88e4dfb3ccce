import { expect, test } from 'vitest';
import { parseSelect } from '../../../src/result/select/select.ts';
import { selectionCost } from '../../../src/result/select/selection-cost.ts';
import { randomBodyFor, randomExpression } from '../../result/select/random-expression.ts';
import { json } from '../../support/api.ts';
import { cases, seeded } from '../../support/random.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** An expression that no call is refused for. */
function soundExpression(seed: number): string {
  const random = seeded(seed);
  for (;;) {
    const growing = random.next() < 0.2 ? '|[@, @][]'.repeat(random.int(3, 12)) : '';
    const expression = randomExpression(random, random.int(1, 12)) + growing;
    const selection = parseSelect(expression);
    if (!('problem' in selection) && selectionCost(selection).problem === undefined) return expression;
  }
}

/** Expressions of a call. */
const BLOCK = 50;

test.each(Array.from({ length: cases(1) }, (_, block) => block * BLOCK))(
  'of any expression there is a value or an error in words, and the server lives (seeds from %i)',
  async (first) => {
    const bodies = [300, 20_000, 100_000].map((bytes) => randomBodyFor(seeded(bytes), bytes));
    const { url } = await serve((_, response, { pathname }) => json(response, bodies[Number(pathname.slice(1)) % 3]));
    const requests = Array.from({ length: BLOCK }, (_, nth) => ({
      url: `${url}/${nth}`,
      select: soundExpression(first + nth + 1),
    }));
    const { results, summary } = await server.run({ requests, max_tokens: 50_000 });
    expect(results).toHaveLength(BLOCK);
    const told = results.map(({ outcome, error = '' }) => `${outcome ?? 'ok'} ${error.slice(0, 7)}`.trim());
    expect([...new Set(told)].toSorted()).toEqual(['ok', 'select_error select']);
    expect(summary.ok).toBeGreaterThan(BLOCK / 3);
    expect((await server.one(`${url}/0`, { select: 'n' })).body).toBe(12);
  },
);
