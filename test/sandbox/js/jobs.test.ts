import { expect, test } from 'vitest';
import { answered, failed } from './support/records.ts';
import { valueOf } from './support/run.ts';

// What people and models compute over many answers, each as it is written at the first go.

test('open todos per user, by name', async () => {
  const users = [
    { id: 1, name: 'Ann' },
    { id: 2, name: 'Bo' },
  ];
  const todos = [
    [true, false, false],
    [true, true],
  ].map((done, at) => done.map((completed, id) => ({ userId: at + 1, id, completed })));
  const records = [
    answered(0, users, { id: 'users' }),
    answered(1, todos[0], { id: 'todos' }),
    answered(2, todos[1], { id: 'todos' }),
    failed(3, { id: 'todos', outcome: 'timeout' }),
  ];
  expect(
    await valueOf(
      `
    const names = new Map(by.users[0].body.map(u => [u.id, u.name]));
    const counts = {};
    for (const r of by.todos) {
      if (!r.ok) continue;
      for (const todo of r.body) {
        const name = names.get(todo.userId);
        counts[name] = (counts[name] ?? 0) + (todo.completed ? 0 : 1);
      }
    }
    counts`,
      records,
    ),
  ).toEqual({ Ann: 2, Bo: 0 });
});

test('sums by currency, exact to the cent', async () => {
  const records = [
    [0.1, 'EUR'],
    [0.2, 'EUR'],
    [5, 'USD'],
    [19.99, 'EUR'],
  ].map(([amount, currency], i) => answered(i, { amount, currency }));
  const program = `Object.fromEntries(Object.entries(Object.groupBy(ok.map(r => r.body), o => o.currency))
    .map(([currency, orders]) => [currency, Math.sumPrecise(orders.map(o => o.amount)).toFixed(2)]))`;
  expect(await valueOf(program, records)).toEqual({ EUR: '20.29', USD: '5.00' });
});

test('two APIs joined by e-mail, whatever its case', async () => {
  const records = [
    answered(
      0,
      {
        contacts: [
          { email: 'Ann@x.org', plan: 'pro' },
          { email: 'cy@x.org', plan: 'free' },
        ],
      },
      { id: 'crm' },
    ),
    answered(
      1,
      [
        { mail: 'ann@X.org', visits: 7 },
        { mail: 'bo@x.org', visits: 1 },
      ],
      { id: 'stats' },
    ),
  ];
  expect(
    await valueOf(
      `(records) => {
    const visits = new Map(by.stats[0].body.map(s => [s.mail.toLowerCase(), s.visits]));
    return by.crm[0].body.contacts
      .filter(c => visits.has(c.email.toLowerCase()))
      .map(c => ({ email: c.email, plan: c.plan, visits: visits.get(c.email.toLowerCase()) }));
  }`,
      records,
    ),
  ).toEqual([{ email: 'Ann@x.org', plan: 'pro', visits: 7 }]);
});

test('which packages have a field, and which could not be had', async () => {
  const records = [
    answered(0, { name: 'a', engines: { node: '>=20' } }, { vars: { name: 'a' } }),
    answered(1, { name: 'b' }, { vars: { name: 'b' } }),
    failed(2, { vars: { name: 'c' }, status: 404, outcome: 'http_error' }, { error: 'Not found', engines: { node: 'no' } }),
  ];
  const program = `({ with: ok.filter(r => r.body.engines?.node).map(r => r.vars.name),
    failed: records.filter(r => !r.ok).map(r => [r.vars.name, r.status, r.error_body.error]) })`;
  expect(await valueOf(program, records)).toEqual({ with: ['a'], failed: [['c', 404, 'Not found']] });
});

test('labels with counts, most frequent first', async () => {
  const records = [
    answered(0, [{ labels: ['bug', 'ui'] }, { labels: ['bug'] }]),
    answered(1, [{ labels: [] }, { labels: ['ui', 'bug'] }]),
  ];
  const program = `
    const counts = new Map();
    for (const label of ok.flatMap(r => r.body).flatMap(issue => issue.labels)) counts.set(label, (counts.get(label) || 0) + 1);
    [...counts].sort((a, b) => b[1] - a[1])`;
  expect(await valueOf(program, records)).toEqual([
    ['bug', 3],
    ['ui', 2],
  ]);
});

