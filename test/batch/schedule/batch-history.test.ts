import { describe, expect, test } from 'vitest';
import { READ_SCHEMAS } from '../../../src/batch/args/request-schemas.ts';
import { History } from '../../../src/batch/schedule/batch-history.ts';
import type { ItemNode, RequestNode } from '../../../src/batch/schedule/request-node.ts';
import { planOf } from '../../support/plan.ts';
import { RequestGraph } from '../../../src/batch/schedule/request-graph.ts';

/** The nodes of a call with two requests, of which the second failed, or not. */
async function nodes(isOk = false, value = 'x'): Promise<RequestNode[]> {
  const graph = new RequestGraph(await planOf({ requests: ['http://127.0.0.1/a', 'http://127.0.0.1/b'] }));
  const [first, second] = await graph.start();
  if (!first || !second) throw new Error('Expected two requests');
  await graph.finish(first, { record: { status: 200 } }, new Map([['1.x', { values: [value], of: 1, by: [] }]]));
  await graph.finish(second, { record: isOk ? { status: 200 } : { outcome: 'network' } });
  return graph.nodes();
}

function isKnown(history: History, name: string): boolean {
  try {
    history.again({ retry_of: name }, READ_SCHEMAS);
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
  expect(() => history.again({ retry_of: 'b1' }, READ_SCHEMAS)).toThrow('every request of b1 was ok');
  expect(isKnown(history, 'b2')).toBe(true);
});

test('arguments may be nested deeper than the stack is high', async () => {
  let deep: unknown = 1;
  for (let depth = 0; depth < 200_000; depth++) deep = [deep];
  const history = new History();
  history.remember('b1', 'fetch_many', { requests: [deep] }, await nodes());
  expect(isKnown(history, 'b1')).toBe(true);
});

test('what an earlier try has done is kept, and what is said now counts', async () => {
  const history = new History();
  const all = await nodes();
  history.remember('b1', 'fetch_many', { requests: ['/a'], retries: 1, select: 'x' }, all);
  const { args, earlier } = history.again({ retry_of: 'b1', retries: 3 }, READ_SCHEMAS);
  expect(args).toEqual({ requests: ['/a'], retries: 3, select: 'x' });
  expect([...earlier.done.keys()]).toEqual(['0#0']);
  history.remember(
    'b2',
    'fetch_many',
    args,
    [{ key: '1#0', itemNode: all[0]?.itemNode as ItemNode, pending: { record: { outcome: 'timeout' } } }],
    earlier,
  );
  expect([...history.again({ retry_of: 'b2' }, READ_SCHEMAS).earlier.done.keys()]).toEqual(['0#0']);
});
