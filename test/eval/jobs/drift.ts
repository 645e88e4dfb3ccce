import type { Job } from './job.ts';

/** Two versions of many nested objects compared. */
export const drift: Job = {
  name: 'drift',
  question: ({
    settings,
  }) => `Which settings of our services differ between staging and production? ${settings}/services.json lists the services \
(services, each with a name), and ${settings}/staging/NAME.json and ${settings}/production/NAME.json have the settings of one, in groups. It does not \
matter what is under build, in which order keys come, whether a number is written as text ("8" for 8), or whether something is null or not there. \
Give the service and the setting, written as group.key, of each difference.`,
  expected: ({ settings: { drifts, alike } }) => ({
    rows: drifts.map(({ service, path }) => ({ key: path, aliases: [path.replace('.', '/')], values: [service] })),
    others: alike.map(({ path }) => path),
  }),
  ideal: {
    calls: ({ settings }) => [
      {
        tool: 'fetch_many',
        args: {
          base_url: settings,
          requests: [
            { id: 'services', url: '/services.json', select: 'length(services)' },
            { id: 'a', url: '/staging/{name}.json', vars: { name: { from: 'services', select: 'services[].name' } } },
            { id: 'b', url: '/production/{name}.json', vars: { name: { from: 'services', select: 'services[].name' } } },
          ],
          js: `const out = [];
for (const a of by.a) {
  const b = by.b.find((r) => r.vars.name === a.vars.name).body;
  for (const g of new Set([...Object.keys(a.body), ...Object.keys(b)])) {
    if (g === 'build') continue;
    const [x, y] = [a.body[g] ?? {}, b[g] ?? {}];
    for (const k of new Set([...Object.keys(x), ...Object.keys(y)]))
      if (String(x[k] ?? null) !== String(y[k] ?? null)) out.push([a.vars.name, g + '.' + k]);
  }
}
out`,
        },
      },
    ],
  },
};
