/**
 * What a call of the tool costs beside the same requests in a loop: a real client, the built server, stdio between
 * them, and one `fetch_many`; and a bare loop over undici.request that parses each body and keeps nothing.
 */
import type { AddressInfo } from 'node:net';
import { connect, type Connected } from '../support/client.ts';
import type { Part } from './part.ts';
import { asked, forked } from './support/forked.ts';
import type { Load, Measured } from './support/http-load.ts';
import { markdownTable, Rounds, verdict } from './support/statistics.ts';

const AIM = 1.3;
const AIM_WAITING = 1.1;
const LOOP = 'a loop over undici.request';
const THOUSAND = { count: 1_000, at: [16, 64] };
const WAITING = { count: 100, ms: 100, at: [20, 50] };
const WARM_UPS = 4;

/** What is asked of the tool beside the URLs. */
const CALLS: Readonly<Record<string, Record<string, unknown>>> = {
  'fetch_many, three fields as a table': { select: ['id', 'name', 'price'], layout: 'table', max_tokens: 100_000 },
  'fetch_many, status only': { as: 'none', max_tokens: 100_000 },
  'fetch_many, whole bodies: cut to 10,000 tokens and stored': {},
};

interface Asked {
  readonly url: string;
  readonly count: number;
  readonly inFlight: number;
}

/** Milliseconds of one call, from before it is sent until its result is there. */
async function callMs({ client }: Connected, { url, count, inFlight }: Asked, more: object): Promise<number> {
  const requests = Array.from({ length: count }, (_, i) => `${url}?${i}`);
  const started = performance.now();
  const { structuredContent } = await client.callTool({
    name: 'fetch_many',
    arguments: { requests, concurrency: inFlight, per_host: inFlight, ...more },
  });
  const ms = performance.now() - started;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked against the output schema by the client
  const { summary } = structuredContent as { summary: { ok: number } };
  if (summary.ok !== count) throw new Error(`Expected ${count} answers, got ${JSON.stringify(summary)}`);
  return ms;
}

/** The loop in a process of its own. */
async function loopOver(url: string): Promise<{ ms(count: number, inFlight: number): Promise<number>; close(): void }> {
  const [child] = await forked('http-client.ts', 'undici.request', url);
  return {
    ms: async (count, inFlight) => {
      const { requestsPerSecond } = await asked<Measured>(child, { inFlight, count } satisfies Load);
      return (count / requestsPerSecond) * 1_000;
    },
    close: () => child.disconnect(),
  };
}

async function thousand(url: string, server: Connected, rounds: number): Promise<string[]> {
  const loop = await loopOver(url);
  const names = [LOOP, ...Object.keys(CALLS)];
  const [first, then] = [new Rounds(), new Rounds()];
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const inFlight of THOUSAND.at) {
      const samples = round < 0 ? first : then;
      samples.add(`${LOOP} ${inFlight}`, await loop.ms(THOUSAND.count, inFlight));
      for (const [name, more] of Object.entries(CALLS)) {
        samples.add(`${name} ${inFlight}`, await callMs(server, { url, inFlight, count: THOUSAND.count }, more));
      }
    }
  }
  loop.close();
  const cell = (name: string, inFlight: number): string[] => {
    const key = `${name} ${inFlight}`;
    return [then.median(key).toFixed(0), then.ratio(key, `${LOOP} ${inFlight}`).toFixed(2)];
  };
  const head = THOUSAND.at.flatMap((inFlight) => [`${inFlight} in flight: ms`, 'of the loop']);
  const rows = names.map((name) => [name, ...THOUSAND.at.flatMap((inFlight) => cell(name, inFlight))]);
  const aims = Object.keys(CALLS).map((name) => {
    const ratios = THOUSAND.at.map((inFlight) => then.ratio(`${name} ${inFlight}`, `${LOOP} ${inFlight}`));
    const said = ratios.map((ratio, at) => `${ratio.toFixed(2)} at ${THOUSAND.at[at]}`).join(', ');
    return verdict(
      ratios.every((ratio) => ratio <= AIM),
      `${name}: at most ${AIM} x the time of the loop (${said}).`,
    );
  });
  return [markdownTable([['1,000 requests of 500 bytes', ...head], ...rows]), aims.join('\n')];
}

async function waiting(url: string, server: Connected, rounds: number): Promise<string[]> {
  const slow = `${url}wait/${WAITING.ms}`;
  const loop = await loopOver(slow);
  const samples = new Rounds();
  for (let round = 0; round < rounds; round++) {
    for (const inFlight of WAITING.at) {
      samples.add(`${LOOP} ${inFlight}`, await loop.ms(WAITING.count, inFlight));
      samples.add(`fetch_many ${inFlight}`, await callMs(server, { url: slow, inFlight, count: WAITING.count }, {}));
    }
  }
  loop.close();
  const ideal = (inFlight: number): number => Math.ceil(WAITING.count / inFlight) * WAITING.ms;
  const over = (name: string, inFlight: number): number => samples.median(`${name} ${inFlight}`) / ideal(inFlight);
  const rows = [LOOP, 'fetch_many'].map((name) => [
    name,
    ...WAITING.at.flatMap((inFlight) => {
      return [samples.median(`${name} ${inFlight}`).toFixed(0), over(name, inFlight).toFixed(2)];
    }),
  ]);
  const head = WAITING.at.flatMap((inFlight) => [`${inFlight} in flight: ms`, `of the ideal ${ideal(inFlight)}`]);
  const aims = WAITING.at.map((inFlight) => {
    const ratio = over('fetch_many', inFlight);
    return verdict(ratio <= AIM_WAITING, `within 10 % of the ideal at ${inFlight} in flight (${ratio.toFixed(2)}).`);
  });
  return [markdownTable([[`${WAITING.count} requests of ${WAITING.ms} ms`, ...head], ...rows]), aims.join('\n')];
}

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const server = await connect('--allow', '127.0.0.1', '--max-per-host', '64');
  const url = `http://127.0.0.1:${port}/`;
  try {
    const tables = await thousand(url, server, quick ? 1 : 15);
    return [...tables, ...(await waiting(url, server, quick ? 1 : 7))].join('\n\n');
  } finally {
    await server.close();
    api.disconnect();
  }
};
