import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { describe, expect, test, vi } from 'vitest';
import { TimeoutError } from '../../src/concurrency/index.ts';
import type { RequestProgress } from '../../src/http/message.ts';
import type { Resolve } from '../../src/http/sockets/resolver.ts';
import { failureOf, responseOf, watchTrace, type Engine, type Fetched, type Overrides } from '../support/engine.ts';
import { encoded } from '../support/faults/bodies.ts';
import * as handshake from '../support/faults/handshake.ts';
import { privateField } from '../support/faults/private-field.ts';
import { to, withStalledBody } from '../support/faults/redirects.ts';
import { noHeaders, stalledBody } from '../support/faults/stalls.ts';
import {
  expectFine,
  expectNothingLeft,
  expectSockets,
  expectSoon,
  settlesAtOnce,
  startEngine,
  startServer,
} from '../support/faults/started.ts';
import { answer, behaves, CLOSED_PORT, ok, type RawServer } from '../support/raw-server.ts';

/** A request that has come to a certain phase, and stays there. */
interface Scene {
  readonly engine: Engine;
  readonly url: string;
  /** Whom the request may call. */
  readonly servers: readonly RawServer[];
  readonly overrides?: Overrides;
  /** Whether the request is in the phase. */
  readonly reached: (trace: RequestProgress) => boolean;
  /** What else is so then, and can only be waited for. */
  readonly also?: () => boolean;
  /** Idle connections stay, which `closeIdle` has to close. */
  readonly keepsIdle?: boolean;
  /** Ends what keeps the request in its phase. */
  readonly yield?: () => void;
}

type Phase = readonly [title: string, enter: () => Promise<Scene>];

async function queued(): Promise<Scene> {
  const server = await startServer();
  const engine = startEngine({ perOrigin: 1, total: 2 });
  const release = await engine.limits.acquire(server.origin, new AbortController().signal);
  return {
    engine,
    url: server.origin,
    servers: [server],
    reached: ({ phase }) => phase === 'permit',
    yield: release,
  };
}

async function queuedForOneOfAll(): Promise<Scene> {
  const server = await startServer();
  const engine = startEngine({ perOrigin: 1, total: 1 });
  const release = await engine.limits.acquire('http://other.test', new AbortController().signal);
  return {
    engine,
    url: server.origin,
    servers: [server],
    reached: ({ phase }) => phase === 'permit',
    yield: release,
  };
}

async function lookingUp(): Promise<Scene> {
  const server = await startServer();
  const asked: (() => void)[] = [];
  const resolve: Resolve = (_, __, callback) => {
    asked.push(() => callback(null, [{ address: '127.0.0.1', family: 4 }]));
  };
  return {
    engine: startEngine({ allow: ['slow.test', '127.0.0.1'], resolve }),
    url: `http://slow.test:${server.port}/`,
    servers: [server],
    reached: ({ phase }) => phase === 'connect',
    also: () => asked.length === 1,
    yield: () => asked.forEach((settle) => settle()),
  };
}

async function shakingHands(): Promise<Scene> {
  const server = await startServer(behaves, { onConnection: handshake.stall });
  return {
    engine: startEngine(),
    url: server.origin.replace('http:', 'https:'),
    servers: [server],
    reached: ({ phase }) => phase === 'connect',
    also: () => server.open === 1,
  };
}

async function waitingForHeaders(): Promise<Scene> {
  const server = await startServer(noHeaders);
  return {
    engine: startEngine(),
    url: server.origin,
    servers: [server],
    reached: ({ phase }) => phase === 'headers',
    also: () => server.requests.length === 1,
  };
}

async function readingTheBody(): Promise<Scene> {
  const server = await startServer(stalledBody);
  return { engine: startEngine(), url: server.origin, servers: [server], reached: ({ bytes }) => bytes === 4 };
}

async function drainingARedirect(): Promise<Scene> {
  const server = await startServer(withStalledBody('/fine'));
  return { engine: startEngine(), url: server.origin, servers: [server], reached: ({ bytes }) => bytes === 4 };
}

/** 16 MB take a while, and the abort comes in the turn in which inflating them has begun. */
async function inflating(): Promise<Scene> {
  const body = gzipSync(Buffer.alloc(16_000_000), { level: 1 });
  const server = await startServer(encoded('gzip', body));
  return {
    engine: startEngine(),
    url: server.origin,
    servers: [server],
    overrides: { maxBytes: 20_000_000 },
    reached: ({ bytes }) => bytes === body.length,
    keepsIdle: true,
  };
}

