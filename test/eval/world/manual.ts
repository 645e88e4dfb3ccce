import type { Random } from '../../support/random.ts';
import { prose } from './filler.ts';
import { page, table } from './page.ts';
import { randomOf, shuffled } from './random.ts';
import { html, type Route } from './site.ts';

interface ErrorCode {
  readonly code: string;
  readonly name: string;
  readonly section: string;
  readonly isRetryable: boolean;
}

/** One very long page: the error codes of a product, a table for each of its parts. */
export interface Manual {
  readonly codes: readonly ErrorCode[];
  readonly page: string;
}

/** One begins with the name of another. */
const SECTIONS = ['Accounts', 'Storage gateway', 'Network', 'Storage', 'Scheduler', 'Search', 'Billing', 'Images', 'Keys'];
const PER_SECTION = 44;
const ADJECTIVES = 'Stale Missing Locked Invalid Expired Foreign Partial Broken Unknown Reserved Oversized Detached'.split(' ');
const NOUNS = 'Volume Lease Manifest Cursor Region Snapshot Replica Ticket Policy Shard Bucket Header Session Quota'.split(' ');

export function makeManual(seed: number): Manual {
  const random = randomOf(seed, 'manual');
  const numbers = shuffled(
    random,
    Array.from({ length: 8_000 }, (_, nth) => 1_000 + nth),
  ).slice(0, SECTIONS.length * PER_SECTION);
  const codes = numbers.map((number, nth): ErrorCode => {
    const section = SECTIONS[Math.floor(nth / PER_SECTION)] ?? '';
    const name = `${random.pick(['Adl', 'Bex', 'Cor', 'Dun'])}${ADJECTIVES[random.int(0, 11)]}${NOUNS[random.int(0, 13)]}${nth}`;
    return { code: `E${number}`, name, section, isRetryable: nth % PER_SECTION < 2 || random.next() < 0.1 };
  });
  const mixed = shuffled(random, codes).toSorted((a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section));
  const main = SECTIONS.map((section) => sectionOf(random, section, mixed)).join('\n');
  return { codes: mixed, page: page('Error codes', `<h1>Error codes</h1>\n<p>${prose(random, 60)}</p>\n${main}`) };
}

export function manualRoutes(manual: Manual): Route[] {
  return [['GET', '/errors', () => html(manual.page)]];
}

function sectionOf(random: Random, section: string, codes: readonly ErrorCode[]): string {
  const rows = codes
    .filter((each) => each.section === section)
    .map(({ code, name, isRetryable }) => [
      code,
      name,
      prose(random, 16),
      isRetryable ? 'yes' : 'no',
      String(random.int(400, 511)),
    ]);
  return `<h2>${section}</h2>\n<p>${prose(random, 50)}</p>\n${table([['Code', 'Name', 'Meaning', 'Retryable', 'Status'], ...rows])}`;
}
