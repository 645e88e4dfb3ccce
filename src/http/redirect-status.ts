import type { ResponseHeaders } from './message.ts';

/** RFC 9110 section 15.4; 300 and 305 are for a person to decide. */
export const FOLLOWED: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Whether this answer sends us elsewhere. */
export function isRedirect(status: number, headers: ResponseHeaders): boolean {
  return FOLLOWED.has(status) && headers['location'] !== undefined;
}
