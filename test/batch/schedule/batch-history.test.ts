import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { READ_SCHEMAS } from '../../../src/batch/args/request-schemas.ts';
import { History, type Again } from '../../../src/batch/schedule/batch-history.ts';
import type { EarlierRun } from '../../../src/batch/schedule/earlier-run.ts';
import { numberRequests } from '../../../src/batch/schedule/left-requests.ts';
import type { ItemNode, RequestNode } from '../../../src/batch/schedule/request-node.ts';
import { planOf } from '../../support/plan.ts';
import { RequestGraph } from '../../../src/batch/schedule/request-graph.ts';
import { allInOrder } from '../../../src/batch/schedule/input-order.ts';

/** The nodes of a call with two requests, of which the second failed, or not. */
async function nodes(isOk = false, value = 'x'): Promise<RequestNode[]> {
  const graph = new RequestGraph(await planOf({ requests: ['http://127.0.0.1/a', 'http://127.0.0.1/b'] }));
  const [first, second] = await graph.start();
  if (!first || !second) throw new Error('Expected two requests');
  await graph.finish(first, { record: { status: 200 } }, new Map([['1.x', { values: [value], of: 1, by: [] }]]));
  await graph.finish(second, { record: isOk ? { status: 200 } : { outcome: 'network' } });
  return [...numberRequests(allInOrder(graph.itemNodes), undefined)];
}

function again(history: History, name: string, args: Record<string, unknown> = {}): Again {
  return history.again({ ...args, retry_of: name }, READ_SCHEMAS, { has: () => true, hasBody: () => true });
}

function isKnown(history: History, name: string): boolean {
  try {
    again(history, name);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message.includes('is known (any more)')) return false;
    throw error;
  }
}

/** Names of calls that a history still knows after so many. */
async function knownAfter(count: number, args: () => Record<string, unknown>, value?: string): Promise<string[]> {
  const history = new History();
  const all = await nodes(false, value);
  const names = Array.from({ length: count }, (_, nth) => {
    const name = `b${nth + 1}`;
    history.remember(name, 'fetch_many', args(), all);
    return name;
  });
  return names.filter((name) => isKnown(history, name));
}

describe('the oldest calls are forgotten', () => {
  test('beyond a hundred', async () => {
    const known = await knownAfter(130, () => ({ requests: ['/a'] }));
    expect(known).toHaveLength(100);
    expect([known[0], known.at(-1)]).toEqual(['b31', 'b130']);
  });

  test('when their arguments take too much memory', async () => {
    const known = await knownAfter(30, () => ({ requests: [{ url: '/a', body: 'x'.repeat(500_000) }] }));
    expect(known.length).toBeGreaterThan(5);
    expect(known.length).toBeLessThan(20);
    expect(known.at(-1)).toBe('b30');
  });

  test('when the values that others may take do', async () => {
    const known = await knownAfter(30, () => ({ requests: ['/a'] }), 'x'.repeat(500_000));
    expect(known.length).toBeGreaterThan(5);
    expect(known.length).toBeLessThan(20);
  });

  test('at once, if one takes more than there is room for; the next is kept', async () => {
    const history = new History();
    history.remember('b1', 'fetch_many', { body: 'x'.repeat(9_000_000) }, await nodes());
    history.remember('b2', 'fetch_many', { body: 'x' }, await nodes());
    expect([isKnown(history, 'b1'), isKnown(history, 'b2')]).toEqual([false, true]);
  });
});

test('of a call that was ok as a whole only the name is kept', async () => {
  const history = new History();
  history.remember('b1', 'fetch_many', { body: 'x'.repeat(9_000_000) }, await nodes(true));
  history.remember('b2', 'fetch_many', {}, await nodes());
  expect(() => again(history, 'b1')).toThrow('every request of b1 was ok');
  expect(isKnown(history, 'b2')).toBe(true);
});

test('arguments may be nested deeper than the stack is high', async () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 200_000; depth++) deep = [deep];
  const history = new History();
  history.remember('b1', 'fetch_many', { requests: [deep] }, await nodes());
  expect(isKnown(history, 'b1')).toBe(true);
});

function outcomes({ nodes: all }: EarlierRun): unknown[] {
  return [...all.values()].map(({ key, i, outcome }) => [key, i, outcome]);
}

test('what an earlier try has done is kept, and what is said now counts', async () => {
  const history = new History();
  const all = await nodes();
  history.remember('b1', 'fetch_many', { requests: ['/a'], retries: 1, select: 'x' }, all);
  const { args, earlier } = again(history, 'b1', { retries: 3 });
  expect(args).toEqual({ requests: ['/a'], retries: 3, select: 'x' });
  expect(outcomes(earlier)).toEqual([
    ['0#0', 0, undefined],
    ['1#0', 1, 'network'],
  ]);
  const second = {
    key: '1#0',
    itemNode: all[0]?.itemNode as ItemNode,
    pending: { record: { outcome: 'timeout' as const } },
    i: 1,
  };
  history.remember('b1', 'fetch_many', args, [second], earlier);
  expect(outcomes(again(history, 'b1').earlier)).toEqual([
    ['0#0', 0, undefined],
    ['1#0', 1, 'timeout'],
  ]);
});

test('a call is run again by one at a time', async () => {
  const history = new History();
  history.remember('b1', 'fetch_many', { requests: ['/a'] }, await nodes());
  const { earlier } = again(history, 'b1');
  const ending = new AbortController();
  const first = history.alone(earlier, () => once(ending.signal, 'abort').then(() => 'first'));
  await expect(history.alone(earlier, () => Promise.resolve('second'))).rejects.toThrow('b1 is being run again by another call');
  ending.abort();
  expect(await first).toBe('first');
  expect(await history.alone(earlier, () => Promise.resolve('third'))).toBe('third');
});
