import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const SOON = { every_ms: 200 };

/** Answers each request with the next of these bodies, the last one for ever. */
function bodies(...all: readonly unknown[]): Promise<Api> {
  let nth = 0;
  return serve((_, response) => json(response, all[Math.min(nth++, all.length - 1)]));
}

const running = { status: 'running' };
const done = { status: 'done', result: 42 };

describe('a request is asked until something holds', () => {
  test('a job that is done after five answers, in one call', async () => {
    const api = await bodies(running, running, running, running, done);
    expect(await server.one({ url: api.url, until: "status == 'done'", ...SOON })).toEqual({ i: 0, status: 200, body: done });
    expect(api.asked).toHaveLength(5);
  });

  test('its own select is for the last answer alone', async () => {
    const api = await bodies(running, done);
    expect(await server.one({ url: api.url, until: "status == 'done'", select: 'result', ...SOON })).toMatchObject({ body: 42 });
  });

  test('a job that is done at once is asked once', async () => {
    const api = await bodies(done);
    expect(await server.one({ url: api.url, until: "status == 'done'" })).toMatchObject({ body: done });
    expect(api.asked).toHaveLength(1);
  });

  test.each<[string, string, readonly unknown[]]>([
    ['false, then true', 'ready', [{ ready: false }, { ready: true }]],
    ['null, then an object', 'result', [{ result: null }, { result: { a: 1 } }]],
    ['a key that comes', 'job.result', [{}, { job: { result: 1 } }]],
    ['zero, then one', 'finished', [{ finished: 0 }, { finished: 1 }]],
    ['an empty list, then one item', "jobs[?state == 'done']", [{ jobs: [{ state: 'new' }] }, { jobs: [{ state: 'done' }] }]],
    ['an empty text, then some', 'url', [{ url: '' }, { url: 'https://x.example/' }]],
    ['an expression that fails, then one that does not', 'length(items) > `0`', [{ items: null }, { items: [1] }]],
    ['all of a list', "length(jobs[?state != 'done']) == `0`", [{ jobs: [{ state: 'new' }] }, { jobs: [{ state: 'done' }] }]],
  ])('%s', async (_, until, answers) => {
    const api = await bodies(...answers);
    expect(await server.one({ url: api.url, until, ...SOON })).toEqual({ i: 0, status: 200, body: answers.at(-1) });
    expect(api.asked).toHaveLength(answers.length);
  });

  test.each<[string, (nth: number) => readonly [status: number, type: string | undefined, body: string]]>([
    ['no body', () => [204, undefined, '']],
    ['a page', () => [200, 'text/html', '<p>Please wait</p>']],
    ['half a document', () => [200, 'application/json', '{"status": "do']],
  ])('%s means not yet', async (_, first) => {
    let nth = 0;
    const api = await serve((__, response) => {
      const [status, type, body] = nth++ === 0 ? first(nth) : [200, 'application/json', JSON.stringify(done)];
      response.writeHead(status, type === undefined ? {} : { 'content-type': type }).end(body);
    });
    expect(await server.one({ url: api.url, until: "status == 'done'", ...SOON })).toMatchObject({ body: done });
    expect(api.asked).toHaveLength(2);
  });

  test('of text, too, and JSON without its label', async () => {
    const texts = ['building', 'ready to go'];
    const api = await serve((_, response) => void response.end(texts.shift() ?? '{"status": "done"}'));
    const requests = [{ url: api.url, until: "contains(@, 'ready')", as: 'text', ...SOON }];
    expect(recordOf(await server.run({ requests }), 0)).toMatchObject({ body: 'ready to go' });
    expect(await server.one({ url: api.url, until: "status == 'done'", ...SOON })).toMatchObject({ status: 200 });
  });

  test('as none shows no body, and is read for the condition', async () => {
    const api = await bodies(running, done);
    expect(await server.one({ url: api.url, until: "status == 'done'", as: 'none', ...SOON })).toEqual({ i: 0, status: 200 });
    expect(api.asked).toHaveLength(2);
  });
});

