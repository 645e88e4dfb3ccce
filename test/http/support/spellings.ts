import type { Random } from '../../support/random.ts';
import { EDGES_V4, EDGES_V6, plain, type Bytes } from './registry.ts';

/** A URL in an odd spelling, and the address that is meant by it; none if it is a name or nothing at all. */
export interface Spelled {
  readonly url: string;
  readonly meant: Bytes | undefined;
}

const SCHEMES = ['http://', 'https://', 'HTTP://', 'hTTps://', 'http:', 'http:/', 'http:\\\\', 'http:///', 'http:/\\/'] as const;
const USERS = ['user@', 'user:word@', '1.1.1.1@', 'example.com%2f@', '%00@', 'a@b@'] as const;
const ENDS = ['', '/', '/x', ':80', ':8080/', ':443', '?q', '#f', '\\x', '/%2e%2e/', ':65535/'] as const;
const NAMES = [
  'localhost',
  'LocalHost',
  'localhost.',
  'a.localhost',
  'one.test',
  'ONE.TEST.',
  'ｏｎｅ.test',
  '127.0.0.1.nip.test',
  '10-0-0-1.ip.test',
  'xn--1-test.test',
  '0x7f.test',
  '1.1.1.1.test',
  'a_b.test',
  'metadata.google.internal.',
] as const;
const ZONES = ['%25eth0', '%lo', '%250', '%'] as const;

/** An address, near the end of a range as often as not. */
export function address(random: Random): Bytes {
  const v4 = random.next() < 0.5 ? pickOf(random, EDGES_V4) : random.int(0, 0xffff_ffff);
  const low = BigInt(v4);
  const any = (): bigint => Array.from({ length: 8 }).reduce<bigint>((made) => (made << 16n) | BigInt(random.int(0, 0xffff)), 0n);
  const v6 = (): bigint =>
    random.pick([
      () => (0xffffn << 32n) | low, // mapped
      () => (0x64_ff9bn << 96n) | low, // NAT64
      () => (0x64_ff9b_0001n << 80n) | low, // NAT64 for local use
      () => low, // IPv4-compatible
      () => (0xffff_0000n << 32n) | low, // IPv4-translated
      () => (0x2002n << 112n) | (low << 80n), // 6to4
      () => (0x2001n << 112n) | (any() & ((1n << 96n) - 1n)), // Teredo
      () => (0xfe80n << 112n) | (any() & ((1n << 64n) - 1n)),
      () => (0xfdn << 120n) | (any() & ((1n << 120n) - 1n)),
      () => pickOf(random, EDGES_V6),
      () => pickOf(random, EDGES_V6),
      () => (1n << 125n) | (any() >> 3n), // 2000::/3
      () => (1n << 125n) | (any() >> 3n),
      () => (0x2001n << 112n) | (any() >> 16n),
      any,
    ])();
  return random.next() < 0.6 ? { v4 } : { v6: v6() };
}

/** One URL of the grammar. */
export function spelling(random: Random): Spelled {
  const isName = random.next() < 0.1;
  const meant = isName ? undefined : address(random);
  const host = meant === undefined ? random.pick(NAMES) : 'v4' in meant ? dotted(meant.v4, random) : bracketed(meant.v6, random);
  const user = random.next() < 0.1 ? random.pick(USERS) : '';
  const scheme = random.next() < 0.6 ? 'http://' : random.pick(SCHEMES);
  const whole = `${scheme}${user}${host}${random.pick(ENDS)}`;
  const at = random.int(0, whole.length);
  const url = random.next() < 0.05 ? `${whole.slice(0, at)}${random.pick(['\t', '\n', ' ', '\u00ad'])}${whole.slice(at)}` : whole;
  return { url, meant };
}

/** One to four numbers, decimal, hex or octal, in digits of any width, percent-encoded or not. */
function dotted(value: number, random: Random): string {
  const count = random.int(1, 4);
  const numbers = Array.from({ length: count }, (_, nth) => {
    if (nth < count - 1) return (value >>> (24 - nth * 8)) & 255;
    return count === 1 ? value : value % 2 ** (8 * (5 - count));
  });
  const number = (each: number): string =>
    random.pick([
      () => String(each),
      () => String(each),
      () => `0x${each.toString(16)}`,
      () => `0X${each.toString(16).toUpperCase().padStart(random.int(1, 12), '0')}`,
      () => `0${each.toString(8).padStart(random.int(1, 12), '0')}`,
    ])();
  const text = numbers.map(number).join('.') + (random.next() < 0.1 ? '.' : '');
  const odd = random.next();
  if (odd < 0.7) return text;
  const letters = Array.from(text, (letter) => {
    if (random.next() < 0.5) return letter;
    if (odd < 0.8) return `%${letter.charCodeAt(0).toString(16)}`;
    if (letter === '.') return random.pick(['.', '。', '．', '｡']);
    if (odd < 0.9 || !/[1-9]/.test(letter)) return String.fromCodePoint(letter.charCodeAt(0) + 0xfee0); // full width
    return String.fromCodePoint(0x2460 + Number(letter) - 1); // circled
  });
  return letters.join('');
}

/** Groups, with or without `::`, a dotted end, leading zeros, either case, a zone id. */
function bracketed(value: bigint, random: Random): string {
  const groups = plain({ v6: value }).split(':');
  const padded = groups.map((group) => (random.next() < 0.2 ? group.padStart(random.int(1, 4), '0') : group));
  const last = Number(value & 0xffff_ffffn);
  if (random.next() < 0.3) padded.splice(6, 2, plain({ v4: last }));
  const text = padded.join(':');
  const short = random.next() < 0.6 ? text.replace(/(^|:)0+(:0+)+(:|$)/, '::') : text;
  const zone = random.next() < 0.05 ? random.pick(ZONES) : '';
  return `[${random.next() < 0.3 ? short.toUpperCase() : short}${zone}]`;
}

function pickOf<T>(random: Random, items: readonly T[]): T {
  const item = items[random.int(0, items.length - 1)];
  if (item === undefined) throw new Error('there is nothing to pick from');
  return item;
}
