import type { Send } from '../message.ts';
import type { RobotsRules, RobotsAccess } from '../robots/robots-rules.ts';

/** Sends what robots.txt allows (RFC 9309), whatever its method. */
export function robots(send: Send, rules: RobotsRules, access: RobotsAccess): Send {
  return async (request) => {
    await rules.check(request, access);
    return send(request);
  };
}
