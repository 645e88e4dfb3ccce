import { tmpdir } from 'node:os';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../../src/batch/plan/plan.ts';
import { run } from '../../../src/batch/run/run.ts';
import { ByteBudget } from '../../../src/http/byte-budget.ts';
import { Connections } from '../../../src/http/sockets/connections.ts';
import { Guard } from '../../../src/http/guard/guard.ts';
import { HostLimits } from '../../../src/http/pacing/host-limits.ts';
import { Redactor } from '../../../src/http/secrets/redact.ts';
import { BodyStore } from '../../../src/result/store/body-store.ts';
import { ResultStore } from '../../../src/result/store/result-store.ts';
import { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { json, pause, startApi, type Api } from '../../support/api.ts';
import { cases } from '../../support/random.ts';
import { planOf } from '../../support/plan.ts';
import type { Engine } from '../../../src/batch/engine.ts';

let api: Api;
let engine: Engine;

beforeEach(async () => {
  api = await startApi(async (_, response, url) => {
    await pause(Number(url.searchParams.get('ms') ?? 0));
    json(response, {}, Number(url.searchParams.get('status') ?? 200));
  });
  engine = {
    connections: new Connections({ guard: new Guard(['127.0.0.1']), connectTimeoutMs: 1_000 }),
    credentials: { profiles: [], redactor: new Redactor([]) },
    limits: new HostLimits({ perOrigin: 4, total: 4 }),
    bodyMemory: new ByteBudget({ maxBytes: 1_000_000 }),
    results: new ResultStore(new BodyStore({ parent: tmpdir(), maxBytes: 1_000_000 })),
    sandbox: new Sandbox(new URL('../../../dist/sandbox.js', import.meta.url)),
    config: { maxRedirects: 5, maxResponseBytes: 1_000_000 },
  };
});

afterEach(async () => {
  await engine.connections.destroy();
  await engine.sandbox.close();
  await api.close();
});

function planned(args: Record<string, unknown>): Promise<Plan> {
  return planOf({ base_url: api.url, ...args });
}

async function expectAllPermitsFree(): Promise<void> {
  const signal = AbortSignal.timeout(1_000);
  const releases = await Promise.all([1, 2, 3, 4].map(() => engine.limits.acquire(api.url, signal)));
  expect(releases).toHaveLength(4);
  for (const release of releases) release();
}

test.each([0, 1, 2, 3, 5, 8, 13, 20])('a cancel after %i ms leaves no permit behind', async (ms) => {
  for (let round = 0; round < cases(3); round++) {
    const controller = new AbortController();
    const requests = Array.from({ length: 20 }, (_, i) => `/?ms=${i % 5}`);
    const running = run(await planned({ requests, concurrency: 3 }), 'b1', engine, controller.signal);
    setTimeout(() => controller.abort(new Error('cancelled')), ms);
    const end = await running.then(
      () => 'finished',
      (error: unknown) => error,
    );
    expect(['finished', controller.signal.reason]).toContain(end);
    await expectAllPermitsFree();
  }
});

test('on_error cancel and the deadline leave no permit behind either', async () => {
  for (let round = 0; round < 20; round += 2) {
    const requests = Array.from({ length: 20 }, (_, i) => `/?ms=${i % 3}&status=${i === round ? 404 : 200}`);
    const ran = await run(
      await planned({ requests, concurrency: 3, on_error: 'cancel' }),
      'b1',
      engine,
      new AbortController().signal,
    );
    expect(ran.cancelled).toBe(true);
    expect(ran.finished).toHaveLength(20);
    await expectAllPermitsFree();
    await run(await planned({ requests, concurrency: 3, deadline_ms: round + 1 }), 'b1', engine, new AbortController().signal);
    await expectAllPermitsFree();
  }
});

test('after the first failure nothing more is sent', async () => {
  const requests = ['/?status=404', ...Array.from({ length: 50 }, () => '/')];
  const ran = await run(
    await planned({ requests, concurrency: 1, on_error: 'cancel' }),
    'b1',
    engine,
    new AbortController().signal,
  );
  expect(ran.finished.filter(({ record }) => record.outcome === 'cancelled')).toHaveLength(50);
  expect(api.asked).toEqual(['GET /?status=404']);
});

test('a call that is invalid in part sends nothing under on_error cancel', async () => {
  const ran = await run(
    await planned({ requests: ['ftp://x/', '/'], on_error: 'cancel' }),
    'b1',
    engine,
    new AbortController().signal,
  );
  expect(ran.finished.map(({ record }) => record.outcome)).toEqual(['invalid', 'cancelled']);
  expect(api.asked).toEqual([]);
});
