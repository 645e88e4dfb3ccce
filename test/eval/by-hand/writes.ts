import type { Urls, WorldData } from '../world/world.ts';
import { ask, send } from './http.ts';

export async function lamps({ stock }: Urls): Promise<unknown> {
  let sum = 0;
  for (const { id } of (await ask(`${stock}/items?category=lamps`)).json.items) {
    const { json: item, headers } = await ask(`${stock}/items/${id}`);
    if (item.price_cents === null) continue;
    const price = Math.round(item.price_cents * 1.1);
    const { status } = await send(
      'PUT',
      `${stock}/items/${id}`,
      { ...item, price_cents: price },
      { 'if-match': headers.get('etag') ?? '' },
    );
    if (status !== 200) throw new Error(`${id}: ${status}`);
    sum += price;
  }
  return sum;
}

export async function attendees({ files, events }: Urls): Promise<unknown> {
  const codes = new Map<string, string>();
  for (const line of (await ask(`${files}/attendees.csv`)).text.trim().split('\r\n').slice(1)) {
    const [, name = '', email = '', ticket = ''] = /^\d+,"([^"]+)",([^,]*),(\w+),/.exec(line) ?? [];
    const address = email.toLowerCase();
    if (address === '' || codes.has(address)) continue;
    const { json } = await send('POST', `${events}/registrations`, { name, email, ticket }, { 'idempotency-key': address });
    codes.set(address, json.code);
  }
  return Object.fromEntries(codes);
}

export async function repositories({ code }: Urls, { codeHost: { repositories: all, gone } }: WorldData): Promise<unknown> {
  const lines: string[] = [];
  for (const { owner, name } of [...all, gone]) {
    const query = `{ r: repository(owner: "${owner}", name: "${name}") { stargazerCount latestRelease { tagName } } }`;
    const { r } = (await send('POST', `${code}/graphql`, { query })).json.data;
    lines.push(
      `${owner}/${name}: ${r === null ? 'does not exist (not found)' : `${r.latestRelease?.tagName ?? 'no release'}, ${r.stargazerCount} stars`}`,
    );
  }
  return lines.join('\n');
}
