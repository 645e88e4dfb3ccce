import { assignees } from './assignees.ts';
import { attendees } from './attendees.ts';
import { catalogue, discontinued } from './catalogue.ts';
import { customers } from './customers.ts';
import { deprecated } from './deprecated.ts';
import { downloads } from './downloads.ts';
import { drift } from './drift.ts';
import { edits } from './edits.ts';
import { errorCodes } from './error-codes.ts';
import { health } from './health.ts';
import type { Job } from './job.ts';
import { lamps } from './lamps.ts';
import { links } from './links.ts';
import { repositories } from './repositories.ts';
import { unpaid } from './unpaid.ts';

/** All jobs, in the order in which they are numbered, from 1. One asks again about what the one before it fetched. */
export const JOBS: readonly Job[] = [
  assignees,
  customers,
  catalogue,
  discontinued,
  unpaid,
  deprecated,
  errorCodes,
  links,
  lamps,
  attendees,
  edits,
  downloads,
  repositories,
  health,
  drift,
];

/** The job with this number or name. */
export function findJob(label: string): Job | undefined {
  return JOBS.find(({ name }, nth) => name === label || String(nth + 1) === label);
}
