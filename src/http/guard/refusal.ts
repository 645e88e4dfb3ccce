import { isIP } from 'node:net';
import { RequestFailure } from '../../request-failure.ts';

/** Which rule of the guard: an address that is not public, a metadata service, a port not for the web, `--hosts`. */
export type RefusalRule = 'address' | 'metadata' | 'port' | 'hosts';

/** What must not be dialled, and by which rule. */
export class Refusal extends Error {
  override readonly name = 'Refused';
  readonly by: RefusalRule;
  /** The address a name resolves to; the literal itself. */
  readonly #address: string | undefined;
  readonly #what: string;

  /** @param what follows "is": `this machine` */
  constructor(by: RefusalRule, what: string, address?: string) {
    super(`${address ?? 'it'} is ${what}`);
    this.by = by;
    this.#address = address;
    this.#what = what;
  }

  /** What is wrong with `host`, as the end of a sentence about it: `resolves to 127.0.0.1, which is this machine`. */
  said(host: string): string {
    const leads = this.#address !== undefined && isIP(host) === 0 ? `resolves to ${this.#address}, which is` : 'is';
    return `${leads} ${this.#what}`;
  }

  /** The failure of the request that asked for it; it names the flag that would permit it. */
  failure(protocol: string, host: string, port: number): RequestFailure {
    const written = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
    const cures: Record<RefusalRule, string> = {
      address: `start the server with --allow ${written} to permit it`,
      port: `start the server with --allow ${written} to permit exactly this port`,
      hosts: `start the server with ${written} added to --hosts to permit it`,
      metadata: 'it is never fetched',
    };
    const message = `blocked: ${protocol}//${written} ${this.said(host)}; ${cures[this.by]}`;
    return new RequestFailure({ outcome: 'blocked', message, cause: this });
  }
}
