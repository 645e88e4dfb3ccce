import type { HttpRequest } from '../message.ts';
import type { QuotaName } from './rate-limit-headers.ts';

/** A request as far as it matters which quota it counts against. */
export type Asked = Pick<HttpRequest, 'method' | 'url'>;

/** Paths of one origin that are remembered; beyond it the oldest are forgotten. */
const REMEMBERED = 1_000;
/** Of a longer path only the beginning is looked at. */
const MAX_SEGMENTS = 8;
/** What is one of many: a number, a UUID, a hash. */
const ID = /^(?:\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,})$/i;
/** A segment that says nothing of what is asked for. */
const GENERIC = /^(?:api|rest|v?\d[\d.]*)$/i;
/** Discord: each of these has a bucket of its own under one name. */
const MAJOR = /\/(?:channels|guilds|webhooks)\/([^/]+)/;

/** The segment of a path that tells best what is asked for: the first, but for `api`, versions and numbers. */
export function segmentOf({ url }: Asked): string {
  return url.pathname.split('/').find((segment) => segment !== '' && !GENERIC.test(segment)) ?? '';
}

/** What a quota is kept under: its name, and of a bucket of Discord what it calls the major parameter of the path. */
export function quotaKey({ name, kind }: QuotaName, { url }: Asked): string {
  const major = kind === 'bucket' ? MAJOR.exec(url.pathname)?.[1] : undefined;
  return major === undefined ? name : `${name} ${major}`;
}

/**
 * Which quotas a request counts against, learned from what the answers to others say: to the same method and path, or
 * to one that differs in numbers only, or else to the nearest above it. What was said last counts.
 */
export class QuotaNames {
  readonly #byPath = new Map<string, readonly QuotaName[]>();
  /** Policies that every answer so far has named: more often than not these hold for a whole origin. */
  #everywhere: readonly QuotaName[] | undefined;

  /** An answer names the quotas that its request counts against. */
  learn(asked: Asked, names: readonly QuotaName[]): void {
    for (const path of pathsOf(asked)) {
      this.#byPath.delete(path);
      this.#byPath.set(path, names);
    }
    for (const path of this.#byPath.keys()) {
      if (this.#byPath.size <= REMEMBERED) break;
      this.#byPath.delete(path);
    }
    const isNamed = ({ name, kind }: QuotaName): boolean => {
      return kind === 'policy' && names.some((each) => each.kind === kind && each.name === name);
    };
    this.#everywhere = (this.#everywhere ?? names).filter(isNamed);
  }

  /** The keys of the quotas that a request counts against, as far as is known. */
  keysOf(asked: Asked): string[] {
    const known = pathsOf(asked).find((path) => this.#byPath.has(path));
    const names = (known === undefined ? this.#everywhere : this.#byPath.get(known)) ?? [];
    return names.map((name) => quotaKey(name, asked));
  }
}

/** The path of a request without what is one of many, and all above it that tell something, the longest first. */
function pathsOf({ method, url }: Asked): string[] {
  const segments = url.pathname.split('/', MAX_SEGMENTS + 1).slice(1);
  const paths: string[] = [];
  let path: string = method;
  let isTelling = false;
  for (const [at, segment] of segments.entries()) {
    path += `/${ID.test(segment) ? ':' : segment}`;
    isTelling ||= !GENERIC.test(segment);
    if (isTelling || at === segments.length - 1) paths.push(path);
  }
  return paths.toReversed();
}
