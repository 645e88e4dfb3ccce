import { isIP } from 'node:net';
import { isMetadata, subnet, whyNotPublic } from './addresses.ts';
import { HttpFailure } from './errors.ts';

/** One `--allow` of the operator. */
interface AllowRule {
  /** Matches what the URL names: host and port as written, before any lookup. */
  names(host: string, port: number): boolean;
  /** Matches an address wherever it came from. Only a CIDR does. */
  covers(address: string): boolean;
}

/** Which addresses may be dialled: public ones, and what the operator allows. No tool argument changes it. */
export class Guard {
  readonly #rules: readonly AllowRule[];

  /**
   * @param allow `HOST`, `HOST:PORT`, `HOST:*` or `ADDRESS/PREFIX`; an IPv6 host with a port is written in brackets
   * @throws {RangeError} if an entry is none of these
   */
  constructor(allow: readonly string[]) {
    this.#rules = allow.map((entry) => parseRule(entry));
  }

  /** Whether the operator has named this very host and port, so that it may be dialled whatever it resolves to. */
  names(host: string, port: number): boolean {
    return this.#rules.some((rule) => rule.names(host, port));
  }

  /**
   * Finds the address that must not be dialled; one bad answer of a resolver refuses the whole name.
   * @param addresses all answers of the resolver, or the literal itself
   * @param named whether the operator has named the host: then anything but a metadata service may be dialled
   */
  judge(addresses: readonly string[], named: boolean): Refused | undefined {
    for (const address of addresses) {
      if (isMetadata(address)) return new Refused(address, 'a cloud metadata service', false);
      const what = named ? undefined : whyNotPublic(address);
      if (what === undefined || this.#rules.some((rule) => rule.covers(address))) continue;
      return new Refused(address, what, true);
    }
    return undefined;
  }
}

/** An address that must not be dialled. */
export class Refused extends Error {
  readonly #address: string;
  readonly #what: string;
  readonly #curable: boolean;

  constructor(address: string, what: string, curable: boolean) {
    super(`${address} is ${what}`);
    this.#address = address;
    this.#what = what;
    this.#curable = curable;
  }

  /** The failure of the request that asked for it; it names the flag that would permit it. */
  failure(protocol: string, host: string, port: number): HttpFailure {
    const written = isIP(host) === 6 ? `[${host}]:${port}` : `${host}:${port}`;
    const leads = isIP(host) === 0 ? `resolves to ${this.#address}, which is` : 'is';
    const cure = this.#curable ? `start the server with --allow ${written} to permit it` : 'it is never fetched';
    const message = `blocked: ${protocol}//${written} ${leads} ${this.#what}; ${cure}`;
    return new HttpFailure({ outcome: 'blocked', message, cause: this });
  }
}

/** A wildcard, or what the URL parser would drop from a host, is a mistake to be told of and not a rule. */
const RULE = /^(\[[^\]]+\]|[^:\s@?#*\\]+)(?::(\d{1,5}|\*))?$/;

function parseRule(entry: string): AllowRule {
  if (entry.includes('/')) return { names: () => false, covers: subnet(entry) };
  const [, written, on] = isIP(entry) === 6 ? [entry, `[${entry}]`] : RULE.exec(entry) ?? [];
  const host = written && canonicalHost(written);
  const port = on === undefined || on === '*' ? undefined : Number(on);
  if (!host || (port !== undefined && (port < 1 || port > 65_535))) {
    throw new RangeError(`Expected HOST, HOST:PORT, HOST:* or ADDRESS/PREFIX, got ${JSON.stringify(entry)}`);
  }
  return {
    names: (candidate, at) => candidate === host && (port === undefined || port === at),
    covers: () => false,
  };
}

/** The host as the WHATWG URL parser writes it, which is the form every request's host has; brackets stripped. */
function canonicalHost(host: string): string | undefined {
  return URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`).hostname.replace(/^\[|\]$/g, '') : undefined;
}
