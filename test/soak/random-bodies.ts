import { peakOfTreeMib } from '../bench/support/memory.ts';
import { startApi } from '../support/api.ts';
import { seeded, type Random } from '../support/random.ts';
import { fetchManyCall, summaryOf } from '../support/server-process.ts';
import { worstBarePing } from './bare-ping.ts';
import { worstPing } from '../support/worst-ping.ts';
import { inMs, started, withServer, type Found, type Row } from './row.ts';

const FOR_MS = 60_000;
const PING_MS = 250;
const MOST_BYTES = 9_900_000;
const AT_ONCE_MIB = 900;
const TAGS = [
  'div',
  'p',
  'ul',
  'li',
  'table',
  'tr',
  'td',
  'span',
  'a',
  'b',
  'pre',
  'script',
  'style',
  'svg',
  'form',
  'x',
] as const;

/** A body of one of the kinds that are read, broken here and there, of up to so many bytes. */
type Make = (random: Random, bytes: number) => string;

const KINDS: Readonly<Record<string, Make>> = {
  'text/html': (random, bytes) => tree(random, bytes, ''),
  'application/xml': (random, bytes) => `<?xml version="1.0"?><r>${tree(random, bytes, '/')}</r>`,
  'text/csv': (random, bytes) =>
    repeated(bytes, () => `${random.pick(['a', '"b""c"', '"open', ''])}${random.pick([',', ';', '\n', '\t'])}`),
  'application/json': (random, bytes) => {
    const opened: string[] = [];
    const body = repeated(bytes, () => {
      const piece = random.pick(['{"k":', '[', '1,', '"x",', 'null,', ']', '},'] as const);
      if (piece === '[' || piece === '{"k":') opened.push(piece === '[' ? ']' : '}');
      return piece;
    });
    return random.next() < 0.5 ? body : `[${'[{"a": [1, "b", null]}],'.repeat(bytes / 24)}1]`;
  },
};

function tree(random: Random, bytes: number, close: string): string {
  const open: string[] = [];
  return repeated(bytes, () => {
    const back = random.next() < 0.45 ? open.pop() : undefined;
    if (back !== undefined) return `</${back}>`;
    if (random.next() < 0.3)
      return random.pick(['words of it ', '&amp;', '&#x1F600;', '<', '<!--', '-->', '\u0000', '<![CDATA[']);
    const tag = random.pick(TAGS);
    open.push(tag);
    return `<${tag} ${random.pick(['class="a"', 'href="/x"', 'hidden', ''])}${random.next() < 0.1 ? close : ''}>`;
  });
}

function repeated(bytes: number, piece: () => string): string {
  // A part of it made at random, and repeated: what makes them must not take longer than reading them.
  const parts: string[] = [];
  let length = 0;
  while (length < Math.min(bytes, 50_000)) length += parts[parts.push(piece()) - 1]?.length ?? 0;
  return parts.join('').repeat(Math.max(1, Math.floor(bytes / Math.max(1, length))));
}

async function randomBodies(): Promise<Found> {
  const random = seeded(1);
  const api = await startApi((_, response, { searchParams }) => {
    const type = searchParams.get('type') ?? '';
    response.writeHead(200, { 'content-type': type });
    response.end(KINDS[type]?.(random, Math.floor(MOST_BYTES * random.next() ** 3)));
  });
  try {
    return await withServer(started(), async (server) => {
      const until = performance.now() + FOR_MS;
      let [id, records] = [1, 0];
      const asking = (async (): Promise<void> => {
        while (performance.now() < until) {
          id++;
          const requests = Object.keys(KINDS).map((type) => `${api.url}/${id}?type=${encodeURIComponent(type)}`);
          server.send(fetchManyCall(id, { requests, deadline_ms: 120_000, ...(id % 2 === 0 ? { js: 'ok.length' } : {}) }));
          const summary = summaryOf(await server.answer(id));
          records += (summary?.ok ?? 0) + (summary?.failed ?? 0);
        }
      })();
      const [worst, bare] = await Promise.all([worstPing(server, asking), worstBarePing(asking)]);
      return {
        figures: `${records} records, the slowest ping ${inMs(worst)} (of a bare process ${inMs(bare)}), ${peakOfTreeMib(server.child.pid ?? 0).toFixed(0)} MiB with its sandbox`,
        holds: records === (id - 1) * Object.keys(KINDS).length && worst - bare <= PING_MS,
      };
    });
  } finally {
    await api.close();
  }
}

async function allAtOnce(): Promise<Found> {
  return withServer(started('--max-per-host', '64'), async (server, api) => {
    const requests = Array.from({ length: 64 }, (_, i) => `${api.url}/size/10000000?${i}`);
    const limits = { concurrency: 64, per_host: 64, deadline_ms: 300_000, timeout_ms: 300_000 };
    const since = performance.now();
    server.send(fetchManyCall(2, { requests, select: '[0].id', ...limits }));
    const answer = server.answer(2);
    const worst = await worstPing(server, answer);
    const ok = summaryOf(await answer)?.ok;
    const mib = peakOfTreeMib(server.child.pid ?? 0);
    return {
      figures: `${ok} of 64, ${inMs(performance.now() - since)}, the slowest ping ${inMs(worst)}, ${mib.toFixed(0)} MiB with its sandbox`,
      holds: mib <= AT_ONCE_MIB,
    };
  });
}

/** Bodies of all kinds, at random; and many large ones at once. */
export const RANDOM_BODIES: readonly Row[] = [
  {
    name: 'random HTML, XML, CSV and JSON for 60 s',
    wanted: `every request has a record, a ping is answered within ${PING_MS} ms beyond a bare process's`,
    run: randomBodies,
  },
  { name: '64 x 10 MB at once, with a select', wanted: `at most ${AT_ONCE_MIB} MiB in all`, run: allAtOnce },
];