describe('a function in its place', () => {
  test.each<[string, string, readonly unknown[]]>([
    ['of the body', "body => body.status === 'done'", [running, running, done]],
    [
      'of several keys',
      'b => b.parts.every(({ ok }) => ok)',
      [{ parts: [{ ok: true }, { ok: false }] }, { parts: [{ ok: true }] }],
    ],
    ['that fails, then does not', 'body => body.job.state.startsWith("d")', [{}, { job: {} }, { job: { state: 'done' } }]],
    [
      'that gives nothing, then something',
      'body => body.jobs?.filter(job => job.done)',
      [{}, { jobs: [{}] }, { jobs: [{ done: 1 }] }],
    ],
    ['that promises', 'async body => body.status === "done"', [running, done]],
  ])('%s', async (_, until, answers) => {
    const api = await bodies(...answers);
    expect(await server.one({ url: api.url, until, ...SOON })).toEqual({ i: 0, status: 200, body: answers.at(-1) });
    expect(api.asked).toHaveLength(answers.length);
  });

  test('sees status, headers and variables, of a HEAD request, too', async () => {
    let asked = 0;
    const api = await serve((_, response) => {
      response.writeHead(200, { 'x-state': ++asked < 3 ? 'new' : 'done-7', 'set-cookie': 'a=b' }).end();
    });
    const until =
      "(body, { headers, status, vars }) => body === null && status === 200 && headers['x-state'] === `done-${vars.id}`";
    const record = await server.one({ method: 'HEAD', url: `${api.url}/{id}`, vars: { id: [7] }, until, ...SOON });
    expect(record).toMatchObject({ status: 200, vars: { id: 7 } });
    expect(api.asked).toEqual(['HEAD /7', 'HEAD /7', 'HEAD /7']);
  });

  test('that is ended at a limit means not yet, and is told', async () => {
    const api = await bodies(running);
    const until = 'body => { for (const all = []; ; ) all.push(new Float64Array(1e6)); }';
    const record = await server.one({ url: api.url, until, every_ms: 60_000 });
    expect(record).toMatchObject({ outcome: 'timeout', kind: 'until', body: running });
    expect(record.error).toMatch(/last saw until .*(?:out of memory|2 s)/);
  });

  test('that cannot be compiled refuses the call', async () => {
    const api = await bodies(done);
    const said = await server.refused({ requests: [{ url: api.url, until: 'body => body.status ===' }] });
    expect(said).toMatch(/requests\[0\]\.until: /);
    expect(api.asked).toEqual([]);
  });
});

