import { networkInterfaces } from 'node:os';
import { canonicalAddress } from './addresses.ts';

/** An interface that comes up is noticed within this time; asking for each address costs more than judging it. */
const FRESH_MS = 3_000;

/** What this takes from the system; parameters for the tests. */
export interface SystemInfo {
  readonly interfaces: () => NodeJS.Dict<readonly { readonly address: string }[]>;
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number;
}

/**
 * Tells whether an address is one of this machine's interfaces, so that its public address is as closed as its loopback.
 * The list is read again when it is 3 s old. Where the system does not tell its interfaces (Android), none is known.
 */
export function ownAddresses(
  { interfaces, now }: SystemInfo = { interfaces: networkInterfaces, now: () => performance.now() },
): (address: string) => boolean {
  let known = new Set<string>();
  let readAt = -Infinity;
  return (address) => {
    if (now() - readAt >= FRESH_MS) {
      known = new Set(read(interfaces).map(canonicalAddress));
      readAt = now();
    }
    return known.has(canonicalAddress(address));
  };
}

function read(interfaces: SystemInfo['interfaces']): string[] {
  try {
    return Object.values(interfaces())
      .flatMap((each) => each ?? [])
      .map(({ address }) => address);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_SYSTEM_ERROR') return [];
    throw error;
  }
}