test('status by host', async () => {
  const urls = [
    ['https://a.example/x', 200],
    ['https://b.example/y', 404],
    ['https://a.example/z', 500],
  ] as const;
  const records = urls.map(([url, status], i) => {
    return status < 400 ? answered(i, null, { url, status }) : failed(i, { url, status, outcome: 'http_error' });
  });
  const program = `records.reduce((hosts, r) => {
    const { host } = new URL(r.url);
    (hosts[host] ??= []).push(r.status);
    return hosts;
  }, {})`;
  expect(await valueOf(program, records)).toEqual({ 'a.example': [200, 500], 'b.example': [404] });
});

test('median, and how long each took', async () => {
  const records = [30, 10, 40, 20].map((ms, i) => answered(i, { n: ms }, { ms }));
  expect(
    await valueOf(
      `
    const sorted = ok.map(r => r.ms).sort((a, b) => a - b);
    const middle = sorted.length / 2;
    return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];`,
      records,
    ),
  ).toBe(25);
});

test('code fences of Markdown', async () => {
  const page = '# Use\n\n```js\nimport x from "x";\n```\n\ntext\n\n```sh\nnpm i x\n```\n';
  const program =
    'ok.flatMap(r => [...r.body.matchAll(/^```(\\w*)\\n([\\s\\S]*?)^```/gm)].map(m => ({ language: m[1], code: m[2].trim() })))';
  expect(await valueOf(program, [answered(0, page)])).toEqual([
    { language: 'js', code: 'import x from "x";' },
    { language: 'sh', code: 'npm i x' },
  ]);
});

test('rows of Markdown tables', async () => {
  const large = '| City | People |\n| --- | ---: |\n| Oslo | 700,000 |\n| Bergen | 290,000 |';
  const page = `${large}\n\nand\n\n| City | People |\n|---|---|\n| Hamar | 32,000 |`;
  const program =
    'tableRows(ok[0].body).map(row => [row.City, Number(row.People.replaceAll(",", ""))]).filter(([, n]) => n > 100000)';
  expect(await valueOf(program, [answered(0, page)])).toEqual([
    ['Oslo', 700_000],
    ['Bergen', 290_000],
  ]);
});

test('dates per group, in UTC', async () => {
  const dates = ['2024-01-31T23:30:00Z', '2024-02-01T00:30:00+02:00', 'Tue, 05 Mar 2024 10:00:00 GMT', '2024-03-31T23:59:59Z'];
  const program = `
    const month = d => d.getFullYear() + '-' + String(d.getMonth() + 1).padStart(2, '0');
    Object.entries(Object.groupBy(ok.map(r => new Date(r.body.at)), month))
    .map(([month, days]) => ({ month, n: days.length, last: new Date(Math.max(...days)).toISOString() }))`;
  expect(
    await valueOf(
      program,
      dates.map((at, i) => answered(i, { at })),
    ),
  ).toEqual([
    { month: '2024-01', n: 2, last: '2024-01-31T23:30:00.000Z' },
    { month: '2024-03', n: 2, last: '2024-03-31T23:59:59.000Z' },
  ]);
});

test('difference of lists', async () => {
  const records = [
    answered(0, [{ id: 1 }, { id: 2 }, { id: 3 }], { id: 'old' }),
    answered(1, [{ id: 2 }, { id: 4 }], { id: 'new' }),
  ];
  const program = `
    const ids = list => new Set(list[0].body.map(x => x.id));
    const [before, after] = [ids(by.old), ids(by.new)];
    ({ gone: before.difference(after), added: after.difference(before), both: before.intersection(after) })`;
  expect(await valueOf(program, records)).toEqual({ gone: [1, 3], added: [4], both: [2] });
});

test('a version by a regular expression, the newest by its numbers', async () => {
  const texts = ['Release v1.9.0 (2023)', 'version: 1.10.2', 'no version here'];
  const program = `
    const found = ok.map(r => r.body.match(/v?(?<major>\\d+)\\.(?<minor>\\d+)\\.(?<patch>\\d+)/)?.groups).filter(Boolean);
    const newest = found.toSorted((a, b) => b.major - a.major || b.minor - a.minor || b.patch - a.patch)[0];
    \`\${newest.major}.\${newest.minor}.\${newest.patch} of \${found.length}\``;
  expect(
    await valueOf(
      program,
      texts.map((text, i) => answered(i, text)),
    ),
  ).toBe('1.10.2 of 2');
});
