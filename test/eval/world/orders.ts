import type { Random } from '../../support/random.ts';
import type { Company } from './crm.ts';
import { filler } from './filler.ts';
import { momentIn, randomOf, shuffled, token, units } from './random.ts';
import { numberIn, problem, type Route } from './site.ts';

/** An order of a shop; of guests it does not say who they are. */
interface Order {
  readonly number: string;
  readonly company: Company | undefined;
  readonly cents: number;
  readonly isPaid: boolean;
}

/** The shop's orders: pages by a cursor in the body. */
export interface Orders {
  readonly orders: readonly Order[];
  readonly bodies: readonly object[];
  readonly cursors: readonly string[];
}

const PAGE = 40;

/** Six companies spend much, in many orders; a seventh would be the first if what it cancelled counted. */
export function makeOrders(seed: number, companies: readonly Company[]): Orders {
  const random = randomOf(seed, 'orders');
  const [canceller, ...others] = companies;
  const drafts = others.flatMap((company, nth) => {
    const isLarge = nth < 6;
    // From 9,000 down in steps of 1,000; the others stay below 900.
    const total = isLarge ? (9 - nth) * 100_000 + random.int(1_000, 60_000) : random.int(2_000, 80_000);
    return split(random, total, isLarge ? 6 : 1).map((cents) => ({ company, cents, isPaid: true }));
  });
  const cancelled = split(random, 2_500_000, 5).map((cents) => ({ company: canceller, cents, isPaid: false }));
  const guests = Array.from({ length: 9 }, () => ({ company: undefined, cents: random.int(100_000, 900_000), isPaid: true }));
  const orders = shuffled(random, [...drafts, ...cancelled, ...guests]).map((order, nth) => ({
    number: `SO-${20_000 + nth * 7}`,
    ...order,
  }));
  return { orders, bodies: orders.map((order) => bodyOf(random, order)), cursors: orders.map(() => token(random, 16)) };
}

export function ordersRoutes({ bodies, cursors }: Orders): Route[] {
  return [
    [
      'GET',
      '/orders',
      (ask) => {
        const cursor = ask.url.searchParams.get('cursor');
        const start = cursor ? cursors.indexOf(cursor) : 0;
        if (start < 0) return problem(400, 'cursor: not one of ours');
        const end = start + Math.max(1, numberIn(ask, 'limit', 20, PAGE));
        const hasMore = end < bodies.length;
        return { body: { data: bodies.slice(start, end), has_more: hasMore, next_cursor: hasMore ? cursors[end] : null } };
      },
    ],
  ];
}

/** A total in so many parts that differ. */
function split(random: Random, total: number, parts: number): number[] {
  const shares = Array.from({ length: parts - 1 }, () => Math.floor((total / parts) * (0.5 + random.next() * 0.5)));
  return [...shares, total - shares.reduce((sum, each) => sum + each, 0)];
}

function bodyOf(random: Random, { number, company, cents, isPaid }: Order): object {
  return {
    number,
    ...filler(random, 'order', number),
    status: isPaid ? 'paid' : 'cancelled',
    customer_ref: company ? `CUST-${String(company.number).padStart(5, '0')}` : null,
    placed_at: momentIn(random, 2024),
    total: { amount: units(cents), currency: 'EUR', tax: units(Math.round(cents * 0.19)) },
    lines: Array.from({ length: random.int(1, 3) }, (_, nth) => ({
      line: nth + 1,
      sku: token(random, 7),
      quantity: random.int(1, 5),
      discount: null,
    })),
    shipping: { carrier: random.pick(['DHL', 'UPS', 'PostNord']), service: 'standard', tracking: token(random, 14) },
  };
}
