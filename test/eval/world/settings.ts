import type { Random } from '../../support/random.ts';
import { randomOf, shuffled, token } from './random.ts';
import { problem, type Route } from './site.ts';

type Leaves = ReadonlyMap<string, unknown>;

/** A setting that differs between the environments. */
interface Drift {
  readonly service: string;
  readonly path: string;
}

/** Settings of services in two environments. */
export interface Settings {
  readonly services: readonly string[];
  readonly drifts: readonly Drift[];
  /** What looks different and is not: text for a number, null for nothing. */
  readonly alike: readonly Drift[];
  readonly staging: ReadonlyMap<string, object>;
  readonly production: ReadonlyMap<string, object>;
}

const SERVICES = 'basket billing catalog courier inbox ledger pricing search'.split(' ');
const GROUPS = 'cache database http limits logging queue retry tracing'.split(' ');
const KEYS = 'enabled timeout_ms max_items pool_size prefix level'.split(' ');
const DRIFTS = 7;
const ALIKE = 10;

export function makeSettings(seed: number): Settings {
  const random = randomOf(seed, 'settings');
  const paths = shuffled(
    random,
    GROUPS.flatMap((group) => KEYS.map((key) => `${group}.${key}`)),
  );
  const place = (path: string): Drift => ({ service: SERVICES[random.int(0, SERVICES.length - 1)] ?? '', path });
  const drifts = paths.slice(0, DRIFTS).map(place);
  const alike = paths.slice(DRIFTS, DRIFTS + ALIKE).map(place);
  const pairs = SERVICES.map((service) => {
    const staging = new Map(paths.map((path) => [path, valueOf(random, path)]));
    const production = new Map<string, unknown>(staging);
    for (const [path, value] of staging) {
      if (isAmong(drifts, service, path)) production.set(path, other(random, value));
      else if (isAmong(alike, service, path)) alter(staging, production, path);
    }
    return { service, staging: nested(staging, 'staging', random), production: nested(production, 'production', random) };
  });
  return {
    services: SERVICES,
    drifts,
    alike,
    staging: new Map(pairs.map(({ service, staging }) => [service, staging])),
    production: new Map(pairs.map(({ service, production }) => [service, production])),
  };
}

function isAmong(list: readonly Drift[], service: string, path: string): boolean {
  return list.some((each) => each.service === service && each.path === path);
}

export function settingsRoutes({ services, staging, production }: Settings): Route[] {
  const environments = { staging, production };
  return [
    ['GET', '/services.json', () => ({ body: { services: services.map((name) => ({ name, owner: `team-${name}` })) } })],
    ...Object.entries(environments).map(([name, settings]): Route => [
      'GET',
      `/${name}/{file}`,
      ({ params }) => {
        const found = settings.get((params['file'] ?? '').replace(/\.json$/, ''));
        return found ? { body: found } : problem(404, `No settings ${params['file']}`);
      },
    ]),
  ];
}

function valueOf(random: Random, path: string): unknown {
  if (path.endsWith('.enabled')) return random.next() < 0.5;
  if (path.endsWith('.prefix')) return token(random, 6);
  return path.endsWith('.level') ? random.pick(['debug', 'info', 'warn']) : random.int(1, 5_000);
}

function other(random: Random, value: unknown): unknown {
  if (typeof value === 'boolean') return !value;
  return typeof value === 'number' ? value + random.int(1, 90) : `${String(value)}x`;
}

/** A number becomes text in one of the two; anything else is null in one and missing in the other. */
function alter(staging: Map<string, unknown>, production: Map<string, unknown>, path: string): void {
  const value = staging.get(path);
  if (typeof value === 'number') return void production.set(path, String(value));
  staging.set(path, null);
  production.delete(path);
}

/** The keys of a group come in another order in each environment. */
function nested(leaves: Leaves, environment: string, random: Random): object {
  const groups: Record<string, Record<string, unknown>> = {};
  for (const [path, value] of shuffled(random, [...leaves])) {
    const [group = '', key = ''] = path.split('.');
    (groups[group] ??= {})[key] = value;
  }
  return { build: { environment, commit: token(random, 40), image: `registry.example.com/${token(random, 8)}` }, ...groups };
}
