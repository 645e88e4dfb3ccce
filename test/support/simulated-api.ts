import type { Dispatcher } from 'undici';
import { taskGroup } from '../../src/concurrency/index.ts';
import { callPermits } from '../../src/batch/run/call-permits.ts';
import { OriginQueues } from '../../src/batch/run/origin-queues.ts';
import { send } from '../../src/http/client.ts';
import { Guard } from '../../src/http/guard/guard.ts';
import type { HttpRequest, RequestProgress } from '../../src/http/message.ts';
import { HostLimits } from '../../src/http/pacing/host-limits.ts';
import { Connections } from '../../src/http/sockets/connections.ts';

// APIs that limit how often they are asked, and a client that asks them as a call does: on a clock that can be faked.

/** What an API answers. */
export interface SimulatedAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What it says is closed with this answer, and until when, in milliseconds since the epoch. */
  readonly closes?: { readonly scope: string; readonly until: number };
}

export interface SimulatedApi {
  /** Which of its limits a request counts against. */
  scopeOf(method: string, path: string): string;
  /** @param now milliseconds since the epoch */
  answer(scope: string, now: number, path: string): SimulatedAnswer;
}

/** One request as the API has seen it; times in milliseconds since the epoch. */
export interface Arrival {
  readonly path: string;
  readonly scope: string;
  readonly sentAt: number;
  readonly status: number;
}

/** From the client to the API, and back. */
const ONE_WAY_MS = 20;
/** What is sent within so many milliseconds of an answer has been on its way before that was read. */
const SAME_MOMENT_MS = 5;

/** Connections to a simulated API: no socket is opened. */
export class SimulatedConnections extends Connections {
  readonly arrivals: Arrival[] = [];
  /** Requests that were sent although the client had been told that it was too early. */
  readonly early: Arrival[] = [];
  readonly #api: SimulatedApi;
  readonly #closed: { readonly scope: string; readonly knownAt: number; readonly until: number }[] = [];

  constructor(api: SimulatedApi) {
    super({ guard: new Guard([]), connectTimeoutMs: 1_000 });
    this.#api = api;
  }

  override dispatch(options: Dispatcher.DispatchOptions & { origin: string }, handler: Dispatcher.DispatchHandler): void {
    const { method, path } = options;
    const sentAt = Date.now();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that an attempt uses of it
    const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;
    setTimeout(() => {
      handler.onRequestStart?.(controller, {});
      setTimeout(() => {
        const scope = this.#api.scopeOf(method, path);
        const { status, headers = {}, body = {}, closes } = this.#api.answer(scope, Date.now(), path);
        const arrival = { path, scope, sentAt, status };
        this.arrivals.push(arrival);
        const isEarly = this.#closed.some((each) => {
          return (each.scope === scope || each.scope === '*') && sentAt > each.knownAt + SAME_MOMENT_MS && sentAt < each.until;
        });
        if (isEarly) this.early.push(arrival);
        setTimeout(() => {
          if (closes) this.#closed.push({ ...closes, knownAt: Date.now() });
          handler.onResponseStart?.(controller, status, { date: new Date().toUTCString(), ...headers }, '');
          handler.onResponseData?.(controller, Buffer.from(JSON.stringify(body)));
          handler.onResponseEnd?.(controller, {});
        }, ONE_WAY_MS);
      }, ONE_WAY_MS);
    }, 0);
  }

  override done(): void {}

  override isLocal(): boolean {
    return false;
  }
}

/** What became of one request: its status or its error, after how many milliseconds. */
export interface Outcome {
  readonly path: string;
  readonly status: number | string;
  readonly ms: number;
}

/** Sends requests as a call of the tool does: through the queues, permits, pace and retries that all of them pass. */
export async function askAll(
  connections: SimulatedConnections,
  origin: string,
  paths: readonly string[],
  options: { readonly method?: HttpRequest['method']; readonly deadlineMs?: number; readonly limits?: HostLimits } = {},
): Promise<Outcome[]> {
  const { method = 'GET', deadlineMs = 600_000, limits = new HostLimits({ perOrigin: 8, total: 64 }) } = options;
  const permits = callPermits({ concurrency: 8, per_host: 6, min_interval_ms: 0 }, limits);
  const began = performance.now();
  const leftMs = (): number => began + deadlineMs - performance.now();
  const outcomes: Outcome[] = [];
  const { signal } = new AbortController();
  await taskGroup(
    (group) => {
      const queues = new OriginQueues(group, permits, (onStepAside) => ({ leftMs, limit: 'deadline_ms', onStepAside }));
      queues.add(
        paths.map((path) => {
          const request: HttpRequest = { method, url: new URL(path, origin), headers: { 'idempotency-key': path } };
          const ended = (status: number | string): void => {
            outcomes.push({ path, status, ms: performance.now() - began });
          };
          return {
            origin,
            asked: request,
            run: async (permit) => {
              const trace: RequestProgress = {
                sent: false,
                contacted: new Set(),
                attempts: 1,
                url: request.url.href,
                cached: false,
                phase: 'connect',
                bytes: 0,
              };
              const endsAt = began + deadlineMs;
              const within = { connections, permit, signal: group.signal, trace, endsAt, callEndsAt: endsAt };
              const sizes = { timeoutMs: deadlineMs, retries: 5, maxRedirects: 5, maxBytes: 100_000, wantsBody: true };
              await send(request, { ...within, ...sizes }).then(
                ({ status }) => ended(status),
                (error: unknown) => ended(String(error)),
              );
            },
            async refused(error) {
              ended(String(error));
            },
          };
        }),
      );
    },
    { signal },
  );
  return outcomes;
}

/** A quota of a fixed window: so many requests, all of them back when it is over. */
export class WindowQuota {
  readonly limit: number;
  readonly #windowMs: number;
  #used = 0;
  resetAt = 0;

  constructor(limit: number, windowMs: number) {
    this.limit = limit;
    this.#windowMs = windowMs;
  }

  /** @returns how many are left after this one; -1 if there was none */
  take(now: number): number {
    if (now >= this.resetAt) {
      this.resetAt = now + this.#windowMs;
      this.#used = 0;
    }
    if (this.#used >= this.limit) return -1;
    return this.limit - ++this.#used;
  }
}
