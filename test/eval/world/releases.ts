import type { Random } from '../../support/random.ts';
import { prose } from './filler.ts';
import { escaped } from './page.ts';
import { momentIn, randomOf, shuffled, token } from './random.ts';
import type { Route } from './site.ts';

interface Release {
  readonly version: string;
  readonly year: number;
  readonly downloads: number;
}

/** A feed that says when each version was released, and a CSV file of downloads by version and platform. */
export interface Releases {
  readonly releases: readonly Release[];
  readonly feed: string;
  readonly csv: string;
}

const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'docker'];

export function makeReleases(seed: number): Releases {
  const random = randomOf(seed, 'releases');
  const versions = Array.from({ length: 30 }, (_, nth) => `${2 + Math.floor(nth / 10)}.${nth % 10}.${random.int(0, 4)}`);
  const popular = shuffled(random, versions.slice(15)).slice(0, 3);
  const rows = new Map(
    versions.map((version) => [version, rowsOf(random, popular.indexOf(version), versions.indexOf(version) < 15)]),
  );
  const releases = versions.map((version, nth) => {
    return {
      version,
      year: nth < 15 ? 2023 : 2024,
      downloads: (rows.get(version) ?? []).reduce((sum, [, count]) => sum + (count ?? 0), 0),
    };
  });
  const candidates = versions.map((version) => [`${version}-rc.1,docker,${random.int(900_000, 999_000)}`]);
  const lines = [...rows].flatMap(([version, each]) => each.map(([platform, count]) => `${version},${platform},${count ?? ''}`));
  const csv = `version,platform,downloads\n${shuffled(random, [...lines, ...candidates.flat()]).join('\n')}\n`;
  return { releases, csv, feed: feedOf(random, releases) };
}

export function releasesRoutes({ feed, csv }: Releases): Route[] {
  return [
    ['GET', '/releases.atom', () => ({ headers: { 'content-type': 'application/atom+xml; charset=utf-8' }, body: feed })],
    ['GET', '/downloads.csv', () => ({ headers: { 'content-type': 'text/csv' }, body: csv })],
  ];
}

/** Downloads by platform; of one nothing is known. Those of 2023 have more than any of 2024, of which three have most. */
function rowsOf(random: Random, rank: number, isOld: boolean): (readonly [string, number | undefined])[] {
  const base = isOld ? 80_000 : rank >= 0 ? 60_000 - rank * 9_000 : random.int(1_000, 30_000);
  const unknown = random.int(0, PLATFORMS.length);
  return PLATFORMS.map((platform, nth) => [platform, nth === unknown && rank < 0 ? undefined : base + random.int(0, 3_000)]);
}

/** All entries were updated in 2024; candidates are entries of their own. */
function feedOf(random: Random, releases: readonly Release[]): string {
  const entries = releases.flatMap(({ version, year }) => {
    const published = momentIn(random, year);
    return [`v${version}`, ...(random.next() < 0.3 ? [`v${version}-rc.1`] : [])].map((title) => {
      return `<entry><id>tag:example.com,${year}:${token(random, 8)}</id><title>${title}</title>
<published>${published}</published><updated>${momentIn(random, 2024)}</updated><author><name>release bot</name></author>
<link rel="alternate" type="text/html" href="https://example.com/releases/${title}"/>
<content type="html">${escaped(`<h2>Changes</h2><ul><li>${prose(random, 20)}</li><li>${prose(random, 25)}</li></ul>`)}</content></entry>`;
    });
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><id>tag:example.com,2020:releases</id><title>Releases</title>
<updated>2024-12-30T08:00:00Z</updated>
${entries.join('\n')}
</feed>
`;
}
