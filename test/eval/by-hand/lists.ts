import type { Urls } from '../world/world.ts';
import { add, ask, send, top } from './http.ts';

export async function assignees({ tracker }: Urls): Promise<unknown> {
  const list = await ask(`${tracker}/projects/APOLLO/issues`);
  const open: Record<string, number> = {};
  for (const { key } of list.json.issues) {
    const { json: issue } = await ask(`${tracker}/issues/${key}`);
    if (issue.state === 'open' && issue.assignee) add(open, issue.assignee.login.toLowerCase());
  }
  return top(open, 3);
}

export async function customers({ shop, crm }: Urls): Promise<unknown> {
  const names = new Map<number, string>();
  for (let url: string | undefined = `${crm}/companies`; url;) {
    const { json, headers }: Awaited<ReturnType<typeof ask>> = await ask(url);
    for (const { external_id, name } of json) if (external_id) names.set(Number(external_id.slice(5)), name);
    url = /<([^>]+)>; rel="next"/.exec(headers.get('link') ?? '')?.[1];
  }
  const spent: Record<string, number> = {};
  for (let cursor = ''; ;) {
    const { json } = await ask(`${shop}/orders?limit=40&cursor=${cursor}`);
    for (const { status, customer_ref, total } of json.data) {
      if (status === 'paid' && customer_ref) add(spent, names.get(Number(customer_ref.slice(5))) ?? '', Number(total.amount));
    }
    if (!json.has_more) break;
    cursor = json.next_cursor;
  }
  return top(spent, 5);
}

/** Every product once. */
async function products({
  catalogue: url,
}: Urls): Promise<Map<string, { price: { gross: string }; stock: { quantity: string | null } }>> {
  const found = new Map();
  for (let page = 1, pages = 1; page <= pages; page++) {
    const { json } = await ask(`${url}/v3/products?page=${page}&per_page=50`);
    pages = json.total_pages;
    for (const product of json.items) found.set(product.sku, product);
  }
  return found;
}

export async function catalogue(urls: Urls): Promise<unknown> {
  const found = [...(await products(urls))].toSorted(([, a], [, b]) => Number(b.price.gross) - Number(a.price.gross));
  const out = found.filter(([, { stock }]) => stock.quantity === '0').length;
  return `${found.length} products, ${out} out of stock; the dearest is ${found[0]?.[0]} at ${found[0]?.[1].price.gross}`;
}

/** By asking again, which that job does not allow. */
export async function discontinued(urls: Urls): Promise<unknown> {
  const counts: Record<string, number> = {};
  for (const product of (await products(urls)).values()) {
    if ('discontinued' in product && product.discontinued === true && 'category' in product)
      add(counts, String(product.category).toLowerCase());
  }
  return counts;
}

export async function unpaid({ billing }: Urls): Promise<unknown> {
  const due: Record<string, number> = {};
  for (let offset = 0, count = 1; offset < count; offset += 25) {
    const { json } = await ask(`${billing}/invoices?offset=${offset}&limit=25`);
    ({ count } = json);
    for (const { state, currency, amount_due } of json.results) {
      if (state === 'open' || state === 'overdue') add(due, currency.toUpperCase(), Number(amount_due));
    }
  }
  return due;
}

export async function edits({ notes }: Urls): Promise<unknown> {
  let found = 0;
  const editors: Record<string, number> = {};
  for (let cursor: string | undefined; ;) {
    const { json } = await send('POST', `${notes}/v1/search`, { query: 'migration', page_size: 25, start_cursor: cursor });
    for (const { archived, last_edited_time, last_edited_by } of json.results) {
      if (archived || !last_edited_time.startsWith('2023-')) continue;
      found++;
      if (last_edited_by) add(editors, last_edited_by.name);
    }
    if (!json.has_more) break;
    cursor = json.next_cursor;
  }
  const [[name, count] = []] = top(editors, 1);
  return `${found} notes in 2023, ${count} of them by ${name}`;
}

export async function health({ ops }: Urls): Promise<unknown> {
  const down: Record<string, string> = {};
  for (const name of (await ask(`${ops}/services`)).json) {
    const { status, json } = await ask(`${ops}/services/${name}/health`);
    if (status === 503) down[name] = json.reason;
  }
  return down;
}

export async function drift({ settings }: Urls): Promise<unknown> {
  const found: string[] = [];
  for (const { name } of (await ask(`${settings}/services.json`)).json.services) {
    const [a, b] = [
      leaves((await ask(`${settings}/staging/${name}.json`)).json),
      leaves((await ask(`${settings}/production/${name}.json`)).json),
    ];
    for (const path of new Set([...a.keys(), ...b.keys()])) if (a.get(path) !== b.get(path)) found.push(`- ${name}: ${path}`);
  }
  return found.join('\n');
}

/** What is set, by its path and as text. */
function leaves(groups: Record<string, Record<string, string | number | boolean | null>>): Map<string, string> {
  const pairs = Object.entries(groups).flatMap(([group, values]) =>
    Object.entries(values).map(([key, value]) => [`${group}.${key}`, value] as const),
  );
  return new Map(
    pairs.flatMap(([path, value]) => (value === null || path.startsWith('build.') ? [] : [[path, String(value)] as const])),
  );
}
