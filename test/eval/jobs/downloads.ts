import type { Job } from './job.ts';

/** A feed joined with a CSV file, by versions that each spells in its own way. */
export const downloads: Job = {
  name: 'downloads',
  question: ({
    releases,
  }) => `Which three releases that were published in 2024 have been downloaded most, over all platforms, and how often was \
each? The feed ${releases}/releases.atom says when each was published, ${releases}/downloads.csv has downloads by version and platform (an empty \
cell counts as nothing). Pre-releases (rc) do not count, neither as releases nor as downloads of their release.`,
  expected: ({ releases: { releases } }) => {
    const sorted = releases.filter(({ year }) => year === 2024).toSorted((a, b) => b.downloads - a.downloads);
    const [top, rest] = [sorted.slice(0, 3), [...sorted.slice(3), ...releases.filter(({ year }) => year !== 2024)]];
    return {
      rows: top.map(({ version, downloads: count }) => ({ key: version, aliases: [`v${version}`], values: [count] })),
      others: rest.flatMap(({ version }) => [version, `v${version}`]),
    };
  },
  ideal: {
    calls: ({ releases }) => [
      {
        tool: 'fetch_many',
        args: {
          requests: [
            { url: `${releases}/releases.atom`, as: 'text' },
            { url: `${releases}/downloads.csv`, select: '[:2]' },
          ],
          max_tokens: 700,
        },
      },
      {
        tool: 'fetch_many',
        args: {
          requests: [
            {
              id: 'feed',
              url: `${releases}/releases.atom`,
              extract: { entries: [{ selector: 'entry', value: { title: 'title', at: 'published' } }] },
            },
            { id: 'csv', url: `${releases}/downloads.csv` },
          ],
          js: `const n = {};
for (const r of by.csv[0].body) n[r.version] = (n[r.version] ?? 0) + Number(r.downloads);
by.feed[0].body.entries.filter((e) => e.at.startsWith('2024') && !e.title.includes('-'))
  .map((e) => [e.title, n[e.title.slice(1)]]).sort((a, b) => b[1] - a[1]).slice(0, 3)`,
        },
      },
    ],
  },
};
