import { canonicalAddress } from './addresses.ts';

/** Cloud metadata services hand out credentials; no operator's rule opens them. */
const ADDRESSES = [
  '169.254.169.254', // AWS, Azure, Google, Oracle, DigitalOcean, Hetzner, OpenStack and others
  '169.254.170.2',
  '169.254.170.23', // AWS: credentials of containers and of pods
  '169.254.42.42', // Scaleway
  '169.254.0.23', // Tencent
  '100.100.100.200', // Alibaba
  '168.63.129.16', // Azure: a public address that reaches the host
  '192.0.0.192', // Oracle classic
  'fd00:ec2::254',
  'fd00:ec2::23', // AWS
  'fd20:ce::254', // Google
  'fd00:42::42', // Scaleway
  'fe80::a9fe:a9fe', // OpenStack
];

/** Names under which they are known, in lower case. */
const NAMES = new Set([
  'metadata',
  'metadata.google.internal',
  'metadata.goog',
  'instance-data',
  'instance-data.ec2.internal',
  'metadata.azure.internal',
  'metadata.azure.com',
  'metadata.tencentyun.com',
  'metadata.packet.net',
  'metadata.platformequinix.com',
  'metadata.hetzner.cloud',
  'api.metadata.cloud.ibm.com',
  'rancher-metadata',
  'rancher-metadata.rancher.internal',
]);
/** EC2 names the service after the region, too. */
const REGIONAL = /^instance-data\.[a-z0-9-]+\.compute\.internal$/;

/** Made when first asked for: reading the first IPv6 address takes Node a while, which the start need not wait for. */
let canonical: ReadonlySet<string> | undefined;

/** Whether `address` is a cloud metadata service. */
export function isMetadata(address: string): boolean {
  canonical ??= new Set(ADDRESSES.map(canonicalAddress));
  return canonical.has(canonicalAddress(address));
}

/** Whether a host is a cloud metadata service by its name, whatever it resolves to; a dot at the end changes nothing. */
export function isMetadataName(host: string): boolean {
  const name = host.toLowerCase().replace(/\.+$/, '');
  return NAMES.has(name) || REGIONAL.test(name);
}
