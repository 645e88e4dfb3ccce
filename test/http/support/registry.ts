/**
 * What the IANA registries forbid, as ranges of numbers: IPv4 and IPv6 Special-Purpose Address Registries, what they do
 * not call globally reachable; multicast; and IPv6 outside 2000::/3. Written from them, with nothing of the product's.
 */
const IPV4: readonly (readonly [first: number, last: number])[] = [
  [0x00_00_00_00, 0x00_ff_ff_ff], // this network
  [0x0a_00_00_00, 0x0a_ff_ff_ff], // private use
  [0x64_40_00_00, 0x64_7f_ff_ff], // shared address space
  [0x7f_00_00_00, 0x7f_ff_ff_ff], // loopback
  [0xa9_fe_00_00, 0xa9_fe_ff_ff], // link local
  [0xac_10_00_00, 0xac_1f_ff_ff], // private use
  [0xc0_00_00_00, 0xc0_00_00_08], // protocol assignments, but for 192.0.0.9 and .10
  [0xc0_00_00_0b, 0xc0_00_00_ff],
  [0xc0_00_02_00, 0xc0_00_02_ff], // TEST-NET-1
  [0xc0_58_63_00, 0xc0_58_63_ff], // 6to4 relay anycast, deprecated
  [0xc0_a8_00_00, 0xc0_a8_ff_ff], // private use
  [0xc6_12_00_00, 0xc6_13_ff_ff], // benchmarking
  [0xc6_33_64_00, 0xc6_33_64_ff], // TEST-NET-2
  [0xcb_00_71_00, 0xcb_00_71_ff], // TEST-NET-3
  [0xe0_00_00_00, 0xff_ff_ff_ff], // multicast, reserved, broadcast
];

const IPV6: readonly (readonly [first: bigint, last: bigint])[] = [
  [0n, 0x1fff_ffff_ffff_ffff_ffff_ffff_ffff_ffffn], // below 2000::/3, but for what embeds IPv4
  [0x2001_0000_0000_0000_0000_0000_0000_0000n, 0x2001_0000_ffff_ffff_ffff_ffff_ffff_ffffn], // Teredo
  [0x2001_0001_0000_0000_0000_0000_0000_0004n, 0x2001_0002_ffff_ffff_ffff_ffff_ffff_ffffn], // and benchmarking
  [0x2001_0010_0000_0000_0000_0000_0000_0000n, 0x2001_001f_ffff_ffff_ffff_ffff_ffff_ffffn], // ORCHID
  [0x2001_0040_0000_0000_0000_0000_0000_0000n, 0x2001_01ff_ffff_ffff_ffff_ffff_ffff_ffffn], // the rest of 2001::/23
  [0x2001_0db8_0000_0000_0000_0000_0000_0000n, 0x2001_0db8_ffff_ffff_ffff_ffff_ffff_ffffn], // documentation
  [0x2002_0000_0000_0000_0000_0000_0000_0000n, 0x2002_ffff_ffff_ffff_ffff_ffff_ffff_ffffn], // 6to4
  [0x3fff_0000_0000_0000_0000_0000_0000_0000n, 0x3fff_0fff_ffff_ffff_ffff_ffff_ffff_ffffn], // documentation
  [0x4000_0000_0000_0000_0000_0000_0000_0000n, (1n << 128n) - 1n], // above 2000::/3
];

/** An address as its bytes, in one number. */
export type Bytes = { readonly v4: number } | { readonly v6: bigint };

/** The ends of every range, and their neighbours. */
export const EDGES_V4: readonly number[] = IPV4.flatMap(([first, last]) => [first - 1, first, last, last + 1]).filter(
  (value) => value >= 0 && value <= 0xff_ff_ff_ff,
);
export const EDGES_V6: readonly bigint[] = IPV6.flatMap(([first, last]) => [first - 1n, first, last, last + 1n]).filter(
  (value) => value >= 0n && value < 1n << 128n,
);

/** Whether the registries forbid an address. */
export function isForbidden(bytes: Bytes): boolean {
  if ('v4' in bytes) return IPV4.some(([first, last]) => bytes.v4 >= first && bytes.v4 <= last);
  const { v6 } = bytes;
  const high = v6 >> 32n;
  // Mapped, and 64:ff9b::/96: whatever the IPv4 address in it is.
  if (high === 0xffffn || high === 0x0064_ff9b_0000_0000_0000_0000n) return isForbidden({ v4: Number(v6 & 0xffff_ffffn) });
  return IPV6.some(([first, last]) => v6 >= first && v6 <= last);
}

/** The bytes of a literal as the URL parser writes it, brackets included; undefined for a name. */
export function bytesOf(hostname: string): Bytes | undefined {
  if (!hostname.startsWith('[')) {
    const parts = hostname.split('.');
    if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
    return { v4: parts.reduce((value, part) => value * 256 + Number(part), 0) };
  }
  const [left = '', right] = hostname.slice(1, -1).split('::');
  const missing = 8 - groups(left).length - groups(right).length;
  const all = [...groups(left), ...Array.from<string>({ length: missing }).fill('0'), ...groups(right)];
  return { v6: all.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n) };
}

function groups(text = ''): string[] {
  return text === '' ? [] : text.split(':');
}

/** An address in its plainest form: dotted, or eight groups. */
export function plain(bytes: Bytes): string {
  if ('v4' in bytes) return [24, 16, 8, 0].map((bits) => (bytes.v4 >>> bits) & 255).join('.');
  return Array.from({ length: 8 }, (_, nth) => ((bytes.v6 >> BigInt(112 - nth * 16)) & 0xffffn).toString(16)).join(':');
}
