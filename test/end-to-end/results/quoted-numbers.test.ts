import { describe, expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

const SAID =
  'numbers beyond 2^53 are strings, so that no digit is lost: body.list[].id, body.next; BigInt(...) computes with them';

async function bigNumbers(): Promise<string> {
  const { url } = await serve((_, response, { pathname }) => {
    if (pathname !== '/') return json(response, { path: pathname });
    response.setHeader('content-type', 'application/json');
    response.end('{"list": [{"id": 12345678901234567890}, {"id": 2}], "next": 12345678901234567890}');
  });
  return url;
}

describe('a function that computes with a body is told where its numbers are strings', () => {
  test.each<[string, object, string]>([
    ['select', { select: 'b => b.list.map(r => r.id + 1)' }, SAID],
    ['paginate.items', { paginate: { next: 'link', items: 'b => b.list.map(r => r.id + 1)' } }, SAID],
    [
      'paginate.next',
      { paginate: { next: 'b => b.next && "/after/" + (b.next + 1)', items: 'list || `[]`' } },
      `page 1: ${SAID}`,
    ],
    ['until', { until: 'b => b.next + 1 > 2' }, SAID],
  ])('as %s', async (_, how, said) => {
    const { notes } = await server.run({ requests: [{ url: await bigNumbers(), ...how }] });
    expect(notes?.filter((note) => note.includes('2^53'))).toEqual([`i 0: ${said}`]);
  });

  test('and which of them have no digits to compute with', async () => {
    const { url } = await serve((_, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(`{"id": 12345678901234567890, "n": -1e400, "list": [1.5e999], "small": 1e300, "digits": ${'9'.repeat(400)}}`);
    });
    const { notes } = await server.run({ requests: [url], js: 'BigInt(ok[0].body.digits) > BigInt(ok[0].body.id)' });
    expect(notes).toEqual([
      'i 0: numbers beyond 2^53 are strings, so that no digit is lost: body.id, body.digits; BigInt(...) computes with them',
      'i 0: numbers beyond 1.8e308 are strings, as they would be Infinity: body.n, body.list[]',
    ]);
  });

  test('of all pages, or of those that have some', async () => {
    const { url } = await serve((_, response, { searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      if (page < 3) response.setHeader('link', `</?page=${page + 1}>; rel="next"`);
      response.setHeader('content-type', 'application/json').end(`[{"id": ${page === 2 ? '9'.repeat(20) : page}}]`);
    });
    const { notes } = await server.run({ requests: [{ url, paginate: { next: 'link', items: 'b => b.map(r => r.id)' } }] });
    expect(notes).toEqual([expect.stringMatching(/^i 0: page 2: numbers beyond 2\^53 are strings.*: body\[\]\.id;/)]);
  });

  test('once, whatever their keys are, and behind where pages end', async () => {
    const { url } = await serve((_, response, { searchParams }) => {
      const page = Number(searchParams.get('page') ?? 1);
      response.setHeader('content-type', 'application/json');
      response.end(`{"items": [{"x${'k'.repeat(page)}": 12345678901234567890}], "next": "/?page=${page + 1}"}`);
    });
    const paginate = { next: 'b => b.next', items: 'items', max_pages: 15 };
    const { notes } = await server.run({ requests: [{ url, paginate }] });
    expect(notes).toEqual([
      'i 0: stopped at max_pages 15, and there are more',
      expect.stringMatching(/^i 0: numbers beyond 2\^53 .*body\.items\[\]\.xk; /),
    ]);
  });

  test('without a key of any length', async () => {
    const { url } = await serve((_, response) => {
      response
        .setHeader('content-type', 'application/json')
        .end(`{"${'k'.repeat(1e5)}": [${'12345678901234567890,'.repeat(2_000)}1]}`);
    });
    const { results, notes } = await server.run({ requests: [{ url, select: 'b => 1' }] });
    expect(results[0]?.body).toBe(1);
    expect(notes).toEqual([expect.stringContaining(`body["${'k'.repeat(40)}…"][]; BigInt`)]);
  });

  test('as what a variable takes', async () => {
    const url = await bigNumbers();
    const vars = { n: { from: 'list', select: 'b => b.list.map(r => r.id + 1)' } };
    const { notes } = await server.run({
      base_url: url,
      requests: [
        { id: 'list', url: '/' },
        { url: '/u/{n}', vars },
      ],
    });
    expect(notes).toEqual([`i 0: requests[1].vars.n: ${SAID}`]);
    const dependents = [1, 2, 3, 4].map((nth) => ({ url: `/${nth}/{n}`, vars }));
    const more = await server.run({ base_url: url, requests: [{ id: 'list', url: '/' }, ...dependents] });
    expect(more.notes).toEqual([`i 0: requests[1].vars.n, requests[2].vars.n, requests[3].vars.n and 1 more: ${SAID}`]);
  });
});

describe('what a variable takes from a body of which something is doubtful', () => {
  test('is told, also if nobody sees the body; once, if its own record says so', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname !== '/') return json(response, 1);
      response.setHeader('content-type', 'application/x-ndjson').end('{"id": 1}\n{"id": 2}\n{"id": 3');
    });
    const said = 'line 3, the last one, is cut and left out';
    const item = { url: '/{n}', vars: { n: { from: 'list', select: '[].id' } } };
    for (const [as, where] of [
      ['auto', 'i 0: '],
      ['none', 'i 0: requests[1].vars.n: '],
    ]) {
      const { notes, summary } = await server.run({ base_url: url, requests: [{ id: 'list', url: '/', as }, item] });
      expect(summary.total).toBe(3);
      expect(notes).toEqual([expect.stringContaining(`${where}${said}`)]);
    }
  });

  test('of what it takes whole nothing is said', async () => {
    const { url } = await serve((_, response) => json(response, { list: [1, 2] }));
    const vars = { n: { from: 'list', select: 'list' } };
    expect(
      await server.run({
        base_url: url,
        requests: [
          { id: 'list', url: '/' },
          { url: '/{n}', vars },
        ],
      }),
    ).not.toHaveProperty('notes');
  });
});

