import type { Urls, WorldData } from '../world/world.ts';
import * as lists from './lists.ts';
import * as pages from './pages.ts';
import * as writes from './writes.ts';

/** Each job as a script does it, with nothing but `fetch`: the answer is read from what the world serves. */
export const BY_HAND: Readonly<Record<string, (urls: Urls, data: WorldData) => Promise<unknown>>> = {
  assignees: lists.assignees,
  customers: lists.customers,
  catalogue: lists.catalogue,
  discontinued: lists.discontinued,
  unpaid: lists.unpaid,
  deprecated: pages.deprecated,
  'error-codes': pages.errorCodes,
  links: pages.links,
  lamps: writes.lamps,
  attendees: writes.attendees,
  edits: lists.edits,
  downloads: pages.downloads,
  repositories: writes.repositories,
  health: lists.health,
  drift: lists.drift,
};
