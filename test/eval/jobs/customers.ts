import type { WorldData } from '../world/world.ts';
import type { Job } from './job.ts';

const TOP = 5;

/** Two APIs with pages of different kinds, joined by a key that each spells in its own way. */
export const customers: Job = {
  name: 'customers',
  question: ({
    shop,
    crm,
  }) => `Which five companies spent most on paid orders, and how much did each spend, in EUR? The shop's orders are at \
${shop}/orders (up to 40 a page by ?limit=40; next_cursor goes back as ?cursor=), the companies at ${crm}/companies (up to 40 a page by \
?per_page=40; the Link header leads on). An order's customer_ref is the CRM's external_id, though the two spell it differently; orders without \
one are guests and do not count. Give the names as the CRM has them.`,
  expected: ({ crm, orders }) => {
    const spent = spentBy(orders.orders);
    const sorted = crm.companies.toSorted((a, b) => (spent.get(b.name) ?? 0) - (spent.get(a.name) ?? 0));
    const rows = sorted.slice(0, TOP).map(({ name }) => ({ key: name, values: [(spent.get(name) ?? 0) / 100] }));
    return { rows, others: sorted.slice(TOP).map(({ name }) => name) };
  },
  ideal: {
    calls: ({ shop, crm }) => [
      { tool: 'fetch_many', args: { requests: [`${shop}/orders?limit=1`, `${crm}/companies?per_page=1`] } },
      {
        tool: 'fetch_many',
        args: {
          requests: [
            { id: 'orders', url: `${shop}/orders?limit=40`, paginate: { next: 'next_cursor', param: 'cursor', items: 'data' } },
            { id: 'companies', url: `${crm}/companies?per_page=40`, paginate: { next: 'link' } },
          ],
          js: `const key = (id) => id?.toLowerCase().replace(/^cust[-_]0*/, '');
const names = new Map(by.companies[0].body.map((c) => [key(c.external_id), c.name]));
const sums = {};
for (const o of by.orders[0].body) {
  if (o.status !== 'paid' || !o.customer_ref) continue;
  const name = names.get(key(o.customer_ref));
  sums[name] = (sums[name] ?? 0) + Number(o.total.amount);
}
Object.entries(sums).sort((a, b) => b[1] - a[1]).slice(0, 5)`,
        },
      },
    ],
  },
};

/** Cents that each company spent on paid orders, by name. */
function spentBy(orders: WorldData['orders']['orders']): Map<string, number> {
  const spent = new Map<string, number>();
  for (const { company, cents, isPaid } of orders) {
    if (company && isPaid) spent.set(company.name, (spent.get(company.name) ?? 0) + cents);
  }
  return spent;
}
