import { describe, expect, test } from 'vitest';
import { json, pause, type Api } from '../../support/api.ts';
import { fetchManyCall, newId, parseLine } from '../../support/server-process.ts';
import { outcomesOf, recordOf, serve, sharedProcess, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

/** `/list` has three numbers; below `/hang` there is never an answer. */
function api(): Promise<Api> {
  return serve((_, response, { pathname }) => (pathname.startsWith('/hang') ? undefined : json(response, [1, 2, 3])));
}

const after = (id: string, url = `/after-${id}/{x}`): object => ({ id: `after-${id}`, url, vars: { x: { from: id } } });

describe('at the deadline', () => {
  test('a source in flight has been sent, and what takes values from it is one record that had not', async () => {
    const observed = await api();
    const { url, asked } = observed;
    const requests = [after('after-a'), after('a'), { id: 'a', url: '/hang' }, '/list'];
    const result = await server.run({ base_url: url, requests, deadline_ms: 400 });
    expect(outcomesOf(result)).toEqual(['timeout', 'timeout', 'timeout', 'ok']);
    expect(result.results.slice(0, 3).map(({ id, kind }) => [id, kind])).toEqual([
      ['after-after-a', 'deadline'],
      ['after-a', 'deadline'],
      ['a', 'deadline'],
    ]);
    expect(recordOf(result, 0).error).toContain('it had not been sent: it takes values from "after-a"');
    expect(recordOf(result, 1).error).toContain('it had not been sent: it takes values from "a"');
    expect(recordOf(result, 2).error).toContain('it had been sent');
    expect(result.summary).toMatchObject({
      total: 4,
      failed: 3,
      failures: [{ outcome: 'timeout', kind: 'deadline', count: 3, i: [0, 1, 2] }],
    });
    expect(asked.toSorted()).toEqual(['GET /hang', 'GET /list']);
    await expect.poll(() => observed.openSockets).toBe(0);
  });

  test('dependents in flight are a record each, and no more', async () => {
    const { url } = await api();
    const requests = [{ id: 'a', url: '/list' }, after('a', '/hang/{x}'), after('after-a')];
    const result = await server.run({ base_url: url, requests, deadline_ms: 400, concurrency: 2 });
    expect(result.results.map(({ id, url: at, outcome }) => [id, at, outcome])).toEqual([
      ['a', undefined, undefined],
      ...[1, 2, 3].map((x) => ['after-a', `${url}/hang/${x}`, 'timeout']),
      ['after-after-a', '/after-after-a/{x}', 'timeout'],
    ]);
    expect(result.results.map(({ error }) => error?.includes('it had not been sent'))).toEqual([
      undefined,
      false,
      false,
      true,
      true,
    ]);
  });
});

test('a call that the client cancels closes its sockets in the second generation, too, and asks for no third', async () => {
  const observed = await api();
  const controller = new AbortController();
  const requests = [{ id: 'a', url: '/list' }, after('a', '/hang/{x}'), after('after-a')];
  const call = server.call({ base_url: observed.url, requests }, { signal: controller.signal }).catch(() => 'rejected');
  await expect.poll(() => observed.inFlight).toBe(3);
  controller.abort('enough');
  expect(await call).toBe('rejected');
  await expect.poll(() => observed.openSockets, { timeout: 500, interval: 5 }).toBe(0);
  await pause(100);
  expect(observed.asked).toHaveLength(4);
});

test('the total that is reported grows with what is known, and ends as what was done', async () => {
  const observed = await serve(async (_, response) => {
    await pause(120);
    json(response, [1, 2, 3, 4, 5, 6]);
  });
  const child = await sharedProcess();
  const [id, before] = [newId(), child.lines.length];
  const requests = [
    { id: 'a', url: '/a' },
    { ...after('a'), id: 'b' },
    { url: '/c/{y}', vars: { y: { from: 'b', select: '[:2]' } } },
  ];
  child.send(fetchManyCall(id, { base_url: observed.url, requests, concurrency: 2 }, id));
  expect((await child.answer(id)).result).toMatchObject({ structuredContent: { summary: { total: 19, ok: 19 } } });
  const reports = child.lines
    .slice(before)
    .map((line) => parseLine(line))
    .flatMap(({ method, params }) => (method === 'notifications/progress' ? [params] : []));
  const totals = reports.map((params) => Number(params?.['total']));
  expect(totals.length).toBeGreaterThanOrEqual(3);
  expect(totals).toEqual(totals.toSorted((one, other) => one - other));
  expect(totals[0]).toBeLessThan(19);
  expect(reports.at(-1)).toMatchObject({ progress: 19, total: 19, message: '19/19 done' });
});
