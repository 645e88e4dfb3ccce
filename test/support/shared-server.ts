import { afterAll, beforeAll, onTestFinished } from 'vitest';
import type { CallResult, ResultRecord } from '../../src/batch/args/result-schema.ts';
import { startApi, type Api, type Handler } from './api.ts';
import { connect, type Answer, type Connected } from './client.ts';
import { startProcess, type ServerProcess } from './server-process.ts';

/** One server process for all tests of a file. */
export interface SharedServer {
  readonly connected: Connected;
  /** Calls `fetch_many`. */
  readonly call: Connected['fetchMany'];
  /** What a call comes to that can run; fails if it is refused. */
  run(args: Record<string, unknown>): Promise<CallResult>;
  /** The only record of a call with one request, given as an object or a URL. */
  one(request: unknown, args?: Record<string, unknown>): Promise<ResultRecord>;
  /** What is said to a call that cannot run; fails if it runs. */
  refused(args: Record<string, unknown>): Promise<string>;
  /** As {@link run}, by `request_many`. */
  write(args: Record<string, unknown>): Promise<CallResult>;
  /** As {@link one}, by `request_many`. */
  writeOne(request: unknown, args?: Record<string, unknown>): Promise<ResultRecord>;
}

/** Lives as long as this process, for files that need no flags: as real servers do, it serves one caller after the other. */
let plain: Promise<Connected> | undefined;

function plainServer(): Promise<Connected> {
  plain ??= connect('--allow', '127.0.0.1').then((server) => {
    server.client.onclose = () => (plain = undefined);
    return server;
  });
  return plain;
}

/**
 * Gives the tests of a file a server that may ask this machine, on every port. With flags it is the file's own, and ends
 * after it; without, other files have used it before, and only the calls end that the file has left behind.
 */
export function sharedServer(...flags: string[]): SharedServer {
  let server: Connected | undefined;
  const ending = new AbortController();
  const calls = new Set<Promise<unknown>>();
  const started = (): Connected => {
    if (server) return server;
    throw new Error('the server starts with the first test');
  };
  beforeAll(async () => {
    server = await (flags.length > 0 ? connect('--allow', '127.0.0.1', ...flags) : plainServer());
  });
  afterAll(async () => {
    ending.abort(new Error('the tests of this file are over'));
    await Promise.allSettled(calls);
    if (flags.length > 0) await server?.close();
  });
  const calling = (tool: 'fetchMany' | 'requestMany'): Connected['fetchMany'] => {
    return (args, { signal, ...options } = {}) => {
      const signals = signal ? [signal, ending.signal] : [ending.signal];
      const answer = started()[tool](args, { ...options, signal: AbortSignal.any(signals) });
      calls.add(answer);
      const over = (): void => void calls.delete(answer);
      answer.then(over, over);
      return answer;
    };
  };
  const [call, requestMany] = [calling('fetchMany'), calling('requestMany')];
  const run = async (args: Record<string, unknown>): Promise<CallResult> => resultOf(await call(args));
  const write = async (args: Record<string, unknown>): Promise<CallResult> => resultOf(await requestMany(args));
  return {
    get connected() {
      return started();
    },
    call,
    run,
    one: async (request, args = {}) => recordOf(await run({ ...args, requests: [request] }), 0),
    write,
    writeOne: async (request, args = {}) => recordOf(await write({ ...args, requests: [request] }), 0),
    refused: async (args) => {
      const { isError, value, text } = await call(args);
      if (!isError || value) throw new Error(`Expected the call to be refused, got ${text}`);
      return text;
    },
  };
}

let spokenTo: Promise<ServerProcess> | undefined;

/**
 * A server without flags that may ask this machine, spoken to line by line, after its handshake. It lives as long as this
 * process, and other files have used it before: what they have read is in its lines, ids are from `newId()`.
 */
export function sharedProcess(): Promise<ServerProcess> {
  spokenTo ??= (async () => {
    const server = startProcess('--allow', '127.0.0.1');
    void server.exit.then(() => (spokenTo = undefined));
    await server.initialize();
    return server;
  })();
  return spokenTo;
}

/** Starts an API that is closed when the test is over. */
export async function serve(handler: Handler, host?: string): Promise<Api> {
  const api = await startApi(handler, host);
  onTestFinished(() => api.close());
  return api;
}

/** Starts a server as a bare process that is killed when the test is over. */
export function spawned(...flags: string[]): ServerProcess {
  const server = startProcess(...flags);
  onTestFinished(() => server.kill());
  return server;
}

/** The result an answer carries; fails if the call was refused. */
export function resultOf({ value, text }: Answer): CallResult {
  if (value) return value;
  throw new Error(`Expected a result, got ${text}`);
}

/** The record with this index. */
export function recordOf({ results }: CallResult, i: number): ResultRecord {
  const record = results[i];
  if (record?.i === i) return record;
  throw new Error(`Expected a record ${i}, got ${JSON.stringify(results)}`);
}

/** The outcome of each record; `ok` where there is none. */
export function outcomesOf({ results }: CallResult): string[] {
  return results.map(({ outcome }) => outcome ?? 'ok');
}
