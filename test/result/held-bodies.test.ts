import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Body } from '../../src/result/body.ts';
import { json } from '../../src/result/read-content.ts';
import { HeldBodies } from '../../src/result/held-bodies.ts';
import { extent } from '../../src/result/budget/truncated.ts';
import { Store } from '../../src/result/store/store.ts';
import { tokensToWeight } from '../../src/result/budget/tokens.ts';

const MAX_TOKENS = 1_000;
const parent = mkdtempSync(join(tmpdir(), 'fetch-many-holding-'));
const store = new Store({ parent, maxBytes: 2 ** 28 });
const options = { url: 'http://127.0.0.1/', store, maxTokens: MAX_TOKENS };

afterAll(async () => {
  await store.close();
  rmSync(parent, { recursive: true, force: true });
});

/** The body of an array of so many numbers. */
async function bodyOf(items: number): Promise<Body> {
  const whole = json(Array.from({ length: items }, (_, id) => 10_000 + id));
  return Body.of(whole.value, whole, whole.bytes().length, options);
}

test('however many large bodies there are, what is held of them is a few budgets, in equal shares', async () => {
  const holding = new HeldBodies(MAX_TOKENS);
  const bodies: Body[] = [];
  for (let nth = 0; nth < 200; nth++) {
    const body = await bodyOf(20_000);
    bodies.push(body);
    holding.add(body);
    expect(bodies.reduce((sum, { weight }) => sum + weight, 0)).toBeLessThanOrEqual(4 * tokensToWeight(MAX_TOKENS));
  }
  const kept = bodies.map(({ shown }) => extent(shown).kept);
  expect(Math.min(...kept)).toBeGreaterThan(0);
  expect(Math.max(...kept)).toBeLessThan(20 * Math.min(...kept));
  expect(bodies.every(({ isCut, of }) => isCut && of === 20_000)).toBe(true);
  const { content } = await store.get((bodies[0]?.name('b1/0'), 'b1/0'));
  expect(JSON.parse(content.toString())).toHaveLength(20_000);
});

test('small ones among them stay whole', async () => {
  const holding = new HeldBodies(MAX_TOKENS);
  const small = await bodyOf(5);
  holding.add(small);
  for (let nth = 0; nth < 50; nth++) holding.add(await bodyOf(20_000));
  expect([small.isCut, small.shown]).toEqual([false, [10_000, 10_001, 10_002, 10_003, 10_004]]);
});
