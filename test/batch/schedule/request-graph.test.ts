import { describe, expect, test } from 'vitest';
import type { RequestNode } from '../../../src/batch/schedule/request-node.ts';
import { RequestGraph } from '../../../src/batch/schedule/request-graph.ts';
import { allInOrder, allNotes } from '../../../src/batch/schedule/input-order.ts';
import { valueKey, type ExtractedValues } from '../../../src/batch/outcome/extracted-values.ts';
import { planOf } from '../../support/plan.ts';
import { cases, seeded, type Random } from '../../support/random.ts';

/** How a request ends: as failed, or with values. */
type End = (node: RequestNode) => 'failed' | readonly (string | number)[];

function path({ planned }: RequestNode): string {
  return planned ? planned.request.url.pathname : '';
}

/** What all items that take values from this request get. */
function yieldsFor({ itemNode }: RequestNode, values: readonly (string | number)[]): ExtractedValues {
  return new Map(
    itemNode.dependents.flatMap(({ item, place }) =>
      item.valueSources
        .filter(({ from: id }) => id === itemNode.item.id)
        .map((valueSource) => [valueKey(place, valueSource), { values, of: values.length, by: [] }] as const),
    ),
  );
}

interface FinishedRequest {
  readonly graph: RequestGraph;
  /** Each request: its path and what became of it. */
  readonly all: string[];
  readonly totals: readonly number[];
}

/** Finishes the requests of a call one by one, in random order. */
async function finished(requests: readonly unknown[], end: End, random: Random, maxRequests = 1_000): Promise<FinishedRequest> {
  const graph = new RequestGraph(await planOf({ base_url: 'http://a.example', requests }, { maxRequests }));
  const pending = await graph.start();
  const totals = [graph.total];
  while (pending.length > 0) {
    const [node] = pending.splice(random.int(0, pending.length - 1), 1);
    if (!node) break;
    const ended = end(node);
    const isFailed = ended === 'failed';
    pending.push(
      ...(await graph.finish(
        node,
        { record: isFailed ? { outcome: 'network', error: 'gone' } : {} },
        isFailed ? undefined : yieldsFor(node, ended),
      )),
    );
    totals.push(graph.total);
  }
  expect([graph.ended.done, graph.open]).toEqual([graph.total, []]);
  return {
    graph,
    all: allInOrder(graph.itemNodes).map(
      (node) => `${node.itemNode.item.id} ${path(node)} ${node.pending?.record.outcome ?? 'ok'}`,
    ),
    totals,
  };
}

const from = (id: string): { from: string } => ({ from: id });

/** Users have two posts each but the second, which fails; so does one post. */
const someFail: End = (node) => {
  const at = path(node);
  if (at === '/u/2' || at === '/p/31') return 'failed';
  if (at.startsWith('/u')) return [`${at.slice(3)}1`, `${at.slice(3)}2`];
  return at.startsWith('/n') ? [at.slice(3).replace('/', '')] : [7];
};

describe('the order of slots is the same whichever finish first', () => {
  const requests = [
    { id: 'posts', url: '/p/{post}', vars: { post: from('users') } },
    { id: 'users', url: '/u/{user}', vars: { user: '1..4' } },
    { id: 'notes', url: '/n/{post}/{note}', vars: { note: from('posts') } },
    { id: 'both', url: '/b/{a}/{b}', vars: { a: from('posts'), b: from('notes') } },
    { id: 'last', url: '/l/{it}', vars: { it: from('both') } },
    '/alone',
  ];
  test('over many random orders', async () => {
    const first = await finished(requests, someFail, seeded(0));
    expect(first.all.slice(0, 11)).toEqual([
      'posts /p/11 ok',
      'posts /p/12 ok',
      'posts  skipped',
      'posts /p/31 network',
      'posts /p/32 ok',
      'posts /p/41 ok',
      'posts /p/42 ok',
      'users /u/1 ok',
      'users /u/2 network',
      'users /u/3 ok',
      'users /u/4 ok',
    ]);
    expect(first.all.at(-1)).toBe('undefined /alone ok');
    expect(new Set(first.all.filter((each) => each.endsWith('ok'))).size).toBeGreaterThan(15);
    for (let seed = 1; seed <= cases(12); seed++)
      expect((await finished(requests, someFail, seeded(seed))).all).toEqual(first.all);
  });

  test('and every slot has its own key, the same each time', async () => {
    const [first, second] = await Promise.all([1, 2].map((seed) => finished(requests, someFail, seeded(seed))));
    const keys = allInOrder(first?.graph.itemNodes ?? []).map(({ key }) => key) ?? [];
    expect(new Set(keys).size).toBe(keys.length);
    expect(allInOrder(second?.graph.itemNodes ?? []).map(({ key }) => key)).toEqual(keys);
  });
});

