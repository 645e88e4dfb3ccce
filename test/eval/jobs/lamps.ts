import { isOtherwiseSame, type Item } from '../world/stock.ts';
import type { WorldData } from '../world/world.ts';
import type { Job } from './job.ts';

/** Each item of a list is read, changed and written back with its ETag. */
export const lamps: Job = {
  name: 'lamps',
  question: ({
    stock,
  }) => `Please raise the price of every lamp by 10 %, rounded to whole cents. ${stock}/items?category=lamps lists the lamps, \
${stock}/items/ID is one of them, with its price_cents. It is changed by a PUT of the whole item to the same address, with its ETag in If-Match. \
A lamp that has no price yet (null) is to stay as it is, and nothing else may change. What is the sum of the lamps' prices afterwards, in cents?`,
  expected: (data) => ({ facts: [lampsOf(data).reduce((sum, item) => sum + (wanted(item) ?? 0), 0)] }),
  problems: ({ data }) => data.stock.items.flatMap((item) => (item.category === 'lamps' ? flaws(item) : untouched(item))),
  ideal: {
    calls: ({ stock }) => [
      {
        tool: 'fetch_many',
        args: {
          base_url: stock,
          requests: [
            { id: 'list', url: '/items?category=lamps', select: 'items[:2]' },
            { url: '/items/{id}', vars: { id: { from: 'list', select: 'items[0].id' } } },
          ],
        },
      },
      {
        tool: 'request_many',
        args: {
          base_url: stock,
          requests: [
            { id: 'list', url: '/items?category=lamps' },
            { id: 'item', url: '/items/{id}', vars: { id: { from: 'list', select: 'items[].id' } } },
            {
              id: 'put',
              method: 'PUT',
              url: '/items/{id}',
              vars: {
                from: 'item',
                select: `(b, { headers }) => b.price_cents === null ? [] : { id: b.id, etag: headers.etag, item: { ...b, price_cents: Math.round(b.price_cents * 1.1) } }`,
              },
              headers: { 'if-match': '{etag}' },
              json: '{item}',
            },
          ],
          js: 'by.put.reduce((sum, r) => sum + r.body.price_cents, 0)',
        },
      },
    ],
  },
};

function lampsOf({ stock }: WorldData): Item[] {
  return stock.items.filter(({ category }) => category === 'lamps');
}

/** The price that an item should have; undefined if it has none. */
function wanted({ before }: Item): number | undefined {
  const price = before['price_cents'];
  return typeof price === 'number' ? Math.round((price * 11) / 10) : undefined;
}

function flaws(item: Item): string[] {
  const price = wanted(item);
  if (price === undefined) return untouched(item);
  if (item.writes !== 1) return [`${item.id} was written ${item.writes} times`];
  if (item.now['price_cents'] !== price) return [`${item.id} costs ${String(item.now['price_cents'])}, not ${price}`];
  return isOtherwiseSame(item) ? [] : [`of ${item.id} something else was changed, too`];
}

function untouched(item: Item): string[] {
  return item.writes > 0 ? [`${item.id} was written, and should not have been`] : [];
}
