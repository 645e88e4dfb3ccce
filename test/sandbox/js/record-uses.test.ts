import { expect, test } from 'vitest';
import { functionProblem, programProblem } from '../../../src/sandbox/js/check.ts';

const HAS =
  'only {i, id, url, final_url, vars, status, ok, outcome, attempts, ms, error, error_body, headers, body}; what was answered is its body';

test('a member that no record has is refused, since it is undefined whatever is answered', async () => {
  expect(await programProblem('ok.map(r => r.data?.total ?? 0)')).toBe(
    `line 1 (ok.map(r => r.data?.total ?? 0)): a record has no data, ${HAS}`,
  );
});

test.each([
  'ok[0].items',
  'records.at(-1)?.response',
  'records.find(r => r.ok).title',
  'records.map(({ i, data }) => [i, data])',
  'let n = 0; for (const r of ok) n += r.total; n',
  'for (const { text } of ok) text; 1',
  'ok.filter(r => r.code === 200).length',
  'ok.toSorted((a, b) => a.date - b.date).map(r => r.i)',
  'ok.reduce((sum, r) => sum + r.total, 0)',
  'by.users.map(r => r.json())',
  'records => records.map(r => r.pages)',
  'all => all.filter(x => x.ok).map(x => x.cached)',
  'const good = records.filter(r => r.ok); good.slice(1).map(r => r.name)',
  'Object.groupBy(ok, r => r.kind)',
  'Array.from(ok, r => r.result)',
  'ok.map(r => r.body.a && r.data)',
  'ok.map(r => (r.data?.id ?? 0) + r.i)',
  'ok.concat(by.users).map(r => r.title)',
])('%s', async (program) => {
  expect(await programProblem(program)).toMatch(/: a record has no \w+, only \{i, /);
});

test('a name of a header that is not in lower case is refused', async () => {
  expect(await programProblem('ok.map(r => r.headers["Content-Type"] ?? "none")')).toBe(
    'line 1 (ok.map(r => r.headers["Content-Type"] ?? "none")): names of headers are in lower case: headers["content-type"]',
  );
  expect(await programProblem('ok[0].headers.ETag')).toMatch(/headers\["etag"\]$/);
});

test.each([
  // Of a body, or of what is made of records.
  'ok.map(r => r.body).map(r => r.title)',
  'ok.flatMap(r => r.body.items.map(r => r.title))',
  'ok.map(r => ({ ...r.body, i: r.i })).filter(r => r.title)',
  'const rows = ok.flatMap(r => r.body); rows.filter(r => r.title).map(r => r.date)',
  'let rows = ok; rows = rows.flatMap(r => r.body); rows.map(r => r.title)',
  'const f = ok => ok.map(r => r.title); f([{ title: 1 }])',
  'Object.entries(by).map(([id, all]) => [id, all.length])',
  'ok.find(r => r.i === 1).body.title',
  'ok[0].body.Title',
  // Of records as a program changes them.
  'for (const r of ok) r.n = r.body.length; ok.map(r => r.n)',
  'ok.forEach(r => Object.assign(r, r.body)); ok.map(r => r.title)',
  // One thing or another.
  'ok.map(r => r.data ?? r.body)',
  'ok.map(r => r.data ? r.data.a : r.body.a)',
  'ok.map(r => { if (r.data) return r.data; else return r.body })',
  'ok.map(r => r.headers.ETag ?? r.headers.etag)',
  'ok.map(r => { if (r.data) return r.data; return r.body })',
  'ok.map(r => { const data = r.data; return data ?? r.body })',
  'ok.map(({ data, body }) => data ?? body)',
  'ok.map(({ body, data = body }) => data)',
  'ok.map(r => { try { return r.data.items } catch { return r.body.items } })',
  'ok.map(r => (r.response ?? r).body)',
  'records.map(r => r.error_body?.message ?? r.message ?? r.error)',
  'records.map(({ message, error }) => error || message)',
  'records.filter(r => r.outcome === "timeout" || r.timedOut).length',
  'ok.concat(ok[0].body).map(r => r.title)',
  'const all = ok.slice(); all.push(...ok[0].body); all.map(r => r.title)',
  // Of the language.
  'ok.map(r => r.headers.hasOwnProperty("etag"))',
  'ok.length + ok.map(r => r.hasOwnProperty("x") && r.toString()).length',
  'ok.map(r => r["body"].a + r.vars.Page)',
  'ok.map(r => r[r.ok ? "body" : "error_body"])',
])('%s may be so', async (program) => {
  expect(await programProblem(program)).toBeUndefined();
});

test('a function of a body may take what it has', async () => {
  expect(await functionProblem('ok => ok.map(r => r.data)')).toBeUndefined();
});

test('loops in loops over records are read in time that grows with them alone', async () => {
  const loops = Array.from({ length: 360 }, (_, depth) => `for(const r${depth} of ok){`);
  const before = performance.now();
  expect(await programProblem(`${loops.join('')}1${'}'.repeat(360)};1`)).toBeUndefined();
  expect(performance.now() - before).toBeLessThan(600);
});
