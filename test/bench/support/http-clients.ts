import { Agent as HttpAgent, get } from 'node:http';
import { text } from 'node:stream/consumers';
import { Agent, fetch, request } from 'undici';
import { bare } from './bare-dispatch.ts';
import { ours } from './our-engine.ts';

/** Makes what sends one GET and gives the parsed JSON, over connections of its own. */
export type MakeClient = (url: URL) => Promise<() => Promise<unknown>>;

/** The contenders by name; ours comes first, the one the others are compared with second. */
export const CLIENTS: Readonly<Record<string, MakeClient>> = {
  'this engine': ours,
  'undici.request': async (url) => {
    const dispatcher = new Agent();
    return async () => (await request(url, { dispatcher })).body.json();
  },
  'undici.fetch': async (url) => {
    const dispatcher = new Agent();
    return async () => (await fetch(url, { dispatcher })).json();
  },
  'node:http': async (url) => {
    const agent = new HttpAgent({ keepAlive: true, maxSockets: Infinity });
    return () => new Promise((resolve, reject) => {
      const sent = get(url, { agent }, (response) => {
        text(response).then((body) => resolve(JSON.parse(body))).catch(reject);
      });
      sent.on('error', reject);
    });
  },
  'dispatch + JSON.parse': async (url) => {
    const dispatcher = new Agent();
    return () => bare(dispatcher, url);
  },
};
<<<<<<< HEAD

/** The built engine as a call of the tool uses it: permits of the call and of the process, a deadline, retries. */
async function ours(url: URL): Promise<() => Promise<unknown>> {
  const { callPermits } = await built<typeof import('../../../src/batch/permits.ts')>('batch/permits.js');
  const { send } = await built<typeof import('../../../src/http/client.ts')>('http/client.js');
  const { Connections } = await built<typeof import('../../../src/http/connections.ts')>('http/connections.js');
  const { Guard } = await built<typeof import('../../../src/http/guard.ts')>('http/guard.js');
  const { Hold, HostLimits } = await built<typeof import('../../../src/http/host-limits.ts')>('http/host-limits.js');

  const connections = new Connections({ guard: new Guard([url.host]), connectTimeoutMs: 10_000 });
  const shared = new HostLimits({ perOrigin: LIMIT, total: LIMIT });
  const permits = callPermits({ concurrency: LIMIT, perHost: LIMIT }, shared);
  const contacted = new Set<string>();
  const call = new AbortController();

  return async () => {
    const hold = new Hold(permits, url.origin, await permits.acquire(url.origin, call.signal));
    const endsAt = performance.now() + REQUEST_MS;
    try {
      const { body } = await send({ method: 'GET', url, headers: {} }, {
        connections,
        hold,
        signal: call.signal,
        // Methods, because tsx spends a microsecond on the name of every arrow function.
        remainingMs() {
          return endsAt - performance.now();
        },
        endingMs() {
          return endsAt - performance.now();
        },
        timeoutMs: REQUEST_MS,
        retries: 2,
        maxRedirects: 5,
        maxBytes: 10_000_000,
        wantsBody: true,
        trace: { sent: false, contacted, attempts: 1, url: url.href, cached: false, doing: 'connecting', bytes: 0 },
      });
      return JSON.parse(body.toString());
    } finally {
      hold.give();
    }
  };
}

/** A module of ours, compiled but not bundled. */
function built<Module>(path: string): Promise<Module> {
  return import(new URL(`../../../unbundled/${path}`, import.meta.url).href);
}

/** The floor: no deadline, no abort, no cap, no decoding, no errors told apart. */
function bare(dispatcher: Agent, url: URL): Promise<unknown> {
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname, method: 'GET' },
      new BareHandler(resolve, reject),
    );
  });
}

class BareHandler implements Dispatcher.DispatchHandler {
  #text = '';
  readonly #resolve: (value: unknown) => void;
  readonly #reject: (error: Error) => void;

  constructor(resolve: (value: unknown) => void, reject: (error: Error) => void) {
    this.#resolve = resolve;
    this.#reject = reject;
  }

  onRequestStart(): void {}

  onResponseStart(): void {}

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#text += chunk.toString();
  }

  onResponseEnd(): void {
    this.#resolve(JSON.parse(this.#text));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.#reject(error);
  }
}
=======
>>>>>>> 03d17c5 (Measure everything with one command, npm run bench, beside what people would use instead)
