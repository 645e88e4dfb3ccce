import { lookup, type LookupAddress } from 'node:dns';
import { Semaphore, withDeadline, TimeoutError } from '../../concurrency/index.ts';
import { RequestFailure } from '../../request-failure.ts';
import { NoAddress } from './socket-errors.ts';

/** Resolves a name to all its addresses; `dns.lookup` in its promise-free form. A parameter for the tests. */
export type Resolve = (
  host: string,
  options: { all: true },
  callback: (error: Error | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * A lookup occupies a thread of libuv's pool of four until the system gives up on it, which may take half a minute.
 * Two leave the others to files and to zlib; libuv itself would not run more of them at once, and cannot drop one that
 * waits.
 */
const AT_ONCE = 2;

/** Looks names up: all addresses of each, a name asked for by many at once only once, and nothing kept afterwards. */
export class Resolver {
  readonly #resolve: Resolve;
  readonly #timeoutMs: number;
  readonly #threads = new Semaphore(AT_ONCE);
  readonly #inFlight = new Map<string, Promise<LookupAddress[]>>();

  /** @param timeoutMs milliseconds for one name, its wait for a thread included */
  constructor({ resolve = lookup, timeoutMs }: { readonly resolve?: Resolve | undefined; readonly timeoutMs: number }) {
    this.#resolve = resolve;
    this.#timeoutMs = timeoutMs;
  }

  /**
   * All addresses of a name, in the order to try them; never an empty list. Whoever asks while it is being looked up
   * gets the same answer; whoever asks later has it looked up again, so that an answer is as old as its connection.
   * @throws {HttpFailure} `timeout`/`dns` if it takes too long
   * @throws what the resolver says: `ENOTFOUND`, `EAI_AGAIN` ...
   */
  addressesOf(host: string): Promise<LookupAddress[]> {
    const known = this.#inFlight.get(host);
    if (known) return known;
    const asked = this.#lookUp(host).finally(() => this.#inFlight.delete(host));
    this.#inFlight.set(host, asked);
    return asked;
  }

  async #lookUp(host: string): Promise<LookupAddress[]> {
    try {
      return await withDeadline(this.#timeoutMs, async (signal) => {
        const release = await this.#threads.acquire(signal);
        return new Promise<LookupAddress[]>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason), { once: true });
          this.#resolve(host, { all: true }, (error, addresses) => {
            release(); // not at the deadline: the thread is occupied until now
            if (error) reject(error);
            else if (addresses.length === 0) reject(new NoAddress(host)); // Node cannot cope with an empty list
            else resolve(addresses);
          });
        });
      });
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      const message = `the name ${host} was not looked up within ${this.#timeoutMs / 1_000} s; try again, or check this machine's DNS`;
      throw new RequestFailure({ outcome: 'timeout', kind: 'dns', message, retryable: true, cause: error });
    }
  }
}
