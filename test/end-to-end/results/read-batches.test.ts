import { beforeEach, describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { peopleApi, person } from '../../support/people-api.ts';
import { readerOf } from '../../support/read-result.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read, refusal } = readerOf(server);
let api: Api;
/** Names a call: `people/1` to `6` with the label `p`, the list of all with the label `all`, a page, CSV, a 404, a 204. */
let batch: string;

beforeEach(async () => {
  api = await peopleApi();
  const requests = [
    { id: 'p', url: '/people/{n}', vars: { n: '1..6' } },
    { id: 'all', url: '/people', select: 'length(@)' },
    '/page',
    '/csv',
    '/people/99',
    '/empty',
  ];
  batch = (await server.run({ base_url: api.url, requests })).summary.batch ?? '';
});

/** What is read, and that no request was made for it. */
async function reread(args: Record<string, unknown>): ReturnType<typeof read> {
  const before = api.asked.length;
  const result = await read(args);
  expect(api.asked).toHaveLength(before);
  return result;
}

const indexes = (result: Awaited<ReturnType<typeof read>>): unknown => result.results?.map(({ i }) => i);
const bodiesOf = (result: Awaited<ReturnType<typeof read>>): unknown => result.results?.map(({ body }) => body);

describe('a ref may name', () => {
  test('a whole batch: a record for each, as the call had them', async () => {
    const result = await reread({ ref: batch });
    expect(result.summary).toMatchObject({ total: 11, ok: 10, failed: 1, batch, failures: [{ status: 404, i: [9] }] });
    expect(indexes(result)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(result.results?.[2]).toMatchObject({ id: 'p', vars: { n: 3 }, status: 200, body: person(3) });
    expect(result.results?.[6]).toMatchObject({ id: 'all', body: 6 });
    expect(result.results?.[9]).toMatchObject({ outcome: 'http_error', body: { message: 'no such person' } });
    expect(result.results?.[10]).toMatchObject({ status: 204 });
  });

  test('a range of it, both ends included', async () => {
    expect(indexes(await reread({ ref: `${batch}/2..4` }))).toEqual([2, 3, 4]);
    expect(indexes(await reread({ ref: `${batch}/9..500` }))).toEqual([9, 10]);
  });

  test('those of one label', async () => {
    expect(indexes(await reread({ ref: `${batch}/p` }))).toEqual([0, 1, 2, 3, 4, 5]);
    expect(bodiesOf(await reread({ ref: `fetch-many://results/${batch}/all` }))).toEqual([6]);
  });

  test.each(['/50..60', '/4..2', '/nobody', '/11', '/js'])('nothing: %s is an error that says what there is', async (rest) => {
    const said = await refusal({ ref: batch + rest });
    expect(said).toContain(`"${batch}${rest}" names no record: ${batch} has 11, "${batch}/0" to "${batch}/10"`);
    expect(said).toContain(`several of them "${batch}/0..10", by label "${batch}/p", "${batch}/all"`);
  });

  test('none: then the batches are listed, the newest first', async () => {
    await server.run({ base_url: api.url, requests: ['/people/1'], js: 'ok.length' });
    const { batches = [] } = await read({});
    expect(batches[0]).toMatchObject({ records: 1, ok: 1, first: `${api.url}/people/1`, js: expect.stringMatching(/\/js$/) });
    expect(batches[1]).toMatchObject({ ref: batch, records: 11, ok: 10, labels: ['p', 'all'] });
    expect(await refusal({ js: '1' })).toMatch(/js: needs a ref/);
  });
});

describe('of several records', () => {
  test('those that take more than the budget alone are told to be read in parts', async () => {
    const { summary } = await server.run({ base_url: api.url, requests: [{ url: '/people/{n}', vars: { n: '1..200' } }] });
    const all = await read({ ref: summary.batch, max_tokens: 500 });
    expect(all.notes?.at(-1)).toMatch(
      /alone take more than max_tokens, .*; read some of them by "offset" and "limit", or raise it$/,
    );
    const some = await read({ ref: summary.batch, max_tokens: 500, offset: 0, limit: 5 });
    expect(some).toMatchObject({ results: { length: 5 }, next_offset: 5 });
  });

  test('offset and limit count records, and next_offset goes on', async () => {
    const seen: unknown[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page = await reread({ ref: batch, offset, limit: 4 });
      seen.push(indexes(page));
      offset = page.next_offset;
    }
    expect(seen).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9, 10],
    ]);
    const beyond = await reread({ ref: `${batch}/p`, offset: 6 });
    expect(beyond).toMatchObject({ results: [], notes: ['there are 6 records, and none from offset 6 on'] });
    const none = await reread({ ref: `${batch}/p`, limit: 0 });
    expect(none).toMatchObject({ results: [], notes: ['there are 6 records, and "limit": 0 takes none'] });
    const { notes } = await reread({ ref: `${batch}/3..3`, offset: 1 });
    expect(notes).toEqual(['there is 1 record, and none from offset 1 on']);
  });

  test('select alone reads the whole bodies, whatever the call selected', async () => {
    expect(bodiesOf(await reread({ ref: `${batch}/all`, select: '[0].name' }))).toEqual(['Person 1']);
    expect(bodiesOf(await reread({ ref: `${batch}/p`, select: ['name'] }))).toEqual(
      [1, 2, 3, 4, 5, 6].map((id) => ({ name: `Person ${id}` })),
    );
    expect(bodiesOf(await reread({ ref: `${batch}/0..1`, select: '(b, { headers, vars }) => headers.etag + vars.n' }))).toEqual([
      '"v1"1',
      '"v2"2',
    ]);
  });

  test.each(['nope', 'b => b.nope'])('a select that finds nothing is an error of its records: %s', async (select) => {
    const { results = [], summary } = await reread({ ref: `${batch}/p`, select });
    expect(summary?.ok).toBe(0);
    expect(results.every(({ outcome, body }) => outcome === 'select_error' && body === undefined)).toBe(true);
    expect(results[0]?.error).toContain('the body is an object with the keys id, name, age, team');
  });

  test('a key that some of a template lack is null with a note; records of another template have no say', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      json(response, pathname === '/2' ? { id: 2, extra: 'yes' } : { id: 1 });
    });
    const requests = [{ url: '/{n}', vars: { n: [1, 2] } }, '/3'];
    const { summary } = await server.run({ base_url: url, requests });
    for (const select of ['extra', 'b => b.extra']) {
      const { results, notes } = await read({ ref: summary.batch, select });
      expect(results?.map(({ body, outcome }) => outcome ?? body)).toEqual([null, 'yes', 'select_error']);
      expect(notes?.[0]).toMatch(/^i 0: select: .* is not there and so null; others of the same template have it$/);
      const { value, notes: said } = await read({
        ref: summary.batch,
        select,
        js: 'records.map(r => r.ok ? r.body : r.outcome)',
      });
      expect(value).toEqual([null, 'yes', 'select_error']);
      expect(said?.join()).toContain('it is null, as others of the same template have it');
    }
  });

  test('extract and as replace what the call had', async () => {
    const result = await reread({ ref: `${batch}/7..8`, extract: { title: 'h1', names: ['td:first-child'] } });
    expect(result.results?.[0]).toMatchObject({ body: { title: 'People', names: ['Ann', 'red'] } });
    expect(result.results?.[1]).toMatchObject({ outcome: 'select_error', error: expect.stringContaining('the body is CSV') });
    expect(bodiesOf(await reread({ ref: `${batch}/8..8`, as: 'text' }))).toEqual(['name,age\nAnn,31\nBob,42\n']);
  });

  test('a layout lays them out', async () => {
    const table = await reread({ ref: batch, select: 'b => ({ name: b.name, age: b.age })', layout: 'table', limit: 3 });
    expect(table).toMatchObject({
      columns: ['i', 'n', 'name', 'age'],
      rows: [
        [0, 1, 'Person 1', 23],
        [1, 2, 'Person 2', 26],
        [2, 3, 'Person 3', 29],
      ],
    });
    expect(indexes(await reread({ ref: batch, layout: 'failures' }))).toEqual([9]);
  });

  test('search says what it has not reached of bodies in which nothing was found', async () => {
    const found = await reread({ ref: batch, search: 'person 2', limit: 0 });
    expect(found.notes).toEqual([
      '"person 2": 1 match in 1 of 10 bodies: i 1',
      'i 6: only what select gives was searched; "select": "@" searches the whole body',
      'i 7: only the Markdown of the page was searched; "as": "html" searches its source',
    ]);
    const whole = await reread({ ref: batch, search: 'person 2', select: '@', limit: 0 });
    expect(whole.summary).toMatchObject({ ok: 10, failed: 1 });
    expect(whole.notes).toEqual([
      '"person 2": 2 matches in 2 of 10 bodies: i 1, 6',
      'i 7: only the Markdown of the page was searched; "as": "html" searches its source',
    ]);
  });

  test('search for a pattern names the program that finds it', async () => {
    const [note = ''] = (await reread({ ref: batch, search: 'person 2|person 3', limit: 0 })).notes ?? [];
    expect(note).toMatch(/^"person 2\|person 3": 0 matches in 0 of 10 bodies; a search is for text as it stands/);
    const { js }: { js: string } = JSON.parse(`{${note.slice(note.indexOf('"js"'))}}`);
    expect((await reread({ ref: `${batch}/0..3`, js })).value).toContainEqual(['Person 2']);
    expect((await reread({ ref: batch, search: 'zebra', limit: 0 })).notes?.[0]).toBe('"zebra": 0 matches in 0 of 10 bodies');
  });

  test.each(['records', 'table'])('search counts the matches that found no room, of all of them: %s', async (layout) => {
    const lines = Array.from({ length: 200 }, (_, i) => `line ${i} ERROR ${'z'.repeat(60)}`);
    const { url } = await serve((_, response) => void response.end(lines.join('\n')));
    const { summary } = await server.run({ base_url: url, requests: ['/1', '/2'] });
    const cutsOf = ({ results = [], columns = [], rows = [] }: Awaited<ReturnType<typeof read>>): unknown[] =>
      layout === 'records' ? results.map((each) => each.truncated) : rows.map((row) => row[columns.indexOf('_truncated')]);
    for (const max_tokens of [10_000, 500]) {
      const found = await read({ ref: summary.batch, search: 'error', max_tokens, layout });
      const ref = `${summary.batch}/1`;
      expect(cutsOf(found)[1]).toMatchObject({ kept: expect.any(Number), of: 200, ref });
      expect(found.notes?.[0]).toMatch(/^2 bodies were cut .*; one ref with the same "search", and with "offset": kept, has/);
    }
    const few = await read({ ref: summary.batch, search: 'error', limit: 2, layout });
    expect(few.notes).toEqual(['"error": 400 matches in 2 of 2 bodies: i 0 (200), 1 (200)']);
  });

  test('search shows the place in a long text, and tells how often it is in a long line', async () => {
    const text = `${'- '.repeat(3_000)}needle ${'needle '.repeat(500)}`;
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/text') response.setHeader('content-type', 'text/plain').end(text);
      else json(response, pathname === '/list' ? [{ id: 1, text }] : { id: 1, text });
    });
    const { summary } = await server.run({ base_url: url, requests: ['/text', '/list', '/one'], layout: 'failures' });
    const found = await read({ ref: summary.batch, search: 'needle', max_tokens: 1_000 });
    expect(JSON.stringify(found.results?.[0])).toContain('- needle needle');
    expect(JSON.stringify(found.results?.[1])).toContain('- needle needle');
    expect(JSON.stringify(found.results?.[2])).toContain('- needle needle');
    expect(found.notes).toContain('i 0, 2: a long line is given in pieces, each a match: "needle" is there 501 times');
  });

  test('search of hundreds says how many, however little room there is', async () => {
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/picture') response.setHeader('content-type', 'image/png').end('needle');
      else json(response, { log: 'needle '.repeat(200 + Number(pathname.slice(1))) });
    });
    const requests = [{ url: '/{n}', vars: { n: '1..120' } }, '/picture'];
    const { summary } = await server.run({ base_url: url, requests, layout: 'failures', max_tokens: 500 });
    for (const how of [{ limit: 0 }, { limit: 0, layout: 'table', max_tokens: 500 }, { max_tokens: 2_000 }]) {
      const { notes = [], summary: counts, results = [] } = await read({ ref: summary.batch, search: 'needle', ...how });
      expect(counts).toMatchObject({ total: 121, ok: 121 });
      expect(results).toHaveLength(how.limit === 0 ? 0 : 121);
      expect(notes).toContainEqual(expect.stringMatching(/^"needle": \d+ matches in 120 of 120 bodies: i 0 \(9\), 1 \(9\)/));
      expect(notes.filter((note) => note.includes('in pieces'))).toEqual([
        'i 0, 1, 2, 3, 4 and 115 more: a long line is given in pieces, each a match: "needle" is there 201 times (in i 0)',
      ]);
    }
  });

  test('search says in which, and limit 0 only how many', async () => {
    const found = await reread({ ref: batch, search: 'person 2' });
    expect(found.results?.[1]).toMatchObject({ i: 1, body: [{ key: 'name', value: 'Person 2' }] });
    const counted = await reread({ ref: batch, search: 'PERSON', limit: 0 });
    expect(counted.results).toEqual([]);
    expect(counted.notes).toContain('"PERSON": 7 matches in 7 of 10 bodies: i 0, 1, 2, 3, 4, 5, 9');
    const one = await reread({ ref: `${batch}/7`, search: 'an', limit: 0 });
    expect(one).toMatchObject({ unit: 'matches', count: 0, body: [] });
    expect(one.of).toBeGreaterThan(1);
    expect(one.notes).toBeUndefined();
  });

  test('a body that could not be read as the call wanted is shown as it is, and says so', async () => {
    const { summary } = await server.run({ base_url: api.url, requests: ['/people/1', '/people/2'], select: 'nope' });
    const { results, notes } = await reread({ ref: summary.batch });
    expect(results?.map(({ body }) => body)).toEqual([person(1), person(2)]);
    expect(notes?.[0]).toMatch(/^i 0, 1: its body as it is; in the call: select "nope" matched nothing/);
  });
});

