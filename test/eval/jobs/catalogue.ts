import { CATEGORIES } from '../world/catalogue.ts';
import type { Job } from './job.ts';

/** Pages by number to the end, of which one fails at first; some rows come twice. */
export const catalogue: Job = {
  name: 'catalogue',
  question: ({
    catalogue: url,
  }) => `Our furniture catalogue is at ${url}/v3/products, in pages (?page=1&per_page=50, no more than 50 a page). \
How many different products (by sku) are there, considering that a product can come up more than once; how many of them are out of stock \
(a quantity of 0; null means that nobody knows); and which one has the highest gross price, and what is it?`,
  expected: ({ catalogue: { products } }) => {
    const [dearest, ...others] = products.toSorted((a, b) => b.cents - a.cents);
    const outOfStock = products.filter(({ quantity }) => quantity === 0).length;
    const facts = [products.length, outOfStock, dearest?.sku ?? '', (dearest?.cents ?? 0) / 100];
    return { facts, others: others.map(({ sku }) => sku) };
  },
  ideal: {
    calls: ({ catalogue: url }) => [
      { tool: 'fetch_many', args: { requests: [`${url}/v3/products?per_page=1`] } },
      {
        tool: 'fetch_many',
        args: {
          requests: [{ url: `${url}/v3/products?per_page=50`, paginate: { next: 'page', items: 'items' } }],
          js: `const all = [...new Map(ok[0].body.map((p) => [p.sku, p])).values()];
const top = all.reduce((a, b) => (Number(b.price.gross) > Number(a.price.gross) ? b : a));
({ products: all.length, out: all.filter((p) => p.stock.quantity === '0').length, sku: top.sku, price: top.price.gross })`,
        },
      },
    ],
  },
};

/** A second question about what has been fetched already. */
export const discontinued: Job = {
  name: 'discontinued',
  question: ({
    catalogue: url,
  }) => `One more question about the catalogue at ${url}, which has just been fetched for the job before this one. \
Its owner bills by request, so please answer this one without asking it again: how many discontinued products (again by sku) are there in \
each category? Categories are the same in capitals.`,
  expected: ({ catalogue: { products } }) => ({
    rows: CATEGORIES.map((category) => ({
      key: category,
      values: [products.filter((each) => each.isDiscontinued && each.category === category).length],
    })),
  }),
  problems: (_, asked) => {
    const again = asked.filter(({ job, site }) => job === 'discontinued' && site === 'catalogue').length;
    return again > 0 ? [`the catalogue was asked again, ${again} times`] : [];
  },
  ideal: {
    calls: () => [
      (batchOf) => ({
        tool: 'read_result',
        args: {
          ref: batchOf('catalogue'),
          js: `const n = {}, seen = new Set();
for (const p of ok[0].body) {
  if (!p.discontinued || seen.has(p.sku)) continue;
  seen.add(p.sku);
  const c = p.category.toLowerCase();
  n[c] = (n[c] ?? 0) + 1;
}
n`,
        },
      }),
    ],
  },
};
