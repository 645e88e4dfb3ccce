import type { HttpRequest, HttpResponse } from '../message.ts';

/**
 * robots.txt: the time for one, the bytes of it that count (RFC 9309 section 2.5), the redirects to it (section 2.3.1.2),
 * how long it is kept at the least and at the most, how long at the most a server may ask to wait for it, bytes in memory
 * of all, and steps of one judgement: 10 million take about 50 ms.
 */
export const ROBOTS = {
  timeoutMs: 10_000,
  maxBytes: 500 * 1024,
  maxRedirects: 5,
  minMs: 60_000,
  maxMs: 24 * 3_600_000,
  maxWaitMs: 3_600_000,
  memoryBytes: 32 * 1024 * 1024,
  maxSteps: 10_000_000,
} as const;

/** Judges requests by the robots.txt of their origins. One for the process. */
export interface RobotsRules {
  /**
   * @throws {HttpFailure} `blocked`, if robots.txt disallows it or could not be fetched, or the origin must not be asked
   * @throws what `ways` throw
   */
  check(request: HttpRequest, access: RobotsAccess): Promise<void>;
}

/** How a request that may have to read robots.txt first does so: under its own permit and deadline. */
export interface RobotsAccess {
  /**
   * Fetches robots.txt, following redirects.
   * @throws {HttpFailure} if there is no answer; `blocked` only if its origin itself must not be asked
   */
  fetch(request: HttpRequest): Promise<HttpResponse>;
  /** Waits while another request reads it, and holds no permit meanwhile. */
  wait(until: Promise<void>): Promise<void>;
}
