import { isIP } from 'node:net';
import type { HttpRequest, HttpResponse, RequestProgress } from '../../src/http/message.ts';
import { withDeadline } from '../../src/concurrency/index.ts';
import { send } from '../../src/http/client.ts';
import type { SendOptions } from '../../src/http/send-options.ts';
import { Connections } from '../../src/http/sockets/connections.ts';
import { RequestFailure } from '../../src/request-failure.ts';
import { Guard } from '../../src/http/guard/guard.ts';
import { RequestPermit } from '../../src/http/pacing/request-permit.ts';
import { HostLimits } from '../../src/http/pacing/host-limits.ts';
import { chooseProxy } from '../../src/http/proxy/choose.ts';
import { Refusal } from '../../src/http/guard/refusal.ts';
import type { Resolve } from '../../src/http/sockets/resolver.ts';
import { parseProxy } from '../../src/config/proxy.ts';

export interface EngineOptions {
  /** As `--allow`. Default: the names of this machine. Whatever it says, only loopback is ever dialled. */
  readonly allow?: readonly string[];
  /** Default 5,000. */
  readonly connectTimeoutMs?: number;
  /** Default: `localhost` is 127.0.0.1, and nothing else exists. */
  readonly resolve?: Resolve;
  /** As `--proxy URL`. Default: none. */
  readonly proxy?: string;
  /** Default 4. */
  readonly perOrigin?: number;
  /** Default 8. */
  readonly total?: number;
}

/** What may be set for one request. */
export type Overrides = Partial<
  Pick<HttpRequest, 'method' | 'headers'> &
    Pick<SendOptions, 'signal' | 'retries' | 'maxRedirects' | 'maxBytes' | 'wantsBody' | 'onWait' | 'trace'>
> & {
  /** Default 5,000, which no test that succeeds comes near. */
  readonly deadlineMs?: number;
};

/** How a request went: either a response or an error. */
export interface Fetched {
  readonly response: HttpResponse | undefined;
  readonly error: unknown;
  readonly trace: RequestProgress;
}

/** An HTTP engine as the server puts it together, which cannot leave this machine. */
export class Engine {
  readonly connections: Connections;
  readonly limits: HostLimits;
  readonly #perOrigin: number;
  readonly #total: number;

  constructor(options: EngineOptions = {}) {
    this.#perOrigin = options.perOrigin ?? 4;
    this.#total = options.total ?? 8;
    this.limits = new HostLimits({ perOrigin: this.#perOrigin, total: this.#total });
    this.connections = new Connections({
      guard: new LoopbackGuard(options.allow ?? ['127.0.0.1', '[::1]', 'localhost']),
      connectTimeoutMs: options.connectTimeoutMs ?? 5_000,
      resolve: options.resolve ?? resolving({ localhost: '127.0.0.1' }),
      proxyFor: chooseProxy(parseProxy(options.proxy ?? '', {})),
    });
  }

  /** Sends one request the way the server does: a permit, a deadline, `send`. It never rejects. */
  async fetchOnce(url: string | URL, overrides: Overrides = {}): Promise<Fetched> {
    const { method = 'GET', headers = {}, deadlineMs = 5_000, signal: outer, ...rest } = overrides;
    const target = new URL(url);
    const trace = rest.trace ?? newProgress(target);
    const endsAt = performance.now() + deadlineMs;
    try {
      const response = await withDeadline(
        deadlineMs,
        async (signal) => {
          const permit = new RequestPermit(this.limits, target.origin, await this.limits.acquire(target.origin, signal));
          try {
            return await send(
              { method, url: target, headers },
              {
                retries: 0,
                maxRedirects: 5,
                maxBytes: 1_000_000,
                wantsBody: true,
                ...rest,
                connections: this.connections,
                permit,
                signal,
                trace,
                endsAt,
                callEndsAt: Infinity,
                timeoutMs: deadlineMs,
              },
            );
          } finally {
            permit.release();
          }
        },
        { signal: outer },
      );
      return { response, error: undefined, trace };
    } catch (error) {
      return { response: undefined, error, trace };
    }
  }

  /**
   * Takes every permit there is, those for `origin` among them, of which it has fewer after troubles, and gives them back;
   * rejects if one is held.
   */
  async takeAllPermits(origin: string): Promise<void> {
    const own = this.limits.pacing.limit(origin);
    await withDeadline(200, async (signal) => {
      const acquires = Array.from({ length: this.#total }, (_, nth) => {
        const other = Math.floor((nth - own) / this.#perOrigin);
        return this.limits.acquire(nth < own ? origin : `http://spare-${other}.test`, signal);
      });
      for (const taken of await Promise.allSettled(acquires)) {
        if (taken.status === 'rejected') throw taken.reason;
        taken.value();
      }
    });
  }
}

/** The {@link RequestFailure} a request ended with; fails if it ended otherwise. */
export function failureOf({ response, error }: Fetched): RequestFailure {
  if (error instanceof RequestFailure) return error;
  throw new Error(`Expected an HttpFailure, got ${response ? `status ${response.status}` : String(error)}`, {
    cause: error,
  });
}

/** The response a request ended with; fails if it ended otherwise. */
export function responseOf({ response, error }: Fetched): HttpResponse {
  if (response) return response;
  throw new Error(`Expected a response, got ${String(error)}`, { cause: error });
}

/** How far a request has come that has not begun. */
function newProgress(url: URL): RequestProgress {
  return {
    sent: false,
    contacted: new Set(),
    attempts: 1,
    url: url.href,
    cached: false,
    phase: 'permit',
    bytes: 0,
  };
}

/** A trace, and a promise fulfilled in the turn in which it says what `done` looks for. */
export function watchTrace(
  url: string,
  done: (trace: RequestProgress) => boolean,
): { trace: RequestProgress; reached: Promise<void> } {
  const known = newProgress(new URL(url));
  let reach: (() => void) | undefined;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  if (done(known)) reach?.();
  const trace = new Proxy(known, {
    set(target, name, value) {
      const set = Reflect.set(target, name, value);
      if (done(target)) reach?.();
      return set;
    },
  });
  return { trace, reached };
}

/** A resolver that knows these names, and nothing else. */
export function resolving(names: Readonly<Record<string, string | readonly string[]>>): Resolve {
  return (host, _, callback) => {
    const addresses = [names[host] ?? []].flat().map((address) => ({ address, family: isIP(address) }));
    const error = addresses.length > 0 ? null : lookupError('ENOTFOUND', host);
    setImmediate(callback, error, addresses);
  };
}

/** The error that `dns.lookup` gives. */
export function lookupError(code: string, host: string): Error {
  return Object.assign(new Error(`getaddrinfo ${code} ${host}`), { code, syscall: 'getaddrinfo', hostname: host });
}

/** The guard under test, and behind it a wall: not even what it lets through leaves this machine. */
class LoopbackGuard extends Guard {
  override checkAddresses(addresses: readonly string[], named: boolean, publicOnly?: boolean): Refusal | undefined {
    const abroad = addresses.find((address) => !isLoopback(address));
    const walled = abroad === undefined ? undefined : new Refusal('metadata', 'not loopback, in a test', abroad);
    return super.checkAddresses(addresses, named, publicOnly) ?? walled;
  }
}

function isLoopback(address: string): boolean {
  return address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}
