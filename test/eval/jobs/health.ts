import type { Job } from './job.ts';

/** The state of many services, some of which answer with an error; what matters is in its body. */
export const health: Job = {
  name: 'health',
  question: ({
    ops,
  }) => `${ops}/services answers the names of our services, as a JSON list, and ${ops}/services/NAME/health says how one is doing: \
200 if it is up, 503 with a JSON object with a reason in it if it is down. Which services are down at the moment, and for what reason each? One that \
is merely restarting (that is a 503, too, which says when to ask again) counts as up once it answers so.`,
  expected: ({ ops: { services } }) => ({
    rows: services.flatMap(({ name, reason }) => (reason === undefined ? [] : [{ key: name, values: [reason] }])),
    others: services.filter(({ reason }) => reason === undefined).map(({ name }) => name),
  }),
  ideal: {
    calls: ({ ops }) => [
      {
        tool: 'fetch_many',
        args: {
          base_url: ops,
          requests: [
            { id: 'services', url: '/services', select: 'length(@)' },
            { id: 'health', url: '/services/{name}/health', vars: { name: { from: 'services', select: '[]' } } },
          ],
          js: 'by.health.filter((r) => !r.ok).map((r) => [r.vars.name, r.error_body.reason])',
        },
      },
    ],
  },
};