describe('js', () => {
  test('computes over a batch, a range, a label or one body, as over a call', async () => {
    const over = async (rest: string, js: string): Promise<unknown> => (await reread({ ref: batch + rest, js })).value;
    expect(await over('', '[records.length, ok.length, by.p.length, records[9].error_body.message]')).toEqual([
      11,
      10,
      6,
      'no such person',
    ]);
    expect(await over('/1..3', 'ok.map(r => [r.i, r.body.name])')).toEqual([
      [1, 'Person 2'],
      [2, 'Person 3'],
      [3, 'Person 4'],
    ]);
    expect(await over('/p', 'records => records.reduce((n, r) => n + r.body.age, 0)')).toBe(183);
    expect(await over('/8', 'ok[0].body.length')).toBe(2);
    expect(await reread({ ref: `${batch}/p`, js: 'ok.map(r => r.i)', offset: 2, limit: 2 })).toMatchObject({
      value: [2, 3],
      notes: ['js had 2 of 6 records: "offset" and "limit" count them'],
    });
    expect(await reread({ ref: `${batch}/0`, js: 'ok[0].body.name', limit: 2 })).toMatchObject({
      value: 'Person 1',
      notes: [expect.stringContaining('js had the whole body')],
    });
  });

  test('goes by the select, extract or as that is given with it', async () => {
    const js = 'records.map(r => r.ok ? r.body : r.outcome)';
    expect((await reread({ ref: `${batch}/5..7`, select: 'b => b[0].id', js })).value).toEqual([
      'select_error',
      1,
      'select_error',
    ]);
    expect((await reread({ ref: `${batch}/6..9`, extract: { title: 'h1' }, js })).value).toEqual([
      'select_error',
      { title: 'People' },
      'select_error',
      'http_error',
    ]);
    const { summary, results } = await reread({ ref: `${batch}/5..7`, select: 'nope', js: 'ok.length' });
    expect(summary).toMatchObject({ ok: 0, failed: 3 });
    expect(results?.[0]).toMatchObject({
      outcome: 'select_error',
      error: expect.stringContaining('select "nope" matched nothing'),
    });
  });

  test('tries again what failed, without a request, and its value takes the place of the one before', async () => {
    const requests = ['/people/1', '/people/2'];
    const failed = await server.run({ base_url: api.url, requests, js: 'ok.map(r => r.body.nope.length)' });
    const ref = failed.summary.batch;
    expect(failed).toMatchObject({ value: null, error: expect.stringContaining('js failed') });
    expect(await refusal({ ref: `${ref}/js` })).toContain('names no record');
    expect((await reread({ ref, js: 'ok.map(r => r.body.name)' })).value).toEqual(['Person 1', 'Person 2']);
    expect((await reread({ ref: `${ref}/js` })).body).toEqual(['Person 1', 'Person 2']);
    expect((await reread({ ref, js: 'ok.length' })).value).toBe(2);
    expect((await reread({ ref: `${ref}/js` })).body).toBe(2);
  });

  test('is told of its value where an earlier one had been there: somebody may still have that ref', async () => {
    const requests = [{ id: 'a', url: '/people/1' }, '/people/2'];
    const { summary } = await server.run({ base_url: api.url, requests, js: 'ok.map(r => r.body.name)' });
    const ref = summary.batch ?? '';
    expect((await reread({ ref: `${ref}/js` })).notes).toBeUndefined();
    const [first, second] = ['ok.map(r => r.body.age)', 'ok.map(r => r.vars)'];
    const last = 'this is the value of the last program that was run over this call: ';
    await reread({ ref, js: first });
    expect((await reread({ ref: `${ref}/js` })).notes).toEqual([last + first]);
    await reread({ ref: `${ref}/a`, js: second });
    expect((await reread({ ref: `${ref}/js` })).notes).toEqual([`${last}over ${ref}/a: ${second}`]);
    expect((await reread({ ref: `${ref}/js`, js: 'ok[0].body.length' })).notes?.join()).toContain(last);
  });

  test('over the kept value leaves it there, to be asked again', async () => {
    const { summary } = await server.run({ base_url: api.url, requests: ['/people'], js: 'ok[0].body.map(p => p.name)' });
    const ref = `${summary.batch}/js`;
    expect((await reread({ ref, js: 'ok[0].body.slice(0, 2)' })).value).toEqual(['Person 1', 'Person 2']);
    expect((await reread({ ref, js: 'ok[0].body.slice(2, 4)' })).value).toEqual(['Person 3', 'Person 4']);
    const large = await reread({ ref, js: 'ok[0].body[0].repeat(1000)', max_tokens: 500 });
    expect(large.truncated).not.toHaveProperty('ref');
    expect(large.notes?.[0]).toMatch(/^the value was cut to fit max_tokens; it was computed from the kept value/);
    expect((await reread({ ref })).of).toBe(6);
  });

  test('over no record says so', async () => {
    const { value, notes } = await reread({ ref: batch, js: 'ok.length', offset: 11 });
    expect([value, notes?.[0]]).toEqual([0, expect.stringContaining('ok is empty')]);
    expect(notes).toContain('there are 11 records, and none from offset 11 on');
  });

  test('is refused if it cannot be parsed, or with a search', async () => {
    expect(await refusal({ ref: batch, js: 'ok.map(r =>' })).toContain('js: line 1 (ok.map(r =>)');
    expect(await refusal({ ref: batch, js: '(a, b) => 1' })).toContain('it has 2 parameters');
    expect(await refusal({ ref: batch, js: 'ok.length', search: 'x' })).toContain('give js or search, not both');
  });
});