async function backingOff(): Promise<Scene> {
  const server = await startServer((socket) => {
    socket.write(answer('503 Service Unavailable', ['Retry-After: 60', 'Content-Length: 0']));
  });
  return {
    engine: startEngine(),
    url: server.origin,
    servers: [server],
    overrides: { retries: 1 },
    reached: ({ phase }) => phase === 'backoff',
    keepsIdle: true,
  };
}

async function queuedForTheNextHop(): Promise<Scene> {
  const other = await startServer();
  const home = await startServer(to(other.origin));
  const engine = startEngine({ perOrigin: 1, total: 4 });
  const release = await engine.limits.acquire(other.origin, new AbortController().signal);
  return {
    engine,
    url: home.origin,
    servers: [home, other],
    reached: ({ phase, url }) => phase === 'permit' && url.startsWith(other.origin),
    also: () => home.requests.length === 1,
    keepsIdle: true,
    yield: release,
  };
}

const stalled: readonly Phase[] = [
  ['queued for a permit', queued],
  ['queued for one of all permits', queuedForOneOfAll],
  ['looking up the name', lookingUp],
  ['shaking hands', shakingHands],
  ['waiting for headers', waitingForHeaders],
  ['reading the body', readingTheBody],
  ["queued for the permit of a redirect's other origin", queuedForTheNextHop],
];

const passing: readonly Phase[] = [
  ["draining a redirect's body", drainingARedirect],
  ['inflating the body', inflating],
  ['backing off', backingOff],
];

/** Begins a request, and waits until it has come as far as the scene says. */
async function begin(scene: Scene, signal: AbortSignal): Promise<{ fetched: Promise<Fetched> }> {
  const { engine, url, reached, also = () => true } = scene;
  const watched = watchTrace(url, reached);
  const fetched = engine.fetchOnce(url, { deadlineMs: 100_000, ...scene.overrides, signal, trace: watched.trace });
  await watched.reached;
  await expectSoon(() => expect(also()).toBe(true));
  return { fetched };
}

/** Says that the request left no socket and no permit behind, and that nothing comes after it. */
async function expectGone(scene: Scene): Promise<void> {
  const { engine, servers, url, keepsIdle = false } = scene;
  const counts = (): number[][] => servers.map(({ accepted, requests }) => [accepted, requests.length]);
  const before = counts();
  for (const server of servers) {
    if (keepsIdle) engine.connections.closeIdle(server.origin);
    await expectSockets(server, 0);
  }
  scene.yield?.();
  const origins = servers.map(({ origin }) => origin);
  for (const origin of [new URL(url).origin, ...origins]) await engine.takeAllPermits(origin);
  await sleep(30);
  expect(counts()).toEqual(before);
  expect(servers.map(({ open }) => open)).toEqual(servers.map(() => 0));
  await expectFine(engine);
}