describe('an item is expanded once', () => {
  const requests = [
    { id: 'a', url: '/a' },
    { id: 'b', url: '/b/{x}', vars: { x: from('a') } },
    { id: 'c', url: '/c/{x}/{y}', vars: { x: from('a'), y: from('b') } },
  ];

  test('though its sources become complete together: those of failed ones are skipped', async () => {
    const { all } = await finished(requests, () => 'failed', seeded(1));
    expect(all).toEqual(['a /a network', 'b  skipped', 'c  skipped', 'c  skipped']);
  });

  test('and nothing is sent for what takes values from nothing; a note says so of each', async () => {
    const { all, graph } = await finished(
      requests.slice(0, 2).concat({ id: 'd', url: '/d/{z}', vars: { z: from('b') } } as never),
      () => [],
      seeded(1),
    );
    expect(all).toEqual(['a /a ok']);
    expect(allNotes(graph.itemNodes)).toEqual([
      'requests[1] ("b"): "a" has no values for x, so nothing was sent for it',
      'requests[2] ("d"): it takes values from "b", for which nothing was sent, so nothing was sent for it either',
    ]);
  });

  test('and of two sources one that has failed leaves no product, and no talk of missing values', async () => {
    const two = [
      { id: 'a', url: '/a' },
      { id: 'b', url: '/b' },
      { id: 'c', url: '/c/{x}/{y}', vars: { x: from('a'), y: from('b') } },
    ];
    const { all, graph } = await finished(two, (node) => (path(node) === '/b' ? 'failed' : [1]), seeded(3));
    expect(all).toEqual(['a /a ok', 'b /b network', 'c  skipped']);
    expect(allNotes(graph.itemNodes)).toEqual([]);
  });
});

test('the total never shrinks while requests come to be known, and ends as what was done', async () => {
  const requests = [
    { id: 'a', url: '/a/{n}', vars: { n: '1..5' } },
    { id: 'b', url: '/b/{x}', vars: { x: from('a') } },
    { id: 'c', url: '/c/{y}', vars: { y: from('b') } },
  ];
  const { totals, all } = await finished(requests, () => [1, 2], seeded(4));
  expect(totals).toEqual(totals.toSorted((one, other) => one - other));
  expect([totals[0], totals.at(-1), all.length]).toEqual([7, 35, 35]);
});

describe('when the call ends early', () => {
  const requests = [
    { id: 'a', url: '/a/{n}', vars: { n: '1..2' } },
    { id: 'b', url: '/b/{x}', vars: { x: from('a') } },
  ];
  const closed = async (count: number): Promise<string[]> => {
    const graph = new RequestGraph(await planOf({ base_url: 'http://a.example', requests }));
    const pending = await graph.start();
    for (const node of pending.slice(0, count)) await graph.finish(node, { record: {} }, yieldsFor(node, [1]));
    graph.close(() => ({ record: { outcome: 'timeout' } }));
    expect(graph.ended.done).toBe(graph.total);
    return allInOrder(graph.itemNodes).map(
      (node) => `${node.itemNode.item.id} ${path(node)} ${node.pending?.record.outcome ?? 'ok'}`,
    );
  };

  test('an item that is not wholly known has one record for the rest, a known one none', async () => {
    expect(await closed(0)).toEqual(['a /a/1 timeout', 'a /a/2 timeout', 'b  timeout']);
    expect(await closed(1)).toEqual(['a /a/1 ok', 'a /a/2 timeout', 'b /b/1 timeout', 'b  timeout']);
    expect(await closed(2)).toEqual(['a /a/1 ok', 'a /a/2 ok', 'b /b/1 timeout', 'b /b/1 timeout']);
  });
});

test('a chain of 1,000 does not overflow the stack, neither when it goes on nor when its first fails', async () => {
  const chain = Array.from({ length: 1_000 }, (_, n) =>
    n === 0 ? { id: 'n0', url: '/0' } : { id: `n${n}`, url: `/${n}/{x}`, vars: { x: from(`n${n - 1}`) } },
  );
  const whole = await finished(chain.toReversed(), () => [1], seeded(1), 1_000);
  expect(whole.all).toHaveLength(1_000);
  expect(whole.all[0]).toBe('n999 /999/1 ok');
  const broken = await finished(chain, () => 'failed', seeded(1));
  expect(broken.all.slice(1).every((each) => each.endsWith('skipped'))).toBe(true);
  expect(broken.all).toHaveLength(1_000);
});

test('where there are as many records as requests may be, one of each item stands for all further ones that are not sent', async () => {
  const uses = Array.from({ length: 10 }, (_, n) => ({ id: `b${n}`, url: '/b/{x}', vars: { x: from('a') } }));
  const requests = [
    { id: 'a', url: '/a/{n}', vars: { n: '1..20' } },
    ...uses,
    { id: 'c', url: '/c/{x}', vars: { x: from('b0') } },
  ];
  const { all, graph } = await finished(requests, () => 'failed', seeded(5), 50);
  expect(all.length).toBeGreaterThan(50);
  expect(all.length).toBeLessThanOrEqual(61);
  const errors = allInOrder(graph.itemNodes).flatMap(
    ({ pending }) => /; and so for (\d+) more$/.exec(pending?.record.error ?? '')?.[1] ?? [],
  );
  const provenance = all.filter((each) => each.startsWith('b')).length + errors.reduce((sum, more) => sum + Number(more), 0);
  expect(provenance).toBeGreaterThanOrEqual(10 * 20);
});
