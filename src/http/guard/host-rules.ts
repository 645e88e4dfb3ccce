import { isIP } from 'node:net';
import { parseSubnet } from './addresses.ts';
import { parseUrl } from '../../parse-url.ts';

/** One `--allow` of the operator. */
export interface AllowRule {
  /** Matches what the URL names: host and port as written, before any lookup. */
  allowsHost(host: string, port: number): boolean;
  /** Whether it names one port, and this is it: what opens a port that is not for the web. */
  namesPort(host: string, port: number): boolean;
  /** Matches an address wherever it came from; absent unless the rule is a CIDR. */
  readonly coversAddress?: (address: string) => boolean;
}

/** A wildcard, a dot before the name, or what the URL parser would drop from a host, is a mistake to be told of and not a rule. */
const RULE = /^(?!\.)(\[[^\]]+\]|[^:\s@?#*\\/]+)(?::(\d{1,5}|\*))?$/;

/**
 * Reads one `--allow`: `HOST`, `HOST:PORT`, `HOST:*` or `ADDRESS/PREFIX`; an IPv6 host with a port is in brackets.
 * @throws {RangeError} if it is none of these
 */
export function parseAllowRule(entry: string): AllowRule {
  if (isIP(entry.split('/')[0] ?? '') !== 0 && entry.includes('/'))
    return { allowsHost: () => false, namesPort: () => false, coversAddress: parseSubnet(entry) };
  const rule = parse(entry);
  if (!rule) throw new RangeError(`expected HOST, HOST:PORT, HOST:* or ADDRESS/PREFIX, got ${given(entry)}`);
  const { host, port } = rule;
  return {
    allowsHost: (candidate, at) => candidate === host && (port === undefined || port === at),
    namesPort: (candidate, at) => candidate === host && port === at,
  };
}

/**
 * Reads one entry of `--hosts`: `HOST`, `*.HOST` (its subdomains, not itself), both also with `:PORT`; `*` is every
 * host. A dot at the end of a name changes nothing.
 * @returns whether a host and port are meant by it
 * @throws {RangeError} if it is none of these
 */
export function parseHostRule(entry: string): (host: string, port: number) => boolean {
  if (entry === '*') return () => true;
  const wild = entry.startsWith('*.');
  const rule = parse(wild ? entry.slice(2) : entry);
  if (!rule || (wild && isIP(rule.host) !== 0)) {
    throw new RangeError(`expected HOST, *.HOST or one of them with :PORT, got ${given(entry)}`);
  }
  const { port } = rule;
  const wanted = withoutDot(rule.host);
  return (candidate, at) => {
    const host = withoutDot(candidate);
    return (port === undefined || port === at) && (wild ? host.endsWith(`.${wanted}`) : host === wanted);
  };
}

/** `HOST[:PORT|:*]`; without a port, every one is meant. */
function parse(entry: string): { readonly host: string; readonly port: number | undefined } | undefined {
  const [, written, on] = isIP(entry) === 6 ? [entry, `[${entry}]`] : (RULE.exec(entry) ?? []);
  const host = written && canonicalHost(written);
  const port = on === undefined || on === '*' ? undefined : Number(on);
  return !host || (port !== undefined && (port < 1 || port > 65_535)) ? undefined : { host, port };
}

/** An entry that is none, and how it is written if it is a URL. */
function given(entry: string): string {
  const url = /^https?:\/\//i.test(entry) ? parseUrl(entry) : undefined;
  return JSON.stringify(entry) + (url ? `; without scheme and path it is ${url.host}` : '');
}

/** The host as the WHATWG URL parser writes it, which is the form every request's host has; brackets stripped. */
function canonicalHost(host: string): string | undefined {
  return parseUrl(`http://${host}/`)?.hostname.replace(/^\[|\]$/g, '');
}

function withoutDot(host: string): string {
  return host.replace(/\.$/, '');
}
