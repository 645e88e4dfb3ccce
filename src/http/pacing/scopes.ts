import { Pace } from './pace.ts';
import { quotaKey, QuotaNames, segmentOf, type Asked } from './quota-names.ts';
import type { QuotaName } from './rate-limit-headers.ts';

/** Parts of one origin that are remembered before those that are in order again are forgotten. */
const TIDY_AT = 64;
/** However many a server names, no more are remembered. */
const REMEMBERED = 512;
/** Characters of a part's name that are shown. */
const MAX_SHOWN = 60;

/**
 * The parts of one origin of which it has said something that does not hold for all of it: a quota by its name, the paths
 * under a first segment, one path.
 */
export class Scopes {
  readonly #origin: string;
  readonly #random: () => number;
  readonly #paces = new Map<string, Pace>();
  readonly #names = new QuotaNames();

  constructor(origin: string, random: () => number) {
    this.#origin = origin;
    this.#random = random;
  }

  /** Whether none is held up; needs no look at the clock. */
  get areFree(): boolean {
    return this.#paces.size === 0;
  }

  /** Whether somebody waits for a turn at one of them. */
  get areWaitedFor(): boolean {
    return [...this.#paces.values()].some(({ gate }) => gate.waiting > 0);
  }

  /** The paces of all that a request is a part of, as far as they hold anybody up. */
  of(asked: Asked | undefined, now: number): Pace[] {
    if (this.#paces.size === 0 || asked === undefined) return [];
    const quotas = this.#names.keysOf(asked).map((key) => QUOTA + key);
    const keys = [...quotas, segmentKey(asked), pathKey(asked)];
    return keys.flatMap((key) => {
      const pace = this.#paces.get(key);
      if (!pace?.isCalm(now)) return pace ?? [];
      this.#paces.delete(key);
      return [];
    });
  }

  /** Whether nobody waits at any of them, nor has to. */
  areCalm(now: number): boolean {
    return [...this.#paces.values()].every((pace) => pace.isCalm(now));
  }

  /** An answer names the quotas that its request counts against. */
  learn(asked: Asked, names: readonly QuotaName[]): void {
    this.#names.learn(asked, names);
  }

  /** The pace of a quota; one without a name is taken to be that of the first segment of the path. */
  quota(name: QuotaName | undefined, asked: Asked, now: number): Pace {
    if (name) return this.#pace(QUOTA + quotaKey(name, asked), name.name, now);
    const segment = segmentOf(asked);
    return this.#pace(segmentKey(asked), segment && `/${segment}`, now);
  }

  /** The pace of a quota if it is held up. */
  known(name: QuotaName | undefined, asked: Asked): Pace | undefined {
    return this.#paces.get(name ? QUOTA + quotaKey(name, asked) : segmentKey(asked));
  }

  /** The pace of one path. */
  path(asked: Asked, now: number): Pace {
    return this.#pace(pathKey(asked), asked.url.pathname, now);
  }

  /** Whether another path than this one is closed by a word of its own. */
  isOtherPathClosed(asked: Asked, now: number): boolean {
    const own = pathKey(asked);
    return [...this.#paces].some(([key, { gate }]) => key !== own && key.startsWith(PATH) && gate.closedMs(now) > 0);
  }

  #pace(key: string, part: string, now: number): Pace {
    let pace = this.#paces.get(key);
    if (!pace) {
      this.#tidy(now);
      pace = new Pace(this.#origin, this.#random, part.slice(0, MAX_SHOWN));
      this.#paces.set(key, pace);
    }
    return pace;
  }

  #tidy(now: number): void {
    if (this.#paces.size < TIDY_AT) return;
    for (const [key, pace] of this.#paces) if (pace.isCalm(now)) this.#paces.delete(key);
    for (const [key, { gate }] of this.#paces) {
      if (this.#paces.size < REMEMBERED) break;
      if (gate.waiting === 0) this.#paces.delete(key);
    }
  }
}

// What a pace is kept under says of what it is.
const QUOTA = 'quota ';
const PATH = 'path ';

function pathKey({ url }: Asked): string {
  return PATH + url.pathname;
}

function segmentKey(asked: Asked): string {
  return `segment ${segmentOf(asked)}`;
}
