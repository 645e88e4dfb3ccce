import { LRUCache } from 'lru-cache';
import { buildPolicy } from '../cache/cache-policy.ts';
import { RequestFailure } from '../../request-failure.ts';
import type { HttpRequest, HttpResponse } from '../message.ts';
import { parseRobots, productToken, type RobotsFile } from './parse-robots.ts';
import { ROBOTS, type RobotsRules, type RobotsAccess } from './robots-rules.ts';
import { retryAfterMs } from '../retry-after.ts';

/** What is known of one origin, for so long. */
interface KnownRules {
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** What it says, or why it could not be fetched. */
  readonly file: RobotsFile | string;
}

/** Rules that there are none of. */
const ALLOWS_ALL: RobotsFile = { objection: () => undefined, size: 1_024 };

/** Reads the robots.txt of each origin once, however many requests wait for it, and keeps it for up to a day. */
export class OriginRules implements RobotsRules {
  readonly #known = new LRUCache<string, KnownRules>({
    maxSize: ROBOTS.memoryBytes,
    sizeCalculation: ({ file }) => (typeof file === 'string' ? 1_024 : file.size),
  });
  readonly #reading = new Map<string, Promise<void>>();
  readonly #userAgent: string;

  /** @param userAgent of this server, whatever a request says it is */
  constructor(userAgent: string) {
    this.#userAgent = userAgent;
  }

  async check(request: HttpRequest, access: RobotsAccess): Promise<void> {
    const { url } = request;
    if (url.pathname === '/robots.txt') return; // RFC 9309 section 2.2.2
    const { file, until } = await this.#of(request, access);
    const where = `${url.origin}/robots.txt`;
    if (typeof file === 'string') {
      const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1_000));
      throw new RequestFailure({
        outcome: 'blocked',
        message:
          `blocked: ${where} could not be fetched (${file}), and under --respect-robots nothing is asked for without it; ` +
          `try again in ${seconds} s`,
      });
    }
    const objection = file.objection(url);
    if (objection === undefined) return;
    throw new RequestFailure({
      outcome: 'blocked',
      message: `blocked: ${where} ${objection}; leave it out (the operator has started the server with --respect-robots)`,
    });
  }

  async #of(request: HttpRequest, access: RobotsAccess): Promise<KnownRules> {
    const { origin } = request.url;
    for (;;) {
      const known = this.#known.get(origin);
      if (known && known.until > Date.now()) return known;
      const others = this.#reading.get(origin);
      if (!others) return this.#read(request, access, known);
      // Should the one that reads it be ended before it is done, another one does.
      await access.wait(others);
    }
  }

  #read(request: HttpRequest, access: RobotsAccess, before: KnownRules | undefined): Promise<KnownRules> {
    const { origin } = request.url;
    const reading = this.#ask(request, access, before).finally(() => this.#reading.delete(origin));
    // Whoever waits looks again; what went wrong is told to the one that reads.
    this.#reading.set(
      origin,
      reading.then(
        () => undefined,
        () => undefined,
      ),
    );
    return reading;
  }

  async #ask(request: HttpRequest, access: RobotsAccess, before: KnownRules | undefined): Promise<KnownRules> {
    const now = await ask(request, this.#userAgent, access);
    // Rules that were known stand while newer ones cannot be fetched (RFC 9309 section 2.4).
    const stands = typeof now.file === 'string' && before && typeof before.file !== 'string';
    const known = stands ? { ...before, until: now.until } : now;
    this.#known.set(request.url.origin, known);
    return known;
  }
}

async function ask(
  { url: { origin }, publicReferrer }: HttpRequest,
  userAgent: string,
  access: RobotsAccess,
): Promise<KnownRules> {
  const headers = { accept: 'text/plain, */*;q=0.5', 'user-agent': userAgent };
  const by = publicReferrer === undefined ? {} : { publicReferrer };
  const request: HttpRequest = { method: 'GET', url: new URL('/robots.txt', origin), headers, ...by };
  let response: HttpResponse;
  try {
    response = await access.fetch(request);
  } catch (error) {
    // A refusal is about this request: another one may be allowed to ask the same origin.
    if (!(error instanceof RequestFailure) || error.outcome === 'blocked') throw error;
    return { until: Date.now() + ROBOTS.minMs, file: error.message };
  }
  const { status, statusText, body } = response;
  // RFC 9309 section 2.3.1.4. 429 asks to wait, too.
  if (status >= 500 || status === 429) {
    const ms = Math.min(ROBOTS.maxWaitMs, Math.max(ROBOTS.minMs, retryAfterMs(response) ?? 0));
    return { until: Date.now() + ms, file: `${status} ${statusText}`.trim() };
  }
  const until = Date.now() + freshMs(request, response);
  return { until, file: status < 300 ? parseRobots(origin, productToken(userAgent), body) : ALLOWS_ALL };
}

/** A day, or what its own headers say if that is less; but at least a minute, so that one call does not ask twice. */
function freshMs(request: HttpRequest, { headers }: HttpResponse): number {
  if (headers['cache-control'] === undefined && headers['expires'] === undefined) return ROBOTS.maxMs;
  const policy = buildPolicy(request, 200, headers);
  const ms = policy ? (policy.maxAge() - policy.age()) * 1_000 : 0;
  return Math.min(ROBOTS.maxMs, Math.max(ROBOTS.minMs, ms));
}
