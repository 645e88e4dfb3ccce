import type { Random } from '../../support/random.ts';
import { filler, prose } from './filler.ts';
import { people, type Person } from './names.ts';
import { momentIn, randomOf, shuffled } from './random.ts';
import { problem, type Route } from './site.ts';

/** An issue: what matters of it, and who works on it as a person may have typed the login. */
interface Issue {
  readonly key: string;
  readonly isOpen: boolean;
  readonly assignee: Person | undefined;
  readonly typedLogin: string;
}

/** The issue tracker. A list is short, only an issue itself has its assignee. */
export interface Tracker {
  readonly team: readonly Person[];
  readonly issues: readonly Issue[];
  readonly body: (issue: Issue) => object;
}

/** Open and closed issues of each of the team, from the top: who has many closed ones is not at the top. */
const LOADS = [
  [10, 1],
  [8, 2],
  [7, 0],
  [5, 9],
  [4, 2],
  [4, 6],
  [2, 3],
] as const;
const UNASSIGNED = [6, 3] as const;

export function makeTracker(seed: number): Tracker {
  const random = randomOf(seed, 'tracker');
  const team = people(random, LOADS.length);
  const loads = [...LOADS.map((load, nth) => [team[nth], load] as const), [undefined, UNASSIGNED] as const];
  const drafts = loads.flatMap(([assignee, [open, closed]]) => {
    return Array.from({ length: open + closed }, (_, nth) => ({ assignee, isOpen: nth < open, isShouted: nth % 2 === 1 }));
  });
  const first = random.int(100, 400);
  const issues = shuffled(random, drafts).map(({ assignee, isOpen, isShouted }, nth) => {
    const login = assignee?.login ?? '';
    return { key: `APOLLO-${first + nth * 3}`, isOpen, assignee, typedLogin: isShouted ? login.toUpperCase() : login };
  });
  const bodies = new Map(issues.map((issue) => [issue, bodyOf(random, issue, team)]));
  return { team, issues, body: (issue) => bodies.get(issue) ?? {} };
}

export function trackerRoutes({ issues, body }: Tracker): Route[] {
  return [
    ['GET', '/projects/APOLLO/issues', () => ({ body: { project: 'APOLLO', total: issues.length, issues: issues.map(listed) } })],
    [
      'GET',
      '/issues/{key}',
      ({ params }) => {
        const issue = issues.find(({ key }) => key === params['key']);
        return issue ? { body: body(issue) } : problem(404, `There is no issue ${params['key']}`);
      },
    ],
  ];
}

function listed({ key }: Issue, nth: number): object {
  return {
    id: 70_000 + nth,
    key,
    type: nth % 3 === 0 ? 'bug' : 'task',
    priority: nth % 4,
    self: `/issues/${key}`,
    project: 'APOLLO',
  };
}

function bodyOf(random: Random, { key, isOpen, assignee, typedLogin }: Issue, team: readonly Person[]): object {
  const { name, email } = assignee ?? {};
  const comments = Array.from({ length: random.int(1, 4) }, (_, nth) => {
    const author = team[random.int(0, team.length - 1)];
    return {
      id: nth,
      author: { login: author?.login, name: author?.name },
      created_at: momentIn(random, 2024),
      body: prose(random, 40),
    };
  });
  // Of those without an assignee some say null, others nothing.
  const work = assignee ? { assignee: { login: typedLogin, name, email } } : random.next() < 0.5 ? { assignee: null } : {};
  return {
    key,
    title: prose(random, 6),
    ...filler(random, 'issue', key),
    state: isOpen ? 'open' : 'closed',
    ...work,
    reporter: { login: team[random.int(0, team.length - 1)]?.login },
    description: prose(random, 90),
    estimate_hours: random.int(1, 40),
    watchers: random.int(0, 12),
    custom_fields: Object.fromEntries(
      Array.from({ length: 12 }, (_, nth) => [`customfield_${10_010 + nth}`, nth % 3 ? null : prose(random, 3)]),
    ),
    comments,
  };
}
