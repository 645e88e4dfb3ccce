import type { WorldData } from '../world/world.ts';
import type { Job } from './job.ts';

/** One GraphQL query for several things, of which one does not exist. */
export const repositories: Job = {
  name: 'repositories',
  question: ({ code }, data) => `For each of these repositories I need the tag of its latest release and its number of stars: \
${askedFor(data).join(', ')}. The code host's GraphQL API is at ${code}/graphql and works as GitHub's does: repository(owner: ..., name: ...) has \
stargazerCount and latestRelease { tagName }. Where there is no release, say so and give the stars; and say which repository does not exist.`,
  expected: ({ codeHost: { repositories: all, gone } }) => ({
    rows: [
      ...all.map(({ owner, name, tag, stars }) => ({
        key: `${owner}/${name}`,
        aliases: [name],
        values: tag === undefined ? [stars] : [tag, stars],
      })),
      {
        key: `${gone.owner}/${gone.name}`,
        aliases: [gone.name],
        values: [['null', 'none', 'no', 'not', 'missing', 'gone', 'unknown', 'NOT_FOUND', '404']],
      },
    ],
  }),
  ideal: {
    calls: ({ code }, data) => [
      {
        tool: 'request_many',
        args: {
          requests: [
            {
              url: `${code}/graphql`,
              vars: askedFor(data).map((repository) => {
                const [owner = '', name = ''] = repository.split('/');
                return { owner, name };
              }),
              json: {
                query:
                  'query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { stargazerCount latestRelease { tagName } } }',
                variables: { owner: '{owner}', name: '{name}' },
              },
              select: 'data.repository.{tag: latestRelease.tagName, stars: stargazerCount}',
            },
          ],
          layout: 'table',
        },
      },
    ],
    // The repository that does not exist is a row of nulls, or has a record of its own.
    answer: ({ columns = [], rows = [], results }) => {
      const cell = (row: readonly unknown[], name: string): unknown => row[columns.indexOf(name)];
      const found = rows.map((row) => [
        `${String(cell(row, 'owner'))}/${String(cell(row, 'name'))}`,
        cell(row, 'tag'),
        cell(row, 'stars'),
      ]);
      return { found, missing: results.map(({ vars = {} }) => `${String(vars['owner'])}/${String(vars['name'])}`) };
    },
  },
};

function askedFor({ codeHost: { repositories: all, gone } }: WorldData): string[] {
  const asked = all.map(({ owner, name }) => `${owner}/${name}`);
  return asked.toSpliced(3, 0, `${gone.owner}/${gone.name}`);
}
