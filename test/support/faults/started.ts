import { setImmediate as macrotask } from 'node:timers/promises';
import { expect, onTestFinished, vi } from 'vitest';
import { Engine, responseOf, type EngineOptions } from '../engine.ts';
import { behaves, rawServer, type RawServer, type RawServerOptions, type Script } from '../raw-server.ts';

/** An engine that is closed when the test ends. */
export function startEngine(options: EngineOptions = {}): Engine {
  const engine = new Engine(options);
  onTestFinished(() => engine.connections.destroy());
  return engine;
}

/** A server that follows `script`, except at `/fine`, where it behaves; closed when the test ends. */
export async function startServer(script: Script = behaves, options: RawServerOptions = {}): Promise<RawServer> {
  const server = await rawServer((socket, request) => {
    (request.path === '/fine' ? behaves : script)(socket, request);
  }, options);
  onTestFinished(() => server.close());
  return server;
}

/** Waits for what has to come, however busy the machine is. */
export async function expectSoon(assertion: () => void): Promise<void> {
  await vi.waitFor(assertion, { timeout: 10_000, interval: 1 });
}

/** Waits until `server` has so many connections open: none, as a rule. It does not take long, but on a busy machine. */
export async function expectSockets(server: RawServer, open: number): Promise<void> {
  await vi.waitFor(() => expect(server.open).toBe(open), { timeout: 3_000, interval: 5 });
}

/** Says that nothing is left of what has happened: no permit is held, and idle connections can be closed. */
export async function expectNothingLeft(engine: Engine, ...servers: readonly RawServer[]): Promise<void> {
  for (const server of servers) {
    await engine.takeAllPermits(server.origin);
    engine.connections.closeIdle(server.origin);
    await expectSockets(server, 0);
  }
}

/** Says that requests fare well over the same connections: to another server, and to `servers` at `/fine`. */
export async function expectFine(engine: Engine, ...servers: readonly RawServer[]): Promise<void> {
  for (const server of [await startServer(), ...servers]) {
    const { status, body } = responseOf(await engine.fetchOnce(`${server.origin}/fine`));
    expect([status, body.toString()]).toEqual([200, 'fine']);
  }
}

/** Whether a promise is settled as soon as all that has happened already is through: no timer, no network. */
export async function settlesAtOnce(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => void (settled = true);
  promise.then(note, note);
  await macrotask();
  await macrotask();
  return settled;
}
