import { attendeesRoutes, makeAttendees, registrationRoutes } from './attendees.ts';
import { billingRoutes, makeBilling } from './billing.ts';
import { catalogueRoutes, makeCatalogue } from './catalogue.ts';
import { codeHostRoutes, makeCodeHost } from './code-host.ts';
import { crmRoutes, makeCrm } from './crm.ts';
import { makeLinks, partnerRoutes, wwwRoutes } from './links.ts';
import { makeManual, manualRoutes } from './manual.ts';
import { makeNotes, notesRoutes } from './notes.ts';
import { makeOps, opsRoutes } from './ops.ts';
import { makeOrders, ordersRoutes } from './orders.ts';
import { makeReference, referenceRoutes } from './reference.ts';
import { makeReleases, releasesRoutes } from './releases.ts';
import { makeSettings, settingsRoutes } from './settings.ts';
import { startSite, type Asked, type Route } from './site.ts';
import { makeStock, stockRoutes } from './stock.ts';
import { makeTracker, trackerRoutes } from './tracker.ts';

/** All that there is, made from a seed; what is written changes it. */
export type WorldData = ReturnType<typeof makeData>;

/** The names of the sites. */
type SiteName = keyof ReturnType<typeof routesOf>;

/** The base URL of each site. */
export type Urls = Readonly<Record<SiteName, string>>;

/** Sites on loopback, each on a port of its own. */
export interface World {
  readonly seed: number;
  readonly data: WorldData;
  readonly urls: Urls;
  /** Every request, in the order in which they were answered. */
  readonly asked: readonly Asked[];
  /** Says which job the requests from now on are for. */
  begin(job: string): void;
  close(): Promise<void>;
}

/** What a world is made of. The same seed gives the same. */
export function makeData(seed: number) {
  const crm = makeCrm(seed);
  return {
    crm,
    orders: makeOrders(seed, crm.companies),
    tracker: makeTracker(seed),
    catalogue: makeCatalogue(seed),
    billing: makeBilling(seed),
    reference: makeReference(seed),
    manual: makeManual(seed),
    links: makeLinks(seed),
    stock: makeStock(seed),
    attendees: makeAttendees(seed),
    notes: makeNotes(seed),
    releases: makeReleases(seed),
    codeHost: makeCodeHost(seed),
    ops: makeOps(seed),
    settings: makeSettings(seed),
  };
}

/** Starts the world of a seed; close it when done. */
export async function startWorld(seed: number): Promise<World> {
  const data = makeData(seed);
  const asked: Asked[] = [];
  const urls: Record<string, string> = {};
  let job: string | undefined;
  const sites = await Promise.all(
    Object.entries(routesOf(data, seed, () => urls['partner'] ?? '')).map(async ([site, routes]) => {
      const api = await startSite(routes, (request) => void asked.push({ job, site, ...request }));
      urls[site] = api.url;
      return api;
    }),
  );
  return {
    seed,
    data,
    urls: urls as Urls,
    asked,
    begin: (name) => void (job = name),
    close: async () => void (await Promise.all(sites.map((site) => site.close()))),
  };
}

function routesOf(data: WorldData, seed: number, partner: () => string) {
  return {
    tracker: trackerRoutes(data.tracker),
    shop: ordersRoutes(data.orders),
    crm: crmRoutes(data.crm),
    catalogue: catalogueRoutes(data.catalogue),
    billing: billingRoutes(data.billing),
    reference: referenceRoutes(data.reference),
    manual: manualRoutes(data.manual),
    www: wwwRoutes(data.links, partner),
    partner: partnerRoutes(data.links),
    stock: stockRoutes(data.stock),
    files: attendeesRoutes(data.attendees),
    events: registrationRoutes(data.attendees),
    notes: notesRoutes(data.notes),
    releases: releasesRoutes(data.releases),
    code: codeHostRoutes(data.codeHost),
    ops: opsRoutes(data.ops, seed),
    settings: settingsRoutes(data.settings),
  } satisfies Record<string, Route[]>;
}
