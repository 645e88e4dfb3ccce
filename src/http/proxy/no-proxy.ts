import { BlockList, isIP } from 'node:net';
import { parseUrl } from '../../parse-url.ts';

/** Whether a target is reached without the proxy. `host` is as the WHATWG URL parser writes it, brackets stripped. */
export type NoProxy = (host: string, port: number) => boolean;

/**
 * Reads `NO_PROXY`, for which there is no standard: entries parted by commas or blanks, each a name (it and all under
 * it, with or without a leading `.` or `*.`, as curl has it), an address, a network such as `10.0.0.0/8` (of addresses
 * that are in the URL: no name is looked up for it) or `*`; each with a port or without. What is none of these is of
 * some other tool's syntax and matches nothing.
 */
export function parseNoProxy(text: string): NoProxy {
  const rules = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((entry) => parseEntry(entry));
  return (host, port) => rules.some((rule) => rule(bare(host), port));
}

const NEVER: NoProxy = () => false;
const ENTRY = /^(\[[^\]]+\]|[^:[\]/]+)(?::(\d{1,5}))?$/;

function parseEntry(entry: string): NoProxy {
  if (entry.includes('/')) return parseNetwork(entry);
  const [, written = '', on] = isIP(entry) === 6 ? ['', `[${entry}]`] : (ENTRY.exec(entry) ?? []);
  const matches = parseHost(written);
  return on === undefined ? matches : (host, port) => port === Number(on) && matches(host, port);
}

function parseHost(written: string): NoProxy {
  if (written === '*') return () => true;
  const url = parseUrl(`http://${written.replace(/^\*?\./, '')}/`);
  if (!url) return NEVER;
  // The very form that a request's host has: lower case, punycode, one spelling of an address.
  const name = bare(url.hostname.replace(/^\[|\]$/g, ''));
  return isIP(name) ? (host) => host === name : (host) => host === name || host.endsWith(`.${name}`);
}

function parseNetwork(entry: string): NoProxy {
  const [written = '', length = ''] = entry.replace(/^\[|\](?=\/)/g, '').split('/');
  const family = isIP(written);
  const bits = Number(length);
  if (family === 0 || !/^\d+$/.test(length) || bits > (family === 4 ? 32 : 128)) return NEVER;
  const network = new BlockList();
  network.addSubnet(written, bits, family === 4 ? 'ipv4' : 'ipv6');
  return (host) => isIP(host) !== 0 && network.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}

function bare(host: string): string {
  return host.replace(/\.$/, '');
}