describe('an abort settles at once, and leaves nothing behind', () => {
  test.for([...stalled, ...passing])('%s', async ([, enter]) => {
    const scene = await enter();
    const abort = new AbortController();
    const reason = new Error('enough');
    const { fetched } = await begin(scene, abort.signal);
    abort.abort(reason);
    expect(await settlesAtOnce(fetched)).toBe(true);
    expect(gaveUpBecauseOf((await fetched).error)).toBe(reason);
    await expectGone(scene);
  });

  test.for(stalled)('a deadline too is a TimeoutError and leaves nothing behind: %s', async ([, enter]) => {
    const scene = await enter();
    const { error } = await scene.engine.fetchOnce(scene.url, { deadlineMs: 200 });
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error).toMatchObject({ ms: 200 });
    await expectGone(scene);
  });

  test('no permit is held while backing off', async () => {
    const scene = await backingOff();
    const abort = new AbortController();
    const { fetched } = await begin(scene, abort.signal);
    await scene.engine.takeAllPermits(scene.url);
    abort.abort(new Error('enough'));
    expect((await fetched).response).toBeUndefined();
  });

  test('before a request begins: nothing is sent', async () => {
    const server = await startServer();
    const engine = startEngine();
    const reason = new Error('enough');
    const { error, trace } = await engine.fetchOnce(server.origin, { signal: AbortSignal.abort(reason) });
    expect(error).toBe(reason);
    expect(trace.sent).toBe(false);
    expect(server.accepted).toBe(0);
    await engine.takeAllPermits(server.origin);
  });

  test('between taking an idle connection and writing to it: nothing is sent, and the next takes it', async () => {
    const server = await startServer();
    const engine = startEngine();
    await expectFine(engine, server);
    const abort = new AbortController();
    const url = `${server.origin}/never`;
    const { trace, reached } = watchTrace(url, ({ phase }) => phase === 'connect');
    const fetched = engine.fetchOnce(url, { signal: abort.signal, trace });
    await reached;
    abort.abort(new Error('enough'));
    expect((await fetched).error).toBe(abort.signal.reason);
    await expectFine(engine, server);
    expect(server.requests.map(({ path, nth }) => [path, nth])).toEqual([
      ['/fine', 1],
      ['/fine', 2],
    ]);
    await expectNothingLeft(engine, server);
  });

  test('of one request leaves the others alone: on an open connection', async () => {
    const server = await startServer((socket, { path }) => {
      if (path === '/slow') setTimeout(() => socket.write(ok('slow')), 50);
    });
    const engine = startEngine();
    const abort = new AbortController();
    const aborted = engine.fetchOnce(`${server.origin}/never`, { signal: abort.signal });
    const other = engine.fetchOnce(`${server.origin}/slow`);
    await expectSoon(() => expect(server.requests).toHaveLength(2));
    abort.abort(new Error('enough'));
    expect((await aborted).error).toBe(abort.signal.reason);
    expect(responseOf(await other).body.toString()).toBe('slow');
    expect(server.accepted).toBe(2);
    await expectNothingLeft(engine, server);
  });

  test('of one request leaves the others alone: while both look the name up', async () => {
    const server = await startServer();
    const asked: (() => void)[] = [];
    const resolve: Resolve = (_, __, callback) => {
      asked.push(() => callback(null, [{ address: '127.0.0.1', family: 4 }]));
    };
    const engine = startEngine({ allow: ['slow.test'], resolve });
    const abort = new AbortController();
    const url = `http://slow.test:${server.port}/`;
    const aborted = engine.fetchOnce(url, { signal: abort.signal });
    const other = engine.fetchOnce(url);
    await expectSoon(() => expect(asked).toHaveLength(1)); // one lookup for both
    abort.abort(new Error('enough'));
    expect((await aborted).error).toBe(abort.signal.reason);
    for (const settle of asked) settle();
    expect(responseOf(await other).status).toBe(200);
    expect(server.accepted).toBe(1);
    engine.connections.closeIdle(new URL(url).origin);
    await expectSockets(server, 0);
  });

  test('of many at once closes every socket and gives every permit back', async () => {
    const server = await startServer(noHeaders);
    const engine = startEngine({ perOrigin: 30, total: 30 });
    const abort = new AbortController();
    const fetched = Array.from({ length: 50 }, () => engine.fetchOnce(server.origin, { signal: abort.signal }));
    await expectSoon(() => expect(server.requests).toHaveLength(30));
    abort.abort(new Error('enough'));
    const errors = (await Promise.all(fetched)).map(({ error }) => error);
    expect(new Set(errors)).toEqual(new Set([abort.signal.reason]));
    await expectSockets(server, 0);
    await sleep(30);
    expect([server.accepted, server.requests.length]).toEqual([30, 30]);
    await expectNothingLeft(engine, server);
  });
});

