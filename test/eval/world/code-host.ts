import { randomOf, shuffled } from './random.ts';
import { execute } from './graphql.ts';
import { objectIn, problem, type Route } from './site.ts';

/** A repository; some have released nothing. */
interface Repository {
  readonly owner: string;
  readonly name: string;
  readonly stars: number;
  readonly tag: string | undefined;
}

/** A code host with GraphQL. One of the repositories that people ask for is gone. */
export interface CodeHost {
  readonly repositories: readonly Repository[];
  readonly gone: { readonly owner: string; readonly name: string };
}

const OWNERS = ['northwind', 'acme-labs', 'tiny-tools'];
const NAMES = 'anvil beacon compass drift ember flint gauge heron inlet'.split(' ');

export function makeCodeHost(seed: number): CodeHost {
  const random = randomOf(seed, 'code-host');
  const [first = '', ...names] = shuffled(random, NAMES);
  const repositories = names.map((name, nth) => ({
    owner: random.pick(['northwind', ...OWNERS]),
    name,
    stars: random.int(100, 48_000),
    tag: nth < 2 ? undefined : `v${random.int(0, 9)}.${random.int(0, 30)}.${random.int(0, 9)}`,
  }));
  return { repositories: shuffled(random, repositories), gone: { owner: random.pick(['northwind', ...OWNERS]), name: first } };
}

export function codeHostRoutes({ repositories }: CodeHost): Route[] {
  return [
    [
      'POST',
      '/graphql',
      (ask) => {
        const { query, variables } = objectIn(ask) ?? {};
        if (typeof query !== 'string') return problem(400, 'Expected {"query": "...", "variables": {...}}');
        const given = typeof variables === 'object' && variables !== null ? { ...variables } : {};
        const body = execute(query, given, (field, args) => {
          if (field !== 'repository') return { type: 'BAD_FIELD', message: `Field "${field}" doesn't exist on type "Query"` };
          const found = repositories.find(({ owner, name }) => owner === args['owner'] && name === args['name']);
          const asked = `${String(args['owner'])}/${String(args['name'])}`;
          return found
            ? describe(found)
            : { type: 'NOT_FOUND', message: `Could not resolve to a Repository with the name '${asked}'.` };
        });
        return { body };
      },
    ],
  ];
}

function describe({ owner, name, stars, tag }: Repository): object {
  return {
    name,
    nameWithOwner: `${owner}/${name}`,
    owner: { login: owner },
    url: `https://code.example.com/${owner}/${name}`,
    description: `The ${name} of ${owner}`,
    isArchived: false,
    stargazerCount: stars,
    forkCount: Math.floor(stars / 9),
    latestRelease: tag === undefined ? null : { tagName: tag, name: tag.slice(1), publishedAt: '2024-03-01T09:00:00Z' },
  };
}
