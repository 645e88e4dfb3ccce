import type { Random } from '../../support/random.ts';
import { filler } from './filler.ts';
import { randomOf, shuffled } from './random.ts';
import { problem, type Reply, type Route } from './site.ts';

/** A service and, where it is down, the reason that it gives. */
interface Service {
  readonly name: string;
  readonly reason: string | undefined;
}

/** Health of services: 200, or 503 with a reason. One is restarting, and well a second later. */
export interface Ops {
  readonly services: readonly Service[];
  readonly restarting: string;
}

const NAMES =
  'accounts adverts audit baskets billing catalog checkout content coupons delivery exports feeds fraud geo images inbox ledger loyalty mailer media orders payouts pricing profile push quotes ratings refunds search sessions stock tax'.split(
    ' ',
  );
const REASONS = ['db_pool_exhausted', 'disk_full', 'cert_expired', 'queue_backlog'];

export function makeOps(seed: number): Ops {
  const random = randomOf(seed, 'ops');
  const order = shuffled(random, NAMES);
  const reasons = shuffled(random, REASONS);
  const services = order.map((name, nth) => ({ name, reason: reasons[nth] }));
  return { services: shuffled(random, services), restarting: order[REASONS.length] ?? '' };
}

export function opsRoutes({ services, restarting }: Ops, seed: number): Route[] {
  const bodies = new Map(services.map((service) => [service.name, bodyOf(randomOf(seed, service.name), service)]));
  let hasRestarted = false;
  const healthOf = (name: string): Reply => {
    const service = services.find((each) => each.name === name);
    if (!service) return problem(404, `There is no service ${name}`);
    if (name === restarting && !hasRestarted) {
      hasRestarted = true;
      return problem(503, 'Restarting', { 'retry-after': '1' });
    }
    return { status: service.reason === undefined ? 200 : 503, body: bodies.get(name) };
  };
  return [
    ['GET', '/services', () => ({ body: services.map(({ name }) => name) })],
    ['GET', '/services/{name}/health', ({ params }) => healthOf(params['name'] ?? '')],
  ];
}

function bodyOf(random: Random, { name, reason }: Service): object {
  return {
    service: name,
    status: reason === undefined ? 'up' : 'down',
    reason: reason ?? null,
    ...filler(random, 'check', name),
    uptime_seconds: random.int(1_000, 9_000_000),
    checks: Array.from({ length: 8 }, (_, nth) => ({
      id: nth,
      ok: reason === undefined || nth !== 5,
      took_ms: random.int(1, 90),
    })),
  };
}
