import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import { parseSubnet, whyNotPublic } from '../../../src/http/guard/addresses.ts';
import { isMetadata } from '../../../src/http/guard/metadata.ts';

/** Every block of the IANA IPv4 special-purpose registry that is not globally reachable, and multicast: both ends. */
const IPV4_BLOCKS: readonly (readonly [block: string, first: string, last: string])[] = [
  ['0.0.0.0/8 this network', '0.0.0.0', '0.255.255.255'],
  ['10.0.0.0/8 private use', '10.0.0.0', '10.255.255.255'],
  ['100.64.0.0/10 shared address space', '100.64.0.0', '100.127.255.255'],
  ['127.0.0.0/8 loopback', '127.0.0.0', '127.255.255.255'],
  ['169.254.0.0/16 link local', '169.254.0.0', '169.254.255.255'],
  ['172.16.0.0/12 private use', '172.16.0.0', '172.31.255.255'],
  ['192.0.0.0/24 protocol assignments', '192.0.0.0', '192.0.0.255'],
  ['192.0.0.0/29 service continuity', '192.0.0.1', '192.0.0.7'],
  ['192.0.0.8/32 dummy address and 192.0.0.170/31 NAT64 discovery', '192.0.0.8', '192.0.0.171'],
  ['192.0.2.0/24 TEST-NET-1', '192.0.2.0', '192.0.2.255'],
  ['192.88.99.0/24 6to4 relay', '192.88.99.0', '192.88.99.255'],
  ['192.168.0.0/16 private use', '192.168.0.0', '192.168.255.255'],
  ['198.18.0.0/15 benchmarking', '198.18.0.0', '198.19.255.255'],
  ['198.51.100.0/24 TEST-NET-2', '198.51.100.0', '198.51.100.255'],
  ['203.0.113.0/24 TEST-NET-3', '203.0.113.0', '203.0.113.255'],
  ['224.0.0.0/4 multicast', '224.0.0.0', '239.255.255.255'],
  ['240.0.0.0/4 reserved', '240.0.0.0', '255.255.255.254'],
  ['255.255.255.255/32 limited broadcast', '255.255.255.255', '255.255.255.255'],
];

/** The neighbours of those blocks, and the registry's blocks that are globally reachable. */
const IPV4_PUBLIC: readonly string[] = [
  '1.0.0.0',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
  '128.0.0.0',
  '169.253.255.255',
  '169.255.0.0',
  '172.15.255.255',
  '172.32.0.0',
  '191.255.255.255',
  '192.0.1.0',
  '192.0.1.255',
  '192.0.3.0',
  '192.88.98.255',
  '192.88.100.0',
  '192.167.255.255',
  '192.169.0.0',
  '198.17.255.255',
  '198.20.0.0',
  '198.51.99.255',
  '198.51.101.0',
  '203.0.112.255',
  '203.0.114.0',
  '223.255.255.255',
  // AS112-v4, AMT and direct delegation AS112
  '192.31.196.0',
  '192.31.196.255',
  '192.52.193.0',
  '192.52.193.255',
  '192.175.48.0',
  '192.175.48.255',
];

/** Globally reachable by the registry, refused all the same: nothing that speaks HTTP has such an address. */
const STRICTER_THAN_THE_REGISTRY: readonly string[] = [
  '192.0.0.9', // port control protocol anycast
  '192.0.0.10', // TURN anycast
  '2001:1::1',
  '2001:1::2',
  '2001:1::3', // port control, TURN and service registration anycast
  '2001:3::',
  '2001:3:ffff:ffff:ffff:ffff:ffff:ffff', // AMT
  '2001:4:112::',
  '2001:4:112:ffff:ffff:ffff:ffff:ffff', // AS112-v6
  '2001:20::',
  '2001:2f:ffff:ffff:ffff:ffff:ffff:ffff', // ORCHIDv2
  '2001:30::',
  '2001:3f:ffff:ffff:ffff:ffff:ffff:ffff', // drone remote id
];

