import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BY_HAND } from './by-hand/by-hand.ts';
import { ask, send } from './by-hand/http.ts';
import { grade } from './grade/grade.ts';
import { JOBS } from './jobs/jobs.ts';
import { startWorld, type World } from './world/world.ts';

const SEED = 20;
/** One path of each site that answers GET. */
const PATHS = {
  tracker: '/projects/APOLLO/issues',
  shop: '/orders?limit=40',
  crm: '/companies?page=2',
  catalogue: '/v3/products?page=2',
  billing: '/invoices?offset=20',
  reference: '/reference/streams.html',
  manual: '/errors',
  www: '/resources',
  stock: '/items',
  files: '/attendees.csv',
  releases: '/releases.atom',
  ops: '/services',
  settings: '/staging/basket.json',
} as const;

const worlds: World[] = [];
let world: World;
/** The same, and one of another seed. */
let twin: World;
let other: World;

beforeAll(async () => {
  worlds.push(...(await Promise.all([SEED, SEED, SEED + 1].map(startWorld))));
  [world, twin, other] = worlds as [World, World, World];
});

afterAll(() => Promise.all(worlds.map((each) => each.close())));

/** What a site serves, with names in place of ports. */
async function served({ urls }: World, site: keyof typeof PATHS): Promise<string> {
  const { text, headers } = await ask(urls[site] + PATHS[site]);
  return Object.entries(urls).reduce((said, [name, url]) => said.replaceAll(url, name), `${headers.get('link')}\n${text}`);
}

describe.concurrent('a script that does as the question says', () => {
  test.each(JOBS)('$name: is right, and leaves the world as it should be', async ({ name, question, expected, problems }) => {
    const answer = await BY_HAND[name]?.(world.urls, world.data);
    const raw = typeof answer === 'string' ? answer : JSON.stringify(answer);
    const surroundings = { origins: Object.values(world.urls), question: question(world.urls, world.data) };
    expect(grade(raw, expected(world.data), surroundings)).toEqual([]);
    expect(problems?.(world, []) ?? []).toEqual([]);
  });
});

describe('a world is made from its seed', () => {
  test.each(Object.keys(PATHS) as (keyof typeof PATHS)[])(
    '%s serves the same for the same, something else for another',
    async (site) => {
      const text = await served(world, site);
      expect(await served(twin, site)).toBe(text);
      expect(await served(other, site)).not.toBe(text);
    },
  );

  test.each(JOBS)('$name has another answer for another seed', ({ expected }) => {
    expect(expected(twin.data)).toEqual(expected(world.data));
    expect(expected(other.data)).not.toEqual(expected(world.data));
  });
});

describe('questions', () => {
  const OURS =
    /fetch_many|request_many|read_result|JMESPath|base_url|paginate|extract|retry_of|max_tokens|layout|idempotency_key|response_headers|\bvars\b|\bjs\b|\bas:/;

  test.each(JOBS)('$name: in plain words, with addresses of this world alone', ({ question }) => {
    const text = question(world.urls, world.data);
    expect(text).not.toMatch(OURS);
    const urls = [...text.matchAll(/https?:\/\/[^/\s,]+/g)].map(([url]) => url);
    expect(urls.length).toBeGreaterThan(0);
    for (const url of urls) expect(Object.values(world.urls)).toContain(url);
  });
});

describe('writes', () => {
  const lamps = JOBS.find(({ name }) => name === 'lamps');
  const attendees = JOBS.find(({ name }) => name === 'attendees');

  test('of an item need its ETag and the whole item, and are seen', async () => {
    const { stock } = other.urls;
    const [{ id }] = (await ask(`${stock}/items?category=rugs`)).json.items;
    const url = `${stock}/items/${id}`;
    const { json: item, headers } = await ask(url);
    const etag = headers.get('etag') ?? '';
    expect((await send('PUT', url, item)).status).toBe(428);
    expect((await send('PUT', url, item, { 'if-match': '"other"' })).status).toBe(412);
    expect((await send('PUT', url, { id, price_cents: 5 }, { 'if-match': etag })).json.error.message).toContain(
      'not there: name, object',
    );
    expect((await send('PUT', url, { ...item, price_cents: '5' }, { 'if-match': etag })).status).toBe(422);
    expect((await send('PUT', url, { ...item, price_cents: 5 }, { 'if-match': etag })).json).toEqual({ ...item, price_cents: 5 });
    expect((await send('PUT', url, { ...item, price_cents: 6 }, { 'if-match': etag })).status).toBe(412);
    expect((await ask(url)).json.price_cents).toBe(5);
    expect(lamps?.problems?.(other, [])).toContain(`${id} was written, and should not have been`);
  });

  test('that are lost are made twice without a key, once with one', async () => {
    const { events } = other.urls;
    const people = other.data.attendees.wanted.slice(0, 12);
    for (const person of people) await send('POST', `${events}/registrations`, person);
    const { json } = await ask(`${events}/registrations`);
    expect(json.count).toBe(people.length + 1);
    expect(attendees?.problems?.(other, [])).toContain(`${people[8]?.email} was registered 2 times`);
    const key = { 'idempotency-key': 'a' };
    const [first, second] = [
      await send('POST', `${events}/registrations`, people[0], key),
      await send('POST', `${events}/registrations`, people[0], key),
    ];
    expect(second.json).toEqual(first.json);
    expect((await ask(`${events}/registrations`)).json.count).toBe(people.length + 2);
  });
});

test('what is asked is noted with its job', async () => {
  other.begin('discontinued');
  await ask(`${other.urls.catalogue}/v3/products?page=1`);
  expect(other.asked.at(-1)).toEqual({
    job: 'discontinued',
    site: 'catalogue',
    method: 'GET',
    path: '/v3/products?page=1',
    status: 200,
  });
  const { problems } = JOBS.find(({ name }) => name === 'discontinued') ?? {};
  expect(problems?.(other, other.asked)).toEqual(['the catalogue was asked again, 1 times']);
});

test('GraphQL answers fields and aliases, and says what it cannot read', async () => {
  const { code } = world.urls;
  const query = async (text: string, variables?: object): Promise<unknown> =>
    (await send('POST', `${code}/graphql`, { query: text, variables })).json;
  const [{ owner, name, stars } = { owner: '', name: '', stars: 0 }] = world.data.codeHost.repositories;
  expect(
    await query(
      `{ a: repository(owner: "${owner}", name: "${name}") { n: stargazerCount } b: repository(owner: "x", name: "y") { name } }`,
    ),
  ).toMatchObject({
    data: { a: { n: stars }, b: null },
    errors: [{ type: 'NOT_FOUND', path: ['b'] }],
  });
  expect(await query('query Q($n: String!) { repository(owner: "a", name: $n) { name } }')).toMatchObject({
    errors: [{ message: 'Variable $n of required type was not provided' }],
  });
  expect(await query('{ repository(owner: "a"')).toHaveProperty('errors');
  expect(await query(`{ repository(owner: "${owner}", name: "${name}") { nothing } }`)).not.toHaveProperty('data');
});