describe('a connection that is kept', () => {
  test('serves the next request, and the one after a redirect', async () => {
    const server = await startServer((socket, request) => {
      (request.path === '/moved' ? to('/there') : behaves)(socket, request);
    });
    const engine = startEngine();
    for (const path of ['/', '/moved', '/']) responseOf(await engine.fetchOnce(server.origin + path));
    expect(server.requests.map(({ nth }) => nth)).toEqual([1, 2, 3, 4]);
    await expectNothingLeft(engine, server);
  });

  test('is one for each permit, however many requests there are', async () => {
    const server = await startServer();
    const engine = startEngine({ perOrigin: 4, total: 8 });
    await Promise.all(Array.from({ length: 100 }, async () => responseOf(await engine.fetchOnce(server.origin))));
    expect(server.requests).toHaveLength(100);
    expect(server.accepted).toBe(4);
    await expectNothingLeft(engine, server);
  });

  test('and closed by the server is replaced', async () => {
    const server = await startServer((socket) => {
      socket.write(ok());
      setTimeout(() => socket.end(), 20);
    });
    const engine = startEngine();
    for (let request = 0; request < 3; request++) {
      expect(responseOf(await engine.fetchOnce(server.origin)).status).toBe(200);
      await expectSockets(server, 0);
    }
    expect(server.requests.map(({ nth }) => nth)).toEqual([1, 1, 1]);
  });

  test.for<[string, 'end' | 'resetAndDestroy']>([
    ['FIN', 'end'],
    ['RST', 'resetAndDestroy'],
  ])('and closed just as the next request arrives (%s) is connection_lost, which a retry mends', async ([, close]) => {
    const server = await startServer((socket, { nth }) => {
      if (nth === 1) socket.write(ok());
      else socket[close]();
    });
    const engine = startEngine();
    responseOf(await engine.fetchOnce(server.origin));
    const lost = failureOf(await engine.fetchOnce(server.origin));
    expect(lost).toMatchObject({ outcome: 'network', kind: 'connection_lost', retryable: true });
    responseOf(await engine.fetchOnce(server.origin));
    const { response, trace } = await engine.fetchOnce(server.origin, { retries: 1 });
    expect(response?.status).toBe(200);
    expect(trace.attempts).toBe(2);
    await expectNothingLeft(engine, server);
  });

  test('and closed without a word after each answer costs no request, given retries', async () => {
    const server = await startServer((socket) => {
      socket.end(ok());
    });
    const engine = startEngine();
    for (let request = 0; request < 50; request++) responseOf(await engine.fetchOnce(server.origin, { retries: 2 }));
    expect(server.requests).toHaveLength(50);
    await expectNothingLeft(engine, server);
  });

  test('is not closed as idle while another request is in flight', async () => {
    const server = await startServer((socket, { path }) => {
      if (path === '/slow') setTimeout(() => socket.write(ok('slow')), 50);
    });
    const engine = startEngine();
    const slow = engine.fetchOnce(`${server.origin}/slow`);
    await expectSoon(() => expect(server.requests).toHaveLength(1));
    engine.connections.closeIdle(server.origin);
    expect(responseOf(await slow).body.toString()).toBe('slow');
    await expectNothingLeft(engine, server);
  });

  test('is closed with all the others', async () => {
    const servers = await Promise.all([startServer(), startServer(noHeaders)]);
    const engine = startEngine();
    await engine.fetchOnce(`${servers[0].origin}/fine`);
    const fetched = engine.fetchOnce(servers[1].origin);
    await expectSoon(() => expect(servers[1].requests).toHaveLength(1));
    await engine.connections.destroy();
    expect(failureOf(await fetched)).toMatchObject({ outcome: 'network', kind: 'connection_lost' });
    for (const server of servers) await expectSockets(server, 0);
  });
});

describe('what is over is forgotten', () => {
  test('50 origins leave no trace in the connections, nor in undici', async () => {
    const servers = await Promise.all(Array.from({ length: 50 }, () => startServer()));
    const engine = startEngine();
    await Promise.all(servers.map(({ origin }) => engine.fetchOnce(origin)));
    expect(remembered(engine)).toEqual({ origins: 50, pools: 50 });
    for (const { origin } of servers) engine.connections.closeIdle(origin);
    for (const server of servers) await expectSockets(server, 0);
    await vi.waitFor(() => expect(remembered(engine)).toEqual({ origins: 0, pools: 0 }), { timeout: 3_000 });
  });

  test('nor do origins that nobody could reach, and requests that were aborted', async () => {
    const [hanging, stalling] = await Promise.all([
      startServer(noHeaders),
      startServer(behaves, { onConnection: handshake.stall }),
    ]);
    const engine = startEngine();
    const abort = new AbortController();
    const urls = [
      `http://127.0.0.1:${CLOSED_PORT}`,
      'http://nowhere.test',
      'http://10.0.0.1',
      'http://[::1]:2',
      hanging.origin,
      stalling.origin.replace('http:', 'https:'),
    ];
    const fetched = urls.map((url) => engine.fetchOnce(url, { signal: abort.signal }));
    await expectSoon(() => expect([hanging.requests.length, stalling.open]).toEqual([1, 1]));
    abort.abort(new Error('enough'));
    await Promise.all(fetched);
    await vi.waitFor(() => expect(remembered(engine)).toEqual({ origins: 0, pools: 0 }), { timeout: 3_000 });
  });
});

/** What an error says the abort was for: Node's own AbortErrors have the reason as their cause. */
function gaveUpBecauseOf(error: unknown): unknown {
  return error instanceof Error && error.name === 'AbortError' ? error.cause : error;
}

/** How many origins the connections know of, and for how many undici keeps a pool. */
function remembered({ connections }: Engine): { origins: number; pools: number } {
  const origins = privateField(privateField(connections, '#origins'), '#all');
  const agents = privateField(connections, '#agents');
  const pools = ['ruled', 'public'].flatMap((policy) => Object.keys(Reflect.get(Reflect.get(agents, policy), 'stats')));
  return { origins: origins instanceof Map ? origins.size : -1, pools: pools.length };
}
