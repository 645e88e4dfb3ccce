import type { Job } from './job.ts';

const UNPAID: ReadonlySet<string> = new Set(['open', 'overdue']);

/** Pages by offset and limit, summed by group. */
export const unpaid: Job = {
  name: 'unpaid',
  question: ({
    billing,
  }) => `Our invoices are at ${billing}/invoices?offset=0&limit=25 (no more than 25 at a time; it answers count, offset, \
limit and results). What is the total of amount_due over all invoices whose state is open or overdue, for each currency? Some have the currency \
in small letters, which is the same one; an amount_due of null counts as nothing.`,
  expected: ({ billing: { invoices } }) => {
    const open = invoices.filter(({ state }) => UNPAID.has(state));
    const currencies = [...new Set(open.map(({ currency }) => currency))];
    const total = (of: string): number =>
      open.filter(({ currency }) => currency === of).reduce((sum, { cents }) => sum + (cents ?? 0), 0) / 100;
    return { rows: currencies.map((currency) => ({ key: currency, values: [total(currency)] })) };
  },
  ideal: {
    calls: ({ billing }) => [
      {
        tool: 'fetch_many',
        args: {
          requests: [{ url: `${billing}/invoices?limit=25`, paginate: { next: 'offset', items: 'results' } }],
          js: `const sums = {};
for (const i of ok[0].body) {
  if (i.state !== 'open' && i.state !== 'overdue') continue;
  const c = i.currency.toUpperCase();
  sums[c] = (sums[c] ?? 0) + Number(i.amount_due);
}
sums`,
        },
      },
    ],
  },
};