/** Every block of the IANA IPv6 special-purpose registry that is not globally reachable, and all outside 2000::/3. */
const IPV6_BLOCKS: readonly (readonly [block: string, first: string, last: string])[] = [
  ['::/128 and ::1/128 unspecified and loopback', '::', '::1'],
  ['::/96 IPv4-compatible', '::2', '::ffff:ffff'],
  ['::ffff:0:0:0/96 IPv4-translated', '::ffff:0:0:0', '::ffff:0:ffff:ffff'],
  ['64:ff9b:1::/48 local-use translation', '64:ff9b:1::', '64:ff9b:1:ffff:ffff:ffff:ffff:ffff'],
  ['beside 64:ff9b::/96, with a public IPv4 address at the end', '64:ff9b:1::100:1', '64:ff9b::1:100:1'],
  ['around 64:ff9b::/96', '64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff', '64:ff9b::1:0:0'],
  ['100::/64 discard only', '100::', '100::ffff:ffff:ffff:ffff'],
  ['100:0:0:1::/64 dummy prefix', '100:0:0:1::', '100::1:ffff:ffff:ffff:ffff'],
  ['below 2000::/3', '200::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001::/23 protocol assignments', '2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001::/32 Teredo', '2001:0:7f00:1::', '2001:0:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:2::/48 benchmarking', '2001:2::', '2001:2:0:ffff:ffff:ffff:ffff:ffff'],
  ['2001:10::/28 ORCHID', '2001:10::', '2001:1f:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2001:db8::/32 documentation', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2002::/16 6to4', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['2002::/16 6to4 of a private and of a public address', '2002:7f00:1::', '2002:101:101::1'],
  ['3fff::/20 documentation', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['above 2000::/3', '4000::', '5eff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['5f00::/16 segment routing', '5f00::', '5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fc00::/7 unique local', 'fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe00::/9 unassigned', 'fe00::', 'fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::/10 link local', 'fe80::', 'febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fec0::/10 site local', 'fec0::', 'feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['ff00::/8 multicast', 'ff00::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];

const IPV6_PUBLIC: readonly string[] = [
  '2000::',
  '2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '2001:200::',
  '2001:db7:ffff:ffff:ffff:ffff:ffff:ffff',
  '2001:db9::',
  '2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '2003::',
  '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  '3fff:1000::',
  '3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  // direct delegation AS112
  '2620:4f:8000::',
  '2620:4f:8000:ffff:ffff:ffff:ffff:ffff',
];

/** An IPv6 address that reaches an IPv4 one is what that one is. */
const EMBEDDED: readonly (readonly [address: string, reaches: string])[] = [
  ['::ffff:0.0.0.0', '0.0.0.0'],
  ['::ffff:0:0', '0.0.0.0'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::ffff:7f00:1', '127.0.0.1'],
  ['::FFFF:7F00:1', '127.0.0.1'],
  ['0:0:0:0:0:ffff:127.0.0.1', '127.0.0.1'],
  ['0000:0000:0000:0000:0000:ffff:7f00:0001', '127.0.0.1'],
  ['0::ffff:7f00:1', '127.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['::ffff:a00:1', '10.0.0.1'],
  ['::ffff:9.255.255.255', '9.255.255.255'],
  ['::ffff:c0a8:101', '192.168.1.1'],
  ['::ffff:a9fe:a9fe', '169.254.169.254'],
  ['::ffff:255.255.255.255', '255.255.255.255'],
  ['::ffff:1.0.0.1', '1.0.0.1'],
  ['::ffff:100:1', '1.0.0.1'],
  ['64:ff9b::', '0.0.0.0'],
  ['64:ff9b::127.0.0.1', '127.0.0.1'],
  ['64:ff9b::7f00:1', '127.0.0.1'],
  ['64:FF9B:0:0:0:0:7F00:1', '127.0.0.1'],
  ['0064:ff9b::a00:1', '10.0.0.1'],
  ['64:ff9b::a9fe:a9fe', '169.254.169.254'],
  ['64:ff9b::172.31.255.255', '172.31.255.255'],
  ['64:ff9b::172.32.0.0', '172.32.0.0'],
  ['64:ff9b::100:1', '1.0.0.1'],
  ['64:ff9b::ffff:ffff', '255.255.255.255'],
];

const NOT_AN_ADDRESS: readonly string[] = [
  '',
  ' ',
  'localhost',
  '127.1',
  '2130706433',
  '0x7f.0.0.1',
  '0177.0.0.1',
  '127.0.0.1.',
  '127.0.0.1 ',
  '256.0.0.1',
  '1.0.0.1:80',
  '[::1]',
  '[2000::]',
  '::1::',
  ':::',
  '1:2:3:4:5:6:7',
  '12345::',
  '2000::/3',
];

const ZONED: readonly string[] = [
  '::1%lo',
  'fe80::1%eth0',
  'fe80::1%25eth0',
  '2000::1%eth0',
  '::ffff:1.0.0.1%eth0',
  '64:ff9b::100:1%1',
];

describe('whyNotPublic: IPv4', () => {
  test.each(IPV4_BLOCKS)('%s is not public, from %s to %s', (_, first, last) => {
    expect(whyNotPublic(first)).toEqual(expect.any(String));
    expect(whyNotPublic(last)).toEqual(expect.any(String));
  });

  test.each(IPV4_PUBLIC)('%s is public', (address) => {
    expect(whyNotPublic(address)).toBeUndefined();
  });
});

describe('whyNotPublic: IPv6', () => {
  test.each(IPV6_BLOCKS)('%s is not public, from %s to %s', (_, first, last) => {
    expect(whyNotPublic(first)).toEqual(expect.any(String));
    expect(whyNotPublic(last)).toEqual(expect.any(String));
  });

  test.each(IPV6_PUBLIC)('%s is public', (address) => {
    expect(whyNotPublic(address)).toBeUndefined();
    expect(whyNotPublic(address.toUpperCase())).toBeUndefined();
  });

  test.each(EMBEDDED)('%s is what %s is', (address, reaches) => {
    expect(isIP(address)).toBe(6);
    expect(whyNotPublic(address)).toBe(whyNotPublic(reaches));
  });
});

describe('whyNotPublic', () => {
  test.each(STRICTER_THAN_THE_REGISTRY)('%s is refused, though the registry calls it reachable', (address) => {
    expect(whyNotPublic(address)).toMatch(/protocol assignments/);
  });

  test.each(NOT_AN_ADDRESS)('what is not an address is not public: "%s"', (text) => {
    expect(whyNotPublic(text)).toBe('not a plain IP address');
  });

  test.each(ZONED)('an address with a zone id is not public: %s', (address) => {
    expect(whyNotPublic(address)).toBe('not a plain IP address');
  });

  test.each([
    ['127.0.0.1', 'this machine'],
    ['0.0.0.0', 'this machine'],
    ['::1', 'this machine'],
    ['::', 'this machine'],
    ['0:0:0:0:0:0:0:1', 'this machine'],
    ['::ffff:7f00:1', 'this machine'],
    ['64:ff9b::7f00:1', 'this machine'],
    ['192.168.1.1', 'a private network'],
    ['169.254.1.1', 'link-local'],
    ['100.64.0.1', 'shared address space (CGNAT)'],
    ['2002:7f00:1::', 'a 6to4 tunnel'],
    ['fd12::1', 'not in the public IPv6 range'],
  ])('%s is said to be %s', (address, what) => {
    expect(whyNotPublic(address)).toBe(what);
  });
});

describe('isMetadata', () => {
  test.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '169.254.42.42',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fd00:42::42',
    'fe80::a9fe:a9fe',
    'FD00:EC2::254',
    'fd00:0ec2:0:0:0:0:0:0254',
    'fe80::a9fe:a9fe%eth0',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b::168.63.129.16',
  ])('%s is a metadata service', (address) => {
    expect(isMetadata(address)).toBe(true);
  });

  test.each([
    '169.254.169.253',
    '169.254.169.255',
    '100.100.100.199',
    '168.63.129.17',
    'fd00:ec2::255',
    'fd00:ec2:1::254',
    'fd00:ec2:0:0:254::',
    '::a9fe:a9fe',
    '2002:a9fe:a9fe::',
    '169.254.169.254.',
    'metadata.google.internal',
    '',
  ])('%s is not', (address) => {
    expect(isMetadata(address)).toBe(false);
  });
});

describe('subnet', () => {
  test.each([
    ['10.0.0.0/8', ['10.0.0.0', '10.255.255.255', '::ffff:10.0.0.1', '64:ff9b::a00:1'], ['9.255.255.255', '11.0.0.0']],
    ['10.1.2.3/8', ['10.0.0.0', '10.255.255.255'], ['11.0.0.0']],
    ['192.168.7.0/25', ['192.168.7.127'], ['192.168.7.128', '192.168.6.255']],
    ['127.0.0.1/32', ['127.0.0.1'], ['127.0.0.0', '127.0.0.2', '::1', '::7f00:1']],
    ['0.0.0.0/0', ['0.0.0.0', '255.255.255.255', '::ffff:1.2.3.4'], ['::', '::1', 'fd00::1']],
    ['fd12:3456::/32', ['fd12:3456::', 'FD12:3456:ffff::1'], ['fd12:3455:ffff::', 'fd12:3457::']],
    ['FD00::/8', ['fd00::1', 'fdff::1'], ['fc00::1', 'fe00::1']],
    ['::1/128', ['::1', '0:0:0:0:0:0:0:1'], ['::', '::2', '127.0.0.1', '::ffff:7f00:1']],
    ['fe80::/10', ['fe80::1', 'fe80::1%eth0'], ['fec0::1', '169.254.0.1']],
    ['::ffff:10.0.0.0/104', ['10.0.0.1', '::ffff:10.0.0.1'], ['11.0.0.1', '::1']],
    ['64:ff9b::a00:0/104', ['10.0.0.1', '64:ff9b::a00:1'], ['11.0.0.1']],
    ['::/0', ['::1', 'ffff::'], ['127.0.0.1', '::ffff:127.0.0.1']],
  ])('%s covers %j and not %j', (cidr, covered, others) => {
    const covers = parseSubnet(cidr);
    expect(covered.filter((address) => !covers(address))).toEqual([]);
    expect(others.filter((address) => covers(address))).toEqual([]);
  });

  test.each([
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8.0',
    '10.0.0.0/+8',
    '10.0.0.0/8/8',
    '10.0.0/8',
    '010.0.0.0/8',
    '/8',
    '::1/129',
    '::1/',
    '[::1]/128',
    'localhost/8',
    'http://localhost',
    '10.0.0.0/8 ',
    '10.0.0.0/255.0.0.0',
  ])('is not made of "%s", and says so', (cidr) => {
    expect(() => parseSubnet(cidr)).toThrow(RangeError);
    expect(() => parseSubnet(cidr)).toThrow(`got ${cidr}`);
  });
});