describe('what ends it', () => {
  test.each([
    [404, 0],
    [410, 0],
    [500, 1],
  ])('%i', async (status, retries) => {
    let nth = 0;
    const api = await serve((_, response) => (nth++ < 2 ? json(response, running) : json(response, { why: 'gone' }, status)));
    const record = await server.one({ url: api.url, until: "status == 'done'", ...SOON }, { retries });
    expect(record).toMatchObject({ outcome: 'http_error', status, body: { why: 'gone' } });
    expect(api.asked).toHaveLength(3 + retries);
  });

  test('a 503 that passes does not, as everywhere', async () => {
    let nth = 0;
    const api = await serve((_, response) => (nth++ === 1 ? json(response, {}, 503) : json(response, nth < 4 ? running : done)));
    expect(await server.one({ url: api.url, until: "status == 'done'", ...SOON })).toMatchObject({ status: 200, body: done });
  });

  test('timeout_ms is for each ask', async () => {
    const api = await serve((_, response) => {
      if (api.asked.length < 4) json(response, running);
    });
    const record = await server.one({ url: api.url, until: "status == 'done'", timeout_ms: 500, ...SOON });
    expect(record).toMatchObject({ outcome: 'timeout', kind: 'request' });
    expect(api.asked).toHaveLength(4);
  });

  test('a deadline that the next ask would miss: a timeout of kind until, with the last body whole', async () => {
    const api = await bodies({ status: 'running', percent: 40, log: ['a'] });
    const result = await server.run({
      requests: [{ url: api.url, until: "status == 'done'", every_ms: 60_000, select: 'result' }, `${api.url}/other`],
    });
    expect(result.summary.failures).toEqual([{ outcome: 'timeout', kind: 'until', count: 1, i: [0] }]);
    expect(recordOf(result, 0)).toEqual({
      i: 0,
      url: `${api.url}/`,
      outcome: 'timeout',
      kind: 'until',
      status: 200,
      error: expect.stringMatching(
        /^until status == 'done' does not hold yet: asked once, last saw status: "running"; the next ask \(every 60000 ms\) would come after the call's deadline of 50000 ms; raise deadline_ms, or ask on with retry_of$/,
      ) as unknown,
      body: { status: 'running', percent: 40, log: ['a'] },
    });
  });

  test('a deadline that comes while it is asked, likewise', async () => {
    const api = await serve((_, response) => {
      if (api.asked.length < 3) json(response, running);
    });
    const request = { url: api.url, until: "status == 'done'", ...SOON };
    expect(await server.one(request, { deadline_ms: 2_000 })).toMatchObject({
      outcome: 'timeout',
      kind: 'until',
      status: 200,
      error: expect.stringMatching(/asked 2 times, last saw status: "running"; the call's deadline of 2000 ms came/) as unknown,
      body: running,
    });
  });

  test('a deadline before the first answer is one as any other', async () => {
    const api = await serve(() => undefined);
    const record = await server.one({ url: api.url, until: 'x', ...SOON }, { deadline_ms: 400 });
    expect(record).toMatchObject({ outcome: 'timeout', kind: 'deadline' });
  });

  test('retry_of asks on', async () => {
    const api = await bodies(running, done);
    const requests = [{ url: api.url, until: "status == 'done'", every_ms: 300 }];
    const { summary } = await server.run({ requests, deadline_ms: 300 });
    expect(summary).toMatchObject({ failed: 1 });
    expect(recordOf(await server.run({ retry_of: summary.batch, deadline_ms: 20_000 }), 0)).toMatchObject({ body: done });
  });

  test('another failure under on_error cancel', async () => {
    const api = await serve((_, response, { pathname }) => {
      if (pathname === '/job') return json(response, running);
      if (api.asked.length > 2) return json(response, {}, 404);
    });
    // The second is answered only after the job has been.
    const failing = await serve(async (_, response) => {
      await expect.poll(() => api.asked.length).toBeGreaterThan(0);
      json(response, {}, 404);
    });
    const requests = [{ url: `${api.url}/job`, until: "status == 'done'", every_ms: 5_000 }, failing.url];
    const { results } = await server.call({ requests, on_error: 'cancel' }).then(({ value }) => value ?? { results: [] });
    expect(results[0]).toMatchObject({ outcome: 'cancelled' });
    expect(results[1]).toMatchObject({ outcome: 'http_error' });
  });
});

describe('between two asks', () => {
  test('Retry-After goes before every_ms', async () => {
    const all = [running, done];
    const api = await serve((_, response) => {
      response.setHeader('retry-after', '1');
      json(response, all.shift(), 202);
    });
    const started = performance.now();
    const record = await server.one({ url: api.url, until: "status == 'done'", every_ms: 40_000 }, { deadline_ms: 30_000 });
    expect(record).toMatchObject({ status: 202, body: done });
    expect(performance.now() - started).toBeGreaterThan(900);
  });

  test('a Retry-After beyond the deadline is not waited for', async () => {
    const api = await serve((_, response) => json(response.setHeader('retry-after', '3600'), running, 202));
    expect(await server.one({ url: api.url, until: "status == 'done'", ...SOON })).toMatchObject({
      outcome: 'timeout',
      kind: 'until',
      error: expect.stringMatching(/the next ask \(Retry-After: 3600 s\) would come after/) as unknown,
    });
  });

  test('no permit is held: others go on, be they ever so few at once', async () => {
    let isOver = false;
    const api = await serve((_, response, { pathname }) => {
      if (pathname === '/last') isOver = true;
      json(response, { isOver });
    });
    const jobs = Array.from({ length: 3 }, (_, nth) => ({ url: `/job/${nth}`, until: 'isOver', ...SOON }));
    const result = await server.run({ base_url: api.url, requests: [...jobs, '/last'], concurrency: 1 });
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'ok', 'ok']);
  });

  test('equal requests are asked each for itself, and nothing stored is used', async () => {
    let nth = 0;
    const api = await serve((_, response) => {
      response.setHeader('cache-control', 'max-age=60');
      json(response, nth++ < 3 ? running : done);
    });
    await server.one(api.url); // fresh for a minute
    const request = { url: api.url, until: "status == 'done'", ...SOON };
    const result = await server.run({ requests: [request, request, api.url] });
    expect(result.results.map(({ body }) => body)).toEqual([done, done, running]);
    expect(result.results[1]?.duplicate_of).toBeUndefined();
    expect(result.results[2]?.cached).toBe(true);
  });
});

