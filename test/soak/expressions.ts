import { peakMib } from '../bench/support/memory.ts';
import { json, startApi } from '../support/api.ts';
import { seeded } from '../support/random.ts';
import { fetchManyCall } from '../support/server-process.ts';
import { parseSelect } from '../../src/result/select/select.ts';
import { selectionCost } from '../../src/result/select/selection-cost.ts';
import { randomBodyFor, randomExpression } from '../result/select/random-expression.ts';
import { worstBarePing } from './bare-ping.ts';
import { worstPing } from '../support/worst-ping.ts';
import { inMs, started, withServer, type Found, type Row } from './row.ts';

const FOR_MS = 60_000;
const PING_MS = 250;
const MOST_MIB = 512;
const PER_CALL = 40;
/** Made before it begins: what makes them must not hold up the pings. */
const BATCHES = 60;

/** Expressions of the grammar that a call takes. */
function expressions(seed: number): string[] {
  const random = seeded(seed);
  const sound: string[] = [];
  while (sound.length < PER_CALL) {
    const growing =
      random.next() < 0.2 ? `|${random.pick(['[@, @][]', '[@, @]', '[*].[@, @][]'] as const)}`.repeat(random.int(3, 12)) : '';
    const expression = randomExpression(random, random.int(1, 12)) + growing;
    const selection = parseSelect(expression);
    if (!('problem' in selection) && selectionCost(selection).problem === undefined) sound.push(expression);
  }
  return sound;
}

async function randomExpressions(): Promise<Found> {
  const bodies = [300, 20_000, 100_000].map((bytes) => randomBodyFor(seeded(bytes), bytes));
  const batches = Array.from({ length: BATCHES }, (_, nth) => expressions(nth + 1));
  const api = await startApi((_, response, { pathname }) => json(response, bodies[Number(pathname.slice(1)) % bodies.length]));
  try {
    return await withServer(started(), async (server) => {
      let [calls, records] = [0, 0];
      const until = performance.now() + FOR_MS;
      const asking = (async (): Promise<void> => {
        while (performance.now() < until) {
          const batch = batches[calls++ % BATCHES] ?? [];
          const requests = batch.map((select, nth) => ({ url: `${api.url}/${calls * PER_CALL + nth}`, select }));
          server.send(fetchManyCall(calls + 1, { requests, deadline_ms: 120_000 }));
          const { result } = await server.answer(calls + 1);
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the server's own schema
          const found = result?.['structuredContent'] as { results?: readonly unknown[] } | undefined;
          records += found?.results?.length ?? 0;
        }
      })();
      const [worst, bare] = await Promise.all([worstPing(server, asking), worstBarePing(asking)]);
      const mib = peakMib(server.child.pid);
      return {
        figures: `${records} of ${calls * PER_CALL} records, the slowest ping ${inMs(worst)} (of a bare process ${inMs(bare)}), peak ${mib.toFixed(0)} MiB`,
        holds: records === calls * PER_CALL && worst - bare <= PING_MS && mib <= MOST_MIB,
      };
    });
  } finally {
    await api.close();
  }
}

/** What a select may cost. */
export const EXPRESSIONS: readonly Row[] = [
  {
    name: 'random expressions as select for 60 s',
    wanted: `every request has a record, a ping is answered within 250 ms beyond a bare process's, peak RSS of at most ${MOST_MIB} MiB`,
    run: randomExpressions,
  },
];
