import type { Random } from '../../support/random.ts';
import { filler } from './filler.ts';
import { randomOf, shuffled, units } from './random.ts';
import { numberIn, problem, type Route } from './site.ts';

/** A product; of some nobody knows how many there are. */
interface Product {
  readonly sku: string;
  readonly category: string;
  readonly cents: number;
  readonly quantity: number | null;
  readonly isDiscontinued: boolean;
}

/** The catalogue: pages by number, with a total. Rows move while one pages, so that some products come twice. */
export interface Catalogue {
  readonly products: readonly Product[];
  readonly rows: readonly object[];
}

const MAX_PAGE = 50;
export const CATEGORIES = ['chairs', 'desks', 'lamps', 'mirrors', 'rugs', 'shelves', 'sofas'] as const;

export function makeCatalogue(seed: number): Catalogue {
  const random = randomOf(seed, 'catalogue');
  const count = random.int(300, 340);
  const skus = shuffled(
    random,
    Array.from({ length: 9_000 }, (_, nth) => `HX-${1_000 + nth}`),
  ).slice(0, count);
  const products = skus.map((sku, nth) => ({
    sku,
    category: random.pick(CATEGORIES),
    // The dearest is the only one above 1,000: as text all of 200.00 and more are greater.
    cents: nth === 0 ? random.int(110_000, 190_000) : random.int(900, 99_900),
    quantity: nth % 11 === 5 ? null : random.next() < 0.15 ? 0 : random.int(1, 400),
    isDiscontinued: random.next() < 0.25,
  }));
  const bodies = shuffled(random, products).map((product) => bodyOf(random, product));
  const rows = bodies.flatMap((body, nth) => (nth % 47 === 46 ? [body, bodies[nth - 1] ?? body, body] : [body]));
  return { products, rows };
}

/** The page in the middle fails at the first try. */
export function catalogueRoutes({ rows }: Catalogue): Route[] {
  let hasFailed = false;
  return [
    [
      'GET',
      '/v3/products',
      (ask) => {
        const size = Math.max(1, numberIn(ask, 'per_page', 20, MAX_PAGE));
        const page = Math.max(1, numberIn(ask, 'page', 1));
        const pages = Math.ceil(rows.length / size);
        if (page === Math.ceil(pages / 2) && page > 1 && !hasFailed) {
          hasFailed = true;
          return problem(503, 'Overloaded, try again', { 'retry-after': '1' });
        }
        const items = rows.slice((page - 1) * size, page * size);
        return { body: { page, per_page: size, total_rows: rows.length, total_pages: pages, items } };
      },
    ],
  ];
}

function bodyOf(random: Random, { sku, category, cents, quantity, isDiscontinued }: Product): object {
  const typed = random.next() < 0.3 ? category.toUpperCase() : category;
  return {
    sku,
    ...filler(random, 'product', sku),
    category: typed,
    price: { gross: units(cents), net: units(Math.round(cents / 1.19)), currency: 'EUR' },
    stock: {
      quantity: quantity === null ? null : String(quantity),
      warehouse: random.pick(['north', 'south']),
      reserved: random.int(0, 5),
    },
    ...(isDiscontinued ? { discontinued: true } : random.next() < 0.5 ? { discontinued: false } : {}),
    dimensions: { width_mm: random.int(200, 2_000), depth_mm: random.int(200, 900), height_mm: random.int(300, 1_900) },
  };
}