describe('those that take values from it wait for it', () => {
  test('POST a job, follow its Location, poll it, read the result: one call', async () => {
    let asked = 0;
    const api = await serve((request, response, { pathname }) => {
      if (request.method === 'POST') return void response.writeHead(202, { location: '/jobs/7' }).end();
      if (pathname === '/jobs/7') return json(response, ++asked < 3 ? running : { status: 'done', result_url: '/results/7' });
      return json(response, { pathname });
    });
    const result = await server.write({
      base_url: api.url,
      requests: [
        { id: 'job', url: '/jobs', json: { task: 'sum' } },
        { id: 'wait', url: '{+loc}', vars: { loc: { from: 'job', header: 'location' } }, until: "status == 'done'", ...SOON },
        { url: '{+result}', vars: { result: { from: 'wait', select: 'result_url' } } },
      ],
    });
    expect(result.summary).toMatchObject({ total: 3, ok: 3 });
    expect(api.asked).toEqual(['POST /jobs', 'GET /jobs/7', 'GET /jobs/7', 'GET /jobs/7', 'GET /results/7']);
  });

  test('and are skipped if it never holds', async () => {
    const api = await bodies(running);
    const result = await server.run({
      base_url: api.url,
      requests: [
        { id: 'job', url: '/job', until: "status == 'done'", every_ms: 60_000 },
        { url: '/{s}', vars: { s: { from: 'job', select: 'status' } } },
      ],
    });
    expect(outcomesOf(result)).toEqual(['timeout', 'skipped']);
    expect(recordOf(result, 1).error).toMatch(/"job".* ended as timeout: until status == 'done' does not hold yet/);
  });

  test('a program sees what it last was as error_body', async () => {
    const api = await bodies(running);
    const js = 'records.map(r => [r.ok, r.outcome, r.body, r.error_body.status])';
    const result = await server.run({ requests: [{ url: api.url, until: 'result', every_ms: 60_000 }], js });
    expect(result.value).toEqual([[false, 'timeout', null, 'running']]);
  });
});

test('what is said of the expression names until', async () => {
  const api = await bodies(running);
  const { notes } = await server.run({ requests: [{ url: api.url, until: "sttus != 'done'", ...SOON }] });
  expect(notes).toEqual([expect.stringMatching(/^i 0: until: sttus is compared or tested, and is not there/)]);
});

describe('a text that counts as true at the first ask', () => {
  test('has a note: a comparison may have been meant', async () => {
    const api = await bodies(running);
    const result = await server.run({ requests: [{ url: api.url, until: 'status', ...SOON }] });
    expect(recordOf(result, 0).body).toEqual(running);
    expect(result.notes).toEqual([
      expect.stringMatching(/until status gave the text "running", which counts as true; .*compare/),
    ]);
  });
});

describe('refused before anything is sent', () => {
  test.each([
    ['an expression that is none', { until: 'status ==' }, /requests\[0\]\.until: "status ==" is not valid JMESPath/],
    ['an interval that is too short', { until: 'x', every_ms: 20 }, /requests\[0\]\.every_ms: .*200/],
    ['another name', { poll: 'x' }, /did you mean .{0,2}"until/],
    ['another name of every_ms', { until: 'x', interval: 500 }, /did you mean .{0,2}"every_ms/],
  ])('%s', async (_, more, said) => {
    const api = await bodies(done);
    const { text, value } = await server.call({ requests: [{ url: api.url, ...more }] });
    expect(text).toMatch(said);
    expect(value?.summary.ok ?? 0).toBe(0);
    expect(api.asked).toEqual([]);
  });

  test.each([
    ['with a body', { json: {}, until: 'x' }, /only GET and HEAD are asked again, not POST; .*"header": "location"/],
    ['with pages', { paginate: { next: 'link' }, until: 'x' }, /does not go with "paginate"/],
    ['every_ms without until', { every_ms: 500 }, /every_ms: is for "until"/],
    ['HEAD with JMESPath', { method: 'HEAD', until: 'x' }, /HEAD has no body; write \(body, \{headers\}\) =>/],
  ])('%s', async (_, more, said) => {
    const api = await bodies(done);
    expect(await server.writeOne({ url: api.url, ...more })).toMatchObject({
      outcome: 'invalid',
      error: expect.stringMatching(said) as unknown,
    });
    expect(api.asked).toEqual([]);
  });
});
