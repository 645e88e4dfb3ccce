import { unbundled } from './unbundled.ts';

const REQUEST_MS = 30_000;
/** More than any load has in flight. */
const LIMIT = 256;

/** The built engine as a call of the tool uses it: permits of the call and of the process, a deadline, retries. */
export async function ours(url: URL): Promise<() => Promise<unknown>> {
  const { callPermits } = await unbundled<typeof import('../../../src/batch/run/call-permits.ts')>('batch/run/call-permits.js');
  const { send } = await unbundled<typeof import('../../../src/http/client.ts')>('http/client.js');
  const { Connections } =
    await unbundled<typeof import('../../../src/http/sockets/connections.ts')>('http/sockets/connections.js');
  const { Guard } = await unbundled<typeof import('../../../src/http/guard/guard.ts')>('http/guard/guard.js');
  const { RequestPermit } =
    await unbundled<typeof import('../../../src/http/pacing/request-permit.ts')>('http/pacing/request-permit.js');
  const { HostLimits } = await unbundled<typeof import('../../../src/http/pacing/host-limits.ts')>('http/pacing/host-limits.js');

  const connections = new Connections({ guard: new Guard([url.host]), connectTimeoutMs: 10_000 });
  const shared = new HostLimits({ perOrigin: LIMIT, total: LIMIT });
  const permits = callPermits({ concurrency: LIMIT, per_host: LIMIT, min_interval_ms: 0 }, shared);
  const contacted = new Set<string>();
  const call = new AbortController();

  return async () => {
    const permit = new RequestPermit(permits, url.origin, await permits.acquire(url.origin, call.signal));
    const endsAt = performance.now() + REQUEST_MS;
    try {
      const { body } = await send(
        { method: 'GET', url, headers: {} },
        {
          connections,
          permit,
          signal: call.signal,
          endsAt,
          callEndsAt: endsAt,
          timeoutMs: REQUEST_MS,
          retries: 2,
          maxRedirects: 5,
          maxBytes: 10_000_000,
          wantsBody: true,
          trace: { sent: false, contacted, attempts: 1, url: url.href, cached: false, phase: 'connect', bytes: 0 },
        },
      );
      return JSON.parse(body.toString());
    } finally {
      permit.release();
    }
  };
}
