import type { Job } from './job.ts';

/** A list, then the details of each. */
export const assignees: Job = {
  name: 'assignees',
  question: ({
    tracker,
  }) => `In our issue tracker, which three people have the most open issues of the project APOLLO assigned to them, and \
how many has each? ${tracker}/projects/APOLLO/issues lists the issues of the project, ${tracker}/issues/KEY has everything about one. \
Logins are the same in capitals. Give the three logins with their numbers.`,
  expected: ({ tracker: { team, issues } }) => {
    const counted = team.map(({ login }) => ({
      key: login,
      count: issues.filter(({ isOpen, assignee }) => isOpen && assignee?.login === login).length,
    }));
    const [first, second, third, ...others] = counted.toSorted((a, b) => b.count - a.count);
    const rows = [first, second, third].flatMap((each) => (each ? [{ key: each.key, values: [each.count] }] : []));
    return { rows, others: others.map(({ key }) => key) };
  },
  ideal: {
    calls: ({ tracker }) => [
      {
        tool: 'fetch_many',
        args: {
          base_url: tracker,
          requests: [
            { id: 'list', url: '/projects/APOLLO/issues', select: 'issues[0]' },
            { url: '/issues/{key}', vars: { key: { from: 'list', select: 'issues[:1].key' } } },
          ],
        },
      },
      {
        tool: 'fetch_many',
        args: {
          base_url: tracker,
          requests: [
            { id: 'list', url: '/projects/APOLLO/issues' },
            { id: 'issue', url: '/issues/{key}', vars: { key: { from: 'list', select: 'issues[].key' } } },
          ],
          js: `const n = {};
for (const { body } of by.issue) {
  const who = body.assignee?.login?.toLowerCase();
  if (who && body.state === 'open') n[who] = (n[who] ?? 0) + 1;
}
Object.entries(n).sort((a, b) => b[1] - a[1]).slice(0, 3)`,
        },
      },
    ],
  },
};
