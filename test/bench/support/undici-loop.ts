import { forkedIn, asked, type Surroundings } from './forked.ts';
import type { Load, Measured } from './http-load.ts';

/** How tables call it. */
export const LOOP = 'a loop over undici.request';

/** What calls are compared with: a loop over undici.request that parses each body and keeps nothing, in a process of its own. */
export interface UndiciLoop {
  readonly pid: number;
  /** Milliseconds that so many requests take. */
  ms(count: number, inFlight: number): Promise<number>;
  close(): void;
}

/** Starts one, which has loaded undici but sent nothing. */
export async function undiciLoop(url: string, surroundings: Surroundings = {}): Promise<UndiciLoop> {
  const [child] = await forkedIn(surroundings, 'http-client.ts', 'undici.request', url);
  return {
    pid: child.pid ?? 0,
    ms: async (count, inFlight) => {
      const { requestsPerSecond } = await asked<Measured>(child, { inFlight, count } satisfies Load);
      return (count / requestsPerSecond) * 1_000;
    },
    close: () => child.disconnect(),
  };
}
