import { filler } from './filler.ts';
import { randomOf, units } from './random.ts';
import { numberIn, type Route } from './site.ts';

interface Invoice {
  readonly number: string;
  readonly state: 'open' | 'overdue' | 'paid' | 'void';
  readonly currency: string;
  /** Of some the sum has not been worked out yet. */
  readonly cents: number | null;
}

/** Invoices: pages by offset and limit. */
export interface Billing {
  readonly invoices: readonly Invoice[];
  readonly bodies: readonly object[];
}

const LIMIT = 25;

export function makeBilling(seed: number): Billing {
  const random = randomOf(seed, 'billing');
  const invoices = Array.from({ length: random.int(130, 148) }, (_, nth): Invoice => ({
    number: `INV-${4_000 + nth}`,
    state: random.pick(['open', 'overdue', 'paid', 'void']),
    currency: random.pick(['EUR', 'USD', 'GBP', 'CHF']),
    cents: nth % 13 === 7 ? null : random.int(1_000, 250_000) * (nth % 17 === 3 ? -1 : 1),
  }));
  const bodies = invoices.map(({ number, state, currency, cents }) => ({
    number,
    ...filler(random, 'invoice', number),
    state,
    currency: random.next() < 0.3 ? currency.toLowerCase() : currency,
    amount_due: cents === null ? null : units(cents),
    amount_total: units(Math.abs(cents ?? 5_000) + random.int(0, 9_000)),
    payment_terms: random.pick(['net30', 'net14']),
  }));
  return { invoices, bodies };
}

export function billingRoutes({ bodies }: Billing): Route[] {
  return [
    [
      'GET',
      '/invoices',
      (ask) => {
        const offset = numberIn(ask, 'offset', 0);
        const limit = Math.max(1, numberIn(ask, 'limit', 10, LIMIT));
        return { body: { count: bodies.length, offset, limit, results: bodies.slice(offset, offset + limit) } };
      },
    ],
  ];
}
