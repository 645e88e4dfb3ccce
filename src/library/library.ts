import type { FetchManyArgs, FetchManyResult, ReadResultArgs, ReadResultValue, RequestManyArgs } from './call-types.ts';
import { listen, unlisten } from '../concurrency/abort-listeners.ts';
import { History } from '../batch/schedule/batch-history.ts';
import { ConfigError, type Config } from '../config/config.ts';
import { buildOptions } from '../config/build-config.ts';
import { nameInstead } from '../config/meant-name.ts';
import { createEngine } from '../engine.ts';
import { fetchMany as fetchManyTool } from '../tools/fetch-many.ts';
import { requestMany as requestManyTool } from '../tools/request-many.ts';
import { readResult as readResultTool } from '../tools/read-result.ts';
import type { Tool } from '../tools/tool.ts';
import { OPTIONS } from '../config/options.ts';
import { ownCopy } from './own-copy.ts';

/** What has a meaning for a server only. */
const SERVER_OPTIONS = ['logLevel', 'readOnly', 'saveDir', 'traceContext'] as const;
type ServerOption = (typeof SERVER_OPTIONS)[number];

/** What the operator of a server decides by flags; the same names, defaults and bounds. */
export type OperatorOptions = {
  readonly [Key in keyof Omit<Config, ServerOption | 'profiles' | 'proxy'>]?: Config[Key] | undefined;
} & {
  /** A proxy's URL, or `env` for those of the environment. Default: none. */
  readonly proxy?: string | undefined;
};

/** How far a call has come. */
export interface FetchManyProgress {
  /** Requests that have an outcome. */
  readonly done: number;
  readonly total: number;
  /** `37/100 done, 2 failed; api.example.com: waiting 12 s (429)` */
  readonly message: string;
}

export interface CallOptions {
  /** Ends the call and closes its sockets; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Told after every request, and not waited for; if it throws or rejects meanwhile, the call ends and rejects so. */
  readonly onProgress?: ((progress: FetchManyProgress) => void | Promise<void>) | undefined;
}

/**
 * An engine that calls share: its connections, its limits, and the bodies that did not fit a result. The arguments of a
 * call are JSON and are read at once: what a program changes in them afterwards is not sent.
 */
export interface FetchMany {
  /**
   * Makes many HTTP requests: the tool `fetch_many`, the same arguments and the same result. A request that fails is a
   * record of the result, not an exception.
   * @throws {UsageError} if the call itself cannot run; the message lists every problem
   */
  fetchMany(args: FetchManyArgs, options?: CallOptions): Promise<FetchManyResult>;
  /**
   * Sends requests of any method, with bodies: the tool `request_many`, the same arguments and the same result.
   * @throws {UsageError} if the call itself cannot run; the message lists every problem
   */
  requestMany(args: RequestManyArgs, options?: CallOptions): Promise<FetchManyResult>;
  /**
   * Reads a body again that was cut, by its `ref`: the tool `read_result`.
   * @throws {UsageError} if there is no such body, or the arguments are wrong
   */
  readResult(args: ReadResultArgs, options?: Pick<CallOptions, 'signal'>): Promise<ReadResultValue>;
  /** Ends calls in flight, closes the sockets and removes the stored bodies. Nothing keeps the process alive then. */
  close(): Promise<void>;
}

/**
 * Makes an engine for several calls. Close it when done.
 * @throws {ConfigError} naming the option that is wrong
 */
export function createFetchMany(options: OperatorOptions = {}): FetchMany {
  const config = buildConfig(options);
  const engine = createEngine(config);
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  const handle = async (tool: Tool, args: unknown, { signal, onProgress }: CallOptions): Promise<unknown> => {
    const stop = new AbortController();
    const sources = (signal ? [signal, closing.signal] : [closing.signal]).map((source) => {
      source.throwIfAborted();
      return { source, follower: { onAbort: () => stop.abort(source.reason) } };
    });
    for (const { source, follower } of sources) listen(source, follower);
    const tell = async (progress: FetchManyProgress): Promise<void> => onProgress?.(progress);
    const call = tool.handle(ownCopy(args), {
      signal: stop.signal,
      progress: (done, total, message) => void tell({ done, total, message: message() }).catch((error) => stop.abort(error)),
    });
    running.add(call);
    try {
      return (await call).value;
    } finally {
      running.delete(call);
      for (const { source, follower } of sources) unlisten(source, follower);
    }
  };
  const deps = { engine, config, history: new History() };
  const tools = {
    fetchMany: fetchManyTool(deps),
    requestMany: requestManyTool(deps),
    readResult: readResultTool(engine),
  };
  const close = async (): Promise<void> => {
    closing.abort(new Error('The engine has been closed'));
    await Promise.allSettled(running);
    await engine.close();
  };
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema that the type comes from describes it
    fetchMany: async (args, call = {}) => (await handle(tools.fetchMany, args, call)) as FetchManyResult,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema that the type comes from describes it
    requestMany: async (args, call = {}) => (await handle(tools.requestMany, args, call)) as FetchManyResult,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema that the type comes from describes it
    readResult: async (args, call = {}) => (await handle(tools.readResult, args, call)) as ReadResultValue,
    close,
  };
}

/**
 * Makes one call with an engine of its own: the tool `fetch_many`, the same arguments and the same result. A request
 * that fails is a record of the result, not an exception. Nothing is left open; bodies that did not fit are gone.
 * @throws {UsageError} if the call itself cannot run; the message lists every problem
 * @throws {ConfigError} naming the option that is wrong
 * @throws the reason of `signal`
 */
export function fetchMany(args: FetchManyArgs, options: OperatorOptions & CallOptions = {}): Promise<FetchManyResult> {
  return once(options, (engine, call) => engine.fetchMany(args, call));
}

/** Like {@link fetchMany}, for requests of any method, with bodies: the tool `request_many`. */
export function requestMany(args: RequestManyArgs, options: OperatorOptions & CallOptions = {}): Promise<FetchManyResult> {
  return once(options, (engine, call) => engine.requestMany(args, call));
}

async function once<T>(
  { signal, onProgress, ...operator }: OperatorOptions & CallOptions,
  run: (engine: FetchMany, call: CallOptions) => Promise<T>,
): Promise<T> {
  const engine = createFetchMany(operator);
  try {
    return await run(engine, { signal, onProgress });
  } finally {
    await engine.close();
  }
}

function buildConfig(options: OperatorOptions): Config {
  const known = OPTIONS.map(({ key }) => key).filter((key) => !SERVER_OPTIONS.some((each) => each === key));
  const given = new Map(Object.entries(options).filter(([, value]) => value !== undefined));
  for (const key of given.keys()) {
    if (!known.some((each) => each === key)) throw new ConfigError(`${key} is not an option; ${nameInstead(key, known)}`);
  }
  const config = buildOptions(({ key }) => {
    return given.has(key) ? { where: key, text: [given.get(key)].flat().map(String).join(',') } : undefined;
  }, process.env);
  // Somebody else's process: its stderr is not ours to write to.
  return Object.freeze({ ...config, logLevel: 'silent', profiles: [] });
}
