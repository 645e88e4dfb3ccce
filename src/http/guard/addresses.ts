import { BlockList, isIP, isIPv4, isIPv6 } from 'node:net';

// IANA IPv4 Special-Purpose Address Registry (RFC 6890): what is not globally reachable, and multicast. Of 192.0.0.0/24
// two anycast addresses are (.9 and .10); no web server has one, and the whole block is refused.
const IPV4: readonly (readonly [base: string, prefix: number, what: string])[] = [
  ['0.0.0.0', 8, 'this machine'],
  ['10.0.0.0', 8, 'a private network'],
  ['100.64.0.0', 10, 'shared address space (CGNAT)'],
  ['127.0.0.0', 8, 'this machine'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'a private network'],
  ['192.0.0.0', 24, 'reserved for protocol assignments'],
  ['192.0.2.0', 24, 'reserved for documentation'],
  ['192.88.99.0', 24, 'reserved (6to4 relay)'],
  ['192.168.0.0', 16, 'a private network'],
  ['198.18.0.0', 15, 'reserved for benchmarking'],
  ['198.51.100.0', 24, 'reserved for documentation'],
  ['203.0.113.0', 24, 'reserved for documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
];

// IANA IPv6 Special-Purpose Address Registry: within 2000::/3, the only block in public use, what is not global. Some
// rows inside 2001::/23 are (AMT, AS112, ORCHIDv2, drones); no web server is there either, and all of it is refused.
const IPV6: typeof IPV4 = [
  ['2001::', 23, 'reserved for protocol assignments (Teredo and others)'],
  ['2001:db8::', 32, 'reserved for documentation'],
  ['2002::', 16, 'a 6to4 tunnel'],
  ['3fff::', 20, 'reserved for documentation'],
];

interface AddressBlock {
  readonly list: BlockList;
  readonly what: string;
}

function addressBlocks(rows: typeof IPV4, family: 'ipv4' | 'ipv6'): readonly AddressBlock[] {
  return rows.map(([base, prefix, what]) => {
    const list = new BlockList();
    list.addSubnet(base, prefix, family);
    return { list, what };
  });
}

const ipv4 = addressBlocks(IPV4, 'ipv4');
const ipv6 = addressBlocks(IPV6, 'ipv6');
const globalUnicast = addressBlocks([['2000::', 3, 'public']], 'ipv6');

/** Of an IPv6 address that stands for an IPv4 one, the bits before that. */
const EMBEDDING_BITS = 96;

/** A subnet an address can be tested against. @throws {RangeError} if it is not `ADDRESS/PREFIX` */
export function parseSubnet(cidr: string): (address: string) => boolean {
  const [base = '', prefix = '', more] = cidr.split('/');
  const bits = isIPv4(base) ? 32 : isIPv6(base) ? 128 : 0;
  if (!bits || more !== undefined || !/^\d{1,3}$/.test(prefix) || Number(prefix) > bits) {
    throw new RangeError(`expected ADDRESS/PREFIX such as 10.0.0.0/8, got ${cidr}`);
  }
  // Addresses are judged as the IPv4 ones that they stand for, so are subnets of such.
  const embedded = Number(prefix) >= EMBEDDING_BITS ? embeddedIPv4(base) : undefined;
  const isOfIPv4 = bits === 32 || embedded !== undefined;
  const list = new BlockList();
  list.addSubnet(embedded ?? base, Number(prefix) - (embedded ? EMBEDDING_BITS : 0), isOfIPv4 ? 'ipv4' : 'ipv6');
  return (address) => {
    const plain = embeddedIPv4(address) ?? address;
    return isIPv4(plain) ? isOfIPv4 && list.check(plain, 'ipv4') : list.check(plain, 'ipv6');
  };
}

/**
 * Says what an address is if it is not a public one, by the IANA special-purpose registries; undefined if it is public.
 * IPv4 inside IPv6 (mapped, and NAT64's 64:ff9b::/96) is judged as the IPv4 address it reaches.
 */
export function whyNotPublic(address: string): string | undefined {
  if (isIP(address) === 0 || address.includes('%')) return 'not a plain IP address';
  const plain = embeddedIPv4(address) ?? address;
  if (isIPv4(plain)) return ipv4.find(({ list }) => list.check(plain, 'ipv4'))?.what;
  if (/^0:0:0:0:0:0:0:[01]$/.test(canonicalAddress(plain))) return 'this machine';
  if (!globalUnicast[0]?.list.check(plain, 'ipv6')) return 'not in the public IPv6 range';
  return ipv6.find(({ list }) => list.check(plain, 'ipv6'))?.what;
}

/** One text for each address: IPv4 dotted, also where IPv6 embeds it, IPv6 in eight groups without a zone id. */
export function canonicalAddress(address: string): string {
  if (!isIPv6(address)) return address;
  return embeddedIPv4(address) ?? hex(groupsOf(address));
}

const PREFIX_MAPPED = '0:0:0:0:0:ffff:';
const PREFIX_NAT64 = '64:ff9b:0:0:0:0:';

/** The IPv4 address that an IPv6 address stands for, if it is a mapped or a NAT64 one. */
function embeddedIPv4(address: string): string | undefined {
  if (!isIPv6(address)) return undefined;
  const groups = groupsOf(address);
  const text = hex(groups);
  if (!text.startsWith(PREFIX_MAPPED) && !text.startsWith(PREFIX_NAT64)) return undefined;
  const [high = 0, low = 0] = groups.slice(6);
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

function hex(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(':');
}

/** The eight 16-bit groups of a valid IPv6 address; a zone id is left out. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address.replace(/%.*$/, ''));
  const [a = 0, b = 0, c = 0, d = 0] = dotted ? dotted.slice(2).map(Number) : [];
  const plain = dotted
    ? `${dotted[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
    : address.replace(/%.*$/, '');
  const [head = '', tail] = plain.split('::');
  const left = head ? head.split(':') : [];
  const right = tail ? tail.split(':') : [];
  const gap = tail === undefined ? 0 : 8 - left.length - right.length;
  return [...left, ...Array.from({ length: gap }, () => '0'), ...right].map((group) => Number.parseInt(group, 16));
}
