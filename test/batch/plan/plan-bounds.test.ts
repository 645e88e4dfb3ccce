import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { InvalidCall } from '../../../src/batch/args/problems.ts';
import type { Plan } from '../../../src/batch/plan/plan.ts';
import type { PlannedRequest } from '../../../src/batch/plan/plan-request.ts';
import { planOf } from '../../support/plan.ts';
import { cases, seeded, type Random } from '../../support/random.ts';

const MIB = 2 ** 20;

/** A text of about so many characters, of a kind. */
function long(random: Random, characters: number): string {
  return random
    .pick(['x', 'ab c', '漢', '\u0001', '"', '{a}', '🎉', '%2F', '../'])
    .repeat(Math.ceil(characters / 2))
    .slice(0, characters);
}

function value(random: Random): unknown {
  const size = random.pick([3, 100, 5_000, 16_384, 20_000, 200_000, MIB + 1]);
  const kind = random.next();
  if (kind < 0.7) return long(random, size);
  if (kind < 0.85) return Array.from({ length: random.int(1, 2_000) }, () => long(random, 5));
  return { text: long(random, size), list: [1, 2, null] };
}

function randomRequest(random: Random): Record<string, unknown> {
  const times = random.pick([1, 2, 50, 1_000]);
  const vars = random.pick<unknown>([
    { i: `1..${random.pick([1, 10, 1_000])}`, a: [value(random)] },
    Array.from({ length: random.int(1, 30) }, (_, i) => ({ i, a: value(random) })),
  ]);
  const place = random.pick<Record<string, unknown>>([
    { url: `http://a.example/${'{a}'.repeat(times)}{?i}` },
    { url: 'http://a.example/{i}', query: { a: '{a}'.repeat(times), b: '{a}' } },
    { url: 'http://a.example/{i}', headers: { 'x-a': '{a}'.repeat(times) } },
    { url: 'http://a.example/{i}', body: '{a}'.repeat(times) },
    { url: 'http://a.example/{i}', json: { all: Array.from({ length: times }, () => '{a}'), text: 'of {a}' } },
    { url: 'http://a.example/{i}', form: { a: '{a}'.repeat(times), b: ['{a}', 'x{a}'] } },
  ]);
  return { method: 'POST', ...place, vars };
}

/** Bytes of a request as it is made. */
function bytesOf({ request: { url, headers, body } }: PlannedRequest): number {
  const ofHeaders = Object.entries(headers).reduce((sum, [name, text]) => sum + name.length + text.length + 4, 0);
  return url.href.length + ofHeaders + Buffer.byteLength(body?.() ?? '');
}

describe('of random calls', () => {
  test('what is made comes to what was counted, and never to more than is allowed', async () => {
    const random = seeded(21);
    const counts = { refused: 0, sent: 0, invalid: 0 };
    for (let round = 0; round < cases(14); round++) {
      const requests = Array.from({ length: random.int(1, 3) }, () => randomRequest(random));
      const planned = await planOf({ requests }, { maxRequests: 3_000, tool: 'request_many' }).catch((error: unknown) => error);
      if (planned instanceof InvalidCall) {
        counts.refused++;
        continue;
      }
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- anything else fails below
      const { requests: made, bytes } = planned as Plan;
      let sum = 0;
      for (const each of [...made.values()].flat()) {
        counts['request' in each ? 'sent' : 'invalid']++;
        if (!('request' in each)) continue;
        sum += bytesOf(each);
        if (each.request.url.href.length > 16_384) throw new Error(`a URL of ${each.request.url.href.length} characters`);
        if (Object.values(each.request.headers).some(({ length }) => length > 16_384)) throw new Error('a long header');
      }
      expect(sum).toBe(bytes);
      expect(bytes).toBeLessThanOrEqual(32 * MIB);
    }
    for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).toBeGreaterThan(3);
  }, 120_000);
});

test('others have their turn while a large call is planned', async () => {
  const state = { turns: 0, isOver: false };
  const others = (async () => {
    while (!state.isOver) {
      await setImmediate();
      state.turns++;
    }
  })();
  const vars = { i: '1..500', a: ['x'.repeat(15_000)], b: ['/a/b'.repeat(4_000)] };
  const { requests } = await planOf(
    {
      requests: [
        { url: 'http://a.example/{a}{?i}', vars: { i: vars.i, a: vars.a } },
        { url: 'http://a.example/{+b}{?i}', vars: { i: vars.i, b: vars.b } },
      ],
    },
    { maxRequests: 1_000 },
  );
  state.isOver = true;
  await others;
  expect([...requests.values()].flat()).toHaveLength(1_000);
  expect(state.turns).toBeGreaterThan(3);
});
