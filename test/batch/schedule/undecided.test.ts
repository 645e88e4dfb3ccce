import { expect, test } from 'vitest';
import type { PendingRecord } from '../../../src/batch/outcome/draft.ts';
import { noteAbsentKeys } from '../../../src/batch/schedule/undecided.ts';
import { RequestGraph } from '../../../src/batch/schedule/request-graph.ts';
import { allInOrder } from '../../../src/batch/schedule/input-order.ts';
import { planOf } from '../../support/plan.ts';
import { cases, seeded, type Random } from '../../support/random.ts';

const PATHS = ['a', 'b', 'c'] as const;

/** What becomes of a body that has these keys, of which all of `PATHS` were wanted. */
function recordOf(found: readonly string[] | undefined): PendingRecord {
  const absent = found ? PATHS.filter((path) => !found.includes(path)) : [];
  const isNothing = absent.length === PATHS.length;
  const keys = { found, absent, isNothing, missing: absent.length > 0 ? `no ${absent.join(', ')}` : undefined };
  const ok = { record: {}, keys };
  return isNothing ? { record: { outcome: 'select_error', error: 'nothing' }, keys, orNull: ok } : ok;
}

/** Finishes requests in random order. @returns of each what is said of it */
async function finished(bodies: readonly (readonly string[] | undefined)[], random: Random): Promise<string[]> {
  const request = { url: 'http://a.example/{n}', vars: { n: bodies.map((_, nth) => nth) } };
  const graph = new RequestGraph(await planOf({ requests: [request] }));
  const pending = await graph.start();
  while (pending.length > 0) {
    const [node] = pending.splice(random.int(0, pending.length - 1), 1);
    if (!node) break;
    const nth = Number(node.planned?.request.url.pathname.slice(1));
    pending.push(...(await graph.finish(node, recordOf(bodies[nth]))));
  }
  const nodes = noteAbsentKeys(allInOrder(graph.itemNodes));
  expect(graph.ended).toMatchObject({
    done: bodies.length,
    failed: nodes.filter(({ pending: each }) => each?.record.outcome !== undefined).length,
  });
  return nodes.map(({ pending: each }) => each?.record.outcome ?? `ok ${each?.notes?.join('; ') ?? ''}`);
}

test('whatever ends first, a body that lacks keys is null where another has one of them, and a note says which', async () => {
  const random = seeded(7);
  for (let nth = 0; nth < cases(100); nth++) {
    const bodies = Array.from({ length: random.int(1, 5) }, () => {
      return random.next() < 0.1 ? undefined : PATHS.filter(() => random.next() < 0.3);
    });
    const there = PATHS.filter((path) => bodies.some((found) => !found || found.includes(path)));
    const expected = bodies.map((found) => {
      const absent = found ? PATHS.filter((path) => !found.includes(path)) : [];
      if (absent.length === PATHS.length && there.length === 0) return 'select_error';
      const elsewhere = absent.filter((path) => there.includes(path));
      const shared = `select: ${elsewhere.join(', ')} is not there and so null; others of the same template have it`;
      const own = `no ${absent.join(', ')}`;
      return `ok ${[...(elsewhere.length > 0 ? [shared] : []), ...(absent.length > elsewhere.length ? [own] : [])].join('; ')}`;
    });
    expect(await finished(bodies, random)).toEqual(expected);
  }
});
