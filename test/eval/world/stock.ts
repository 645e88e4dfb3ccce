import { isDeepStrictEqual } from 'node:util';
import { filler } from './filler.ts';
import { randomOf, shuffled, token } from './random.ts';
import { objectIn, problem, type Ask, type Reply, type Route } from './site.ts';

/** An item as it was, and as it is. */
export interface Item {
  readonly id: string;
  readonly category: string;
  readonly before: Readonly<Record<string, unknown>>;
  now: Readonly<Record<string, unknown>>;
  etag: string;
  /** How often it has been written. */
  writes: number;
}

/** Items that are changed by PUT of the whole, with If-Match. */
export interface Stock {
  readonly items: readonly Item[];
}

const LAMPS = 22;
const OTHERS = 30;
const UNPRICED = 2;

export function makeStock(seed: number): Stock {
  const random = randomOf(seed, 'stock');
  const drafts = Array.from({ length: LAMPS + OTHERS }, (_, nth) => {
    // No price ends in 5: a tenth of it would leave half a cent, which can be rounded in two ways.
    const cents = random.int(100, 30_000) * 10 + random.pick([1, 2, 3, 4, 6, 7, 8, 9]);
    return { category: nth < LAMPS ? 'lamps' : random.pick(['desks', 'rugs']), price_cents: nth < UNPRICED ? null : cents };
  });
  const items = shuffled(random, drafts).map(({ category, price_cents }, nth): Item => {
    const id = `itm_${token(random, 8)}`;
    const before = {
      id,
      name: `${category.slice(0, -1)} no. ${nth + 1}`,
      ...filler(random, 'item', id),
      category,
      price_cents,
      supplier: { id: random.int(100, 999), lead_days: random.int(1, 30) },
      bins: [`A${random.int(1, 9)}`, `C${random.int(1, 9)}`],
    };
    return { id, category, before, now: before, etag: `"${token(random, 12)}"`, writes: 0 };
  });
  return { items };
}

/** The first PUT of the fifth lamp fails before anything is written. */
export function stockRoutes({ items }: Stock): Route[] {
  let hasFailed = false;
  const lamps = items.filter(({ category }) => category === 'lamps');
  return [
    [
      'GET',
      '/items',
      ({ url }) => {
        const category = url.searchParams.get('category');
        const found = items.filter((item) => category === null || item.category === category);
        return {
          body: { count: found.length, items: found.map(({ id, category: of }) => ({ id, category: of, href: `/items/${id}` })) },
        };
      },
    ],
    ['GET', '/items/{id}', (ask) => withItem(items, ask, ({ now, etag }) => ({ headers: { etag }, body: now }))],
    [
      'PUT',
      '/items/{id}',
      (ask) =>
        withItem(items, ask, (item) => {
          if (item === lamps[4] && !hasFailed) {
            hasFailed = true;
            return problem(503, 'Overloaded, nothing was written', { 'retry-after': '1' });
          }
          return put(item, ask);
        }),
    ],
  ];
}

function put(item: Item, ask: Ask): Reply {
  const condition = ask.headers['if-match'];
  const sent = objectIn(ask);
  if (condition === undefined) return problem(428, 'If-Match is required');
  if (condition !== item.etag) return problem(412, 'The item has changed since: its ETag is another', { etag: item.etag });
  if (!sent) return problem(400, 'Expected a JSON object');
  const missing = Object.keys(item.now).filter((name) => !Object.hasOwn(sent, name));
  if (missing.length > 0) return problem(422, `A PUT is of the whole item; not there: ${missing.join(', ')}`);
  if (sent['id'] !== item.id) return problem(422, 'id cannot be changed');
  const price = sent['price_cents'];
  if (price !== null && !Number.isSafeInteger(price)) return problem(422, 'price_cents: expected a whole number or null');
  item.writes++;
  item.now = sent;
  item.etag = `"${item.etag.slice(1, -1)}-${item.writes}"`;
  return { headers: { etag: item.etag }, body: sent };
}

function withItem(items: readonly Item[], { params }: Ask, answer: (item: Item) => Reply): Reply {
  const item = items.find(({ id }) => id === params['id']);
  return item ? answer(item) : problem(404, `There is no item ${params['id']}`);
}

/** Whether nothing but the price has been changed. */
export function isOtherwiseSame({ before, now }: Item): boolean {
  return isDeepStrictEqual({ ...before, price_cents: 0 }, { ...now, price_cents: 0 });
}
