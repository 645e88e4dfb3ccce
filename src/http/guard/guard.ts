import { isIP } from 'node:net';
import { whyNotPublic } from './addresses.ts';
import type { RequestFailure } from '../../request-failure.ts';
import { parseAllowRule, parseHostRule, type AllowRule } from './host-rules.ts';
import { isMetadata, isMetadataName } from './metadata.ts';
import { ownAddresses } from './own-addresses.ts';
import { serviceOf } from './ports.ts';
import { Refusal } from './refusal.ts';

export interface GuardOptions {
  /** As `--hosts`: only these may be contacted. Default `*`, every host. */
  readonly hosts?: readonly string[];
  /** Whether an address is one of this machine's interfaces. Default: as the system says. */
  readonly isOwn?: (address: string) => boolean;
}

/**
 * Which hosts, ports and addresses may be dialled: public ones, and what the operator allows. No tool argument changes
 * it. It is one policy for the whole process, so every socket of a pool has been judged by the same rules.
 */
export class Guard {
  readonly #rules: readonly AllowRule[];
  readonly #hosts: readonly ReturnType<typeof parseHostRule>[];
  readonly #isOwn: (address: string) => boolean;

  /**
   * @param allow `HOST`, `HOST:PORT`, `HOST:*` or `ADDRESS/PREFIX`; an IPv6 host with a port is written in brackets
   * @throws {RangeError} if an entry of `allow` or of `options.hosts` makes no sense
   */
  constructor(allow: readonly string[], { hosts = ['*'], isOwn = ownAddresses() }: GuardOptions = {}) {
    this.#rules = allow.map((entry) => parseAllowRule(entry));
    this.#hosts = hosts.map((entry) => parseHostRule(entry));
    this.#isOwn = isOwn;
  }

  /**
   * Why a URL would be refused, as far as it shows without a lookup: by `--hosts`, its port, a metadata service's name,
   * or the literal in it. A name that passes is judged again by what it resolves to.
   * @param url http or https
   */
  refusal({ protocol, hostname, port }: URL): RequestFailure | undefined {
    const host = bareHost(hostname);
    const at = portOf(protocol, port);
    return this.refuses(host, at)?.failure(protocol, host, at);
  }

  /** The same for the host and port of a connection, brackets stripped. */
  refuses(host: string, port: number, publicOnly = false): Refusal | undefined {
    if (isMetadataName(host) || isMetadata(host)) return new Refusal('metadata', 'a cloud metadata service');
    if (!this.#hosts.some((meant) => meant(host, port))) return new Refusal('hosts', 'not among the hosts of --hosts');
    const service = serviceOf(port);
    if (service !== undefined && !this.#rules.some((rule) => rule.namesPort(host, port))) {
      return new Refusal('port', `on a port for ${service}, not for the web`);
    }
    // Node never looks a literal up, so it is judged here.
    return isIP(host) === 0 ? undefined : this.checkAddresses([host], this.allowsHost(host, port), publicOnly);
  }

  /** Whether the operator has named this very host and port, so that it may be dialled whatever it resolves to. */
  allowsHost(host: string, port: number): boolean {
    return this.#rules.some((rule) => rule.allowsHost(host, port));
  }

  /** Whether some rule of the operator may let the host of a URL be dialled although it is not public. */
  mayOpen({ protocol, hostname, port: written }: URL): boolean {
    const [host, port] = [bareHost(hostname), portOf(protocol, written)];
    return this.#rules.some((rule) => rule.coversAddress !== undefined || rule.allowsHost(host, port));
  }

  /**
   * Finds the address that must not be dialled; one bad answer of a resolver refuses the whole name.
   * @param addresses all answers of the resolver, or the literal itself
   * @param named whether the operator has named the host: then anything but a metadata service may be dialled
   * @param publicOnly whether no rule of the operator counts. Default false
   */
  checkAddresses(addresses: readonly string[], named: boolean, publicOnly = false): Refusal | undefined {
    for (const address of addresses) {
      if (isMetadata(address)) return new Refusal('metadata', 'a cloud metadata service', address);
      const what = this.#whyNotPublic(address);
      if (what === undefined) continue;
      const opened = named || this.#rules.some((rule) => rule.coversAddress?.(address));
      if (publicOnly || !opened) return new Refusal('address', what, address);
    }
    return undefined;
  }

  /** Whether an address is public, and not one of this machine's. */
  isPublic(address: string): boolean {
    return this.#whyNotPublic(address) === undefined;
  }

  #whyNotPublic(address: string): string | undefined {
    return whyNotPublic(address) ?? (this.#isOwn(address) ? 'this machine' : undefined);
  }
}

/** The port of a URL that names none is its scheme's. */
export function portOf(protocol: string, port: string): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}

/** The host of a URL as connections are asked for it: an IPv6 literal without its brackets. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, '');
}
