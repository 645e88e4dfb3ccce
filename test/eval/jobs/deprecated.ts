import type { Job } from './job.ts';

/** A dozen pages of documentation. */
export const deprecated: Job = {
  name: 'deprecated',
  question: ({
    reference,
  }) => `The reference of the library that we use starts at ${reference}/reference/ and has a page for each module. Which \
functions are deprecated, since which version, and what is to be used instead of each?`,
  expected: ({ reference: { functions } }) => {
    const rows = functions.flatMap(({ name, deprecated: old }) => (old ? [{ key: name, values: [[old.since], old.use] }] : []));
    const named = new Set(rows.flatMap(({ key, values }) => [key, ...values.flat()]));
    return { rows, others: functions.map(({ name }) => name).filter((name) => !named.has(name)) };
  },
  ideal: {
    calls: ({ reference }) => [
      {
        tool: 'fetch_many',
        args: {
          requests: [
            { id: 'index', url: `${reference}/reference/`, extract: { pages: ['main a@href'] } },
            { url: '{+page}', vars: { page: { from: 'index', select: 'pages[0]' } }, as: 'html' },
          ],
          max_tokens: 3_000,
        },
      },
      {
        tool: 'fetch_many',
        args: {
          requests: [
            { id: 'index', url: `${reference}/reference/`, extract: { pages: ['.modules a@href'] } },
            {
              id: 'page',
              url: '{+page}',
              vars: { page: { from: 'index', select: 'pages' } },
              extract: {
                functions: [{ selector: '.function', value: { name: 'h2', since: '.deprecated strong', use: '.deprecated a' } }],
              },
            },
          ],
          js: 'by.page.flatMap((r) => r.body.functions).filter((f) => f.since).map((f) => [f.name, f.since.match(/[\\d.]*\\d/)[0], f.use])',
        },
      },
    ],
  },
};
