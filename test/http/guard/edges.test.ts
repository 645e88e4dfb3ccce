import { describe, expect, test } from 'vitest';
import { Guard } from '../../../src/http/guard/guard.ts';

type Verdict = 'open' | 'shut';

/** Both sides of every block of the IANA IPv4 Special-Purpose Address Registry, and of multicast. */
const IPV4: readonly (readonly [address: string, verdict: Verdict])[] = [
  ['0.0.0.0', 'shut'],
  ['0.255.255.255', 'shut'],
  ['1.0.0.0', 'open'],
  ['9.255.255.255', 'open'],
  ['10.0.0.0', 'shut'],
  ['10.255.255.255', 'shut'],
  ['11.0.0.0', 'open'],
  ['100.63.255.255', 'open'],
  ['100.64.0.0', 'shut'],
  ['100.127.255.255', 'shut'],
  ['100.128.0.0', 'open'],
  ['126.255.255.255', 'open'],
  ['127.0.0.0', 'shut'],
  ['127.255.255.255', 'shut'],
  ['128.0.0.0', 'open'],
  ['169.253.255.255', 'open'],
  ['169.254.0.0', 'shut'],
  ['169.254.255.255', 'shut'],
  ['169.255.0.0', 'open'],
  ['172.15.255.255', 'open'],
  ['172.16.0.0', 'shut'],
  ['172.31.255.255', 'shut'],
  ['172.32.0.0', 'open'],
  ['191.255.255.255', 'open'],
  ['192.0.0.0', 'shut'],
  ['192.0.0.9', 'shut'],
  ['192.0.0.10', 'shut'],
  ['192.0.0.255', 'shut'],
  ['192.0.1.0', 'open'],
  ['192.0.1.255', 'open'],
  ['192.0.2.0', 'shut'],
  ['192.0.2.255', 'shut'],
  ['192.0.3.0', 'open'],
  ['192.31.196.0', 'open'],
  ['192.52.193.255', 'open'],
  ['192.88.98.255', 'open'],
  ['192.88.99.0', 'shut'],
  ['192.88.99.255', 'shut'],
  ['192.88.100.0', 'open'],
  ['192.167.255.255', 'open'],
  ['192.168.0.0', 'shut'],
  ['192.168.255.255', 'shut'],
  ['192.169.0.0', 'open'],
  ['192.175.48.0', 'open'],
  ['198.17.255.255', 'open'],
  ['198.18.0.0', 'shut'],
  ['198.19.255.255', 'shut'],
  ['198.20.0.0', 'open'],
  ['198.51.99.255', 'open'],
  ['198.51.100.0', 'shut'],
  ['198.51.100.255', 'shut'],
  ['198.51.101.0', 'open'],
  ['203.0.112.255', 'open'],
  ['203.0.113.0', 'shut'],
  ['203.0.113.255', 'shut'],
  ['203.0.114.0', 'open'],
  ['223.255.255.255', 'open'],
  ['224.0.0.0', 'shut'],
  ['239.255.255.255', 'shut'],
  ['240.0.0.0', 'shut'],
  ['255.255.255.255', 'shut'],
  // A public address that reaches Azure's host.
  ['168.63.129.15', 'open'],
  ['168.63.129.16', 'shut'],
  ['168.63.129.17', 'open'],
];

/** Both sides of every block of the IPv6 one that borders on what is public, and of 2000::/3. */
const IPV6: typeof IPV4 = [
  ['::', 'shut'],
  ['::1', 'shut'],
  ['::2', 'shut'],
  ['::808:808', 'shut'],
  ['::ffff:0:808:808', 'shut'],
  ['64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff', 'shut'],
  ['64:ff9b::1:808:808', 'shut'],
  ['64:ff9b:1::808:808', 'shut'],
  ['100::', 'shut'],
  ['100:0:0:1::1', 'shut'],
  ['1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'shut'],
  ['2000::', 'open'],
  ['2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'open'],
  ['2001::', 'shut'],
  ['2001:0:808:808::', 'shut'],
  ['2001:1::1', 'shut'],
  ['2001:2::', 'shut'],
  ['2001:3::', 'shut'],
  ['2001:4:112::', 'shut'],
  ['2001:10::', 'shut'],
  ['2001:20::', 'shut'],
  ['2001:30::', 'shut'],
  ['2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', 'shut'],
  ['2001:200::', 'open'],
  ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', 'open'],
  ['2001:db8::', 'shut'],
  ['2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', 'shut'],
  ['2001:db9::', 'open'],
  ['2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'open'],
  ['2002::', 'shut'],
  ['2002:808:808::', 'shut'],
  ['2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'shut'],
  ['2003::', 'open'],
  ['2620:4f:8000::', 'open'],
  ['3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'open'],
  ['3fff::', 'shut'],
  ['3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', 'shut'],
  ['3fff:1000::', 'open'],
  ['3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'open'],
  ['4000::', 'shut'],
  ['5f00::', 'shut'],
  ['fc00::', 'shut'],
  ['fdff:ffff::', 'shut'],
  ['fe80::', 'shut'],
  ['febf::', 'shut'],
  ['fec0::', 'shut'],
  ['ff00::', 'shut'],
  ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'shut'],
];

/** Ways to write an IPv4 address in a URL. */
const WAYS: readonly (readonly [name: string, write: (bytes: readonly number[]) => string])[] = [
  ['dotted', (bytes) => bytes.join('.')],
  ['with a dot at the end', (bytes) => `${bytes.join('.')}.`],
  ['as one number', (bytes) => String(oneNumber(bytes))],
  ['in hex', (bytes) => bytes.map((byte) => `0x${byte.toString(16)}`).join('.')],
  ['in octal', (bytes) => bytes.map((byte) => `0${byte.toString(8)}`).join('.')],
  ['in two parts', ([first = 0, ...rest]) => `${first}.${oneNumber(rest)}`],
  ['in full width', (bytes) => bytes.join('。').replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))],
  ['percent-encoded', (bytes) => bytes.join('.').replaceAll(/\d/g, (digit) => `%3${digit}`)],
  ['mapped into IPv6', (bytes) => `[::ffff:${bytes.join('.')}]`],
  [
    'mapped, in groups',
    (bytes) => `[0:0:0:0:0:FFFF:${oneNumber(bytes.slice(0, 2)).toString(16)}:${oneNumber(bytes.slice(2)).toString(16)}]`,
  ],
  ['behind NAT64', (bytes) => `[64:ff9b::${bytes.join('.')}]`],
];

function oneNumber(bytes: readonly number[]): number {
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

const guard = new Guard([], { isOwn: () => false });

function verdictOn(url: string): Verdict {
  return guard.refusal(new URL(url)) ? 'shut' : 'open';
}

describe.each(WAYS)('an IPv4 address %s', (_, write) => {
  test.each(IPV4)('%s is %s', (address, verdict) => {
    expect(verdictOn(`http://${write(address.split('.').map(Number))}/`)).toBe(verdict);
  });
});

describe('an IPv6 address', () => {
  test.each(IPV6)('%s is %s', (address, verdict) => {
    expect(verdictOn(`https://[${address}]:8443/x`)).toBe(verdict);
    expect(verdictOn(`http://[${address.toUpperCase()}]`)).toBe(verdict);
  });
});

describe('what a name resolves to', () => {
  test.each([...IPV4, ...IPV6])('%s is %s, alone and among others', (address, verdict) => {
    for (const answers of [[address], ['8.8.8.8', '2003::1', address], [address, '1.1.1.1']]) {
      expect(guard.checkAddresses(answers, false) ? 'shut' : 'open').toBe(verdict);
    }
  });
});