const note = (path: string, where: string, own = 'pick them as variables of their own, and '): string =>
  `i 0: requests[1].vars${path}: numbers beyond 2^53 are strings in the JSON that is sent: ${where}; ` +
  `where they must be numbers, ${own}write the JSON as text under "body", in which {name} needs no quotes`;

test('what is written back as strings though it came as numbers is told; digits in a URL or a text are not', async () => {
  const url = await bigNumbers();
  const said = async (vars: object, request: object): Promise<readonly string[] | undefined> => {
    const put = { method: 'PUT', url: '/x', vars, ...request };
    const { notes, summary } = await server.write({ base_url: url, requests: [{ id: 'big', url: '/' }, put] });
    expect(summary.failed).toBe(0);
    return notes;
  };
  const rows = { from: 'big', select: 'list[].{id: id, all: @}' };
  expect(await said(rows, { json: { all: '{all}', id: '{id}' } })).toEqual([note('', 'id, all.id')]);
  expect(await said({ all: { from: 'big', select: '[@]' } }, { json: '{all}' })).toEqual([
    note('.all', 'all.list[].id, all.next'),
  ]);
  expect(await said(rows, { url: '/{id}', json: { n: 'no. {id}' } })).toBeUndefined();
  expect(await said(rows, { json: ['{id}'] })).toEqual([note('', 'id', '')]);
  expect(await said(rows, { body: '{"all": {all}, "id": {id}}' })).toEqual([note('', 'all.id')]);
  expect(await said(rows, { body: '{"id": {id}}' })).toBeUndefined();
  expect(await said(rows, { form: { id: '{id}' } })).toBeUndefined();
});

test('what a function of pages tells its console is told', async () => {
  const { url } = await serve((_, response) => json(response, [{ id: 1 }]));
  const next = 'b => { console.log("next", b.length); return null }';
  const items = 'b => { console.log("items", b.length); return b }';
  const { notes } = await server.run({ requests: [{ url, paginate: { next, items } }] });
  expect(notes).toEqual(['i 0: console: next 1', 'i 0: console: items 1']);
  const lines = { next: 'link', items: 'b => { for (const n of [1, 2, 3]) console.log("line", n); return b }' };
  const more = await server.run({ requests: [{ url, paginate: lines }] });
  expect(more.notes).toEqual([1, 2, 3].map((n) => `i 0: console: line ${n}`));
});
