import { peakMib } from '../bench/support/memory.ts';
import { pause } from '../support/api.ts';
import { launchCommand } from '../support/client.ts';
import { fetchManyCall, startCommand, summaryOf, type ServerProcess } from '../support/server-process.ts';
import { worstPing } from '../support/worst-ping.ts';
import { ALLOW, inMs, started, withServer, type Found, type Row } from './row.ts';

const MOST_MIB = 400;
const PING_MS = 250;
const TO_ALL = { deadline_ms: 300_000, timeout_ms: 300_000 };

/** Bodies in flight at the same time, and whether a ping is answered meanwhile. */
async function responsive(path: string, count: number, more: object, expectedOk: number): Promise<Found> {
  const flags = ['--max-response-bytes', '30MiB', '--max-per-host', '20'];
  return withServer(started(...flags), async (server, api) => {
    const requests = Array.from({ length: count }, (_, i) => `${api.url}${path}?${i}`);
    server.send(fetchManyCall(2, { requests, concurrency: 20, per_host: 20, ...TO_ALL, ...more }));
    const since = performance.now();
    const answer = server.answer(2);
    const worst = await worstPing(server, answer);
    const ok = summaryOf(await answer)?.ok;
    return {
      figures: `the slowest ping ${inMs(worst)}; ${inMs(performance.now() - since)}, peak ${peakMib(server.child.pid).toFixed(0)} MiB`,
      holds: worst <= PING_MS && ok === expectedOk,
    };
  });
}

async function thousandMegabytes(): Promise<Found> {
  return withServer(started('--max-per-host', '16'), async (server, api) => {
    const requests = Array.from({ length: 1_000 }, (_, i) => `${api.url}/size/1000000?${i}`);
    const since = performance.now();
    server.send(fetchManyCall(2, { requests, concurrency: 16, per_host: 16, ...TO_ALL }));
    const ok = summaryOf(await server.answer(2))?.ok;
    const mib = peakMib(server.child.pid);
    return { figures: `peak ${mib.toFixed(0)} MiB, ${inMs(performance.now() - since)}`, holds: ok === 1_000 && mib <= MOST_MIB };
  });
}

/** With a heap in which there is no room for an object a byte. */
async function oneByteChunks(): Promise<Found> {
  const { args } = launchCommand();
  const start = (): ServerProcess => startCommand(process.execPath, ['--max-old-space-size=400', ...args, ...ALLOW]);
  return withServer(start, async (server, api) => {
    const requests = Array.from({ length: 6 }, (_, i) => `${api.url}/bytes/9900000?${i}`);
    server.send(fetchManyCall(2, { requests, concurrency: 6, per_host: 6, ...TO_ALL, max_tokens: 2_000 }));
    const since = performance.now();
    const answer = server.answer(2);
    const worst = await worstPing(server, answer);
    const ok = summaryOf(await answer)?.ok;
    const mib = peakMib(server.child.pid);
    return {
      figures: `peak ${mib.toFixed(0)} MiB, ${inMs(performance.now() - since)}, the slowest ping ${inMs(worst)}`,
      holds: ok === 6 && mib <= MOST_MIB && worst <= PING_MS,
    };
  });
}

async function stalledReader(): Promise<Found> {
  return withServer(started(), async (server, api) => {
    server.child.stdout.pause();
    const ids = Array.from({ length: 500 }, (_, n) => 100 + n);
    server.send(...ids.map((id) => fetchManyCall(id, { requests: [`${api.url}/size/30000`] })));
    await api.until(({ requests }) => requests === ids.length, 30_000);
    await pause(5_000);
    const mib = peakMib(server.child.pid);
    server.child.stdout.resume();
    const answers = await Promise.all(ids.map((id) => server.answer(id)));
    const ok = answers.filter((answer) => summaryOf(answer)?.ok === 1).length;
    return { figures: `peak ${mib.toFixed(0)} MiB, then all ${ok} of 500 answers`, holds: ok === ids.length && mib <= MOST_MIB };
  });
}

/** Much to read, and much to write. */
export const BODIES: readonly Row[] = [
  {
    name: '20 x 20 MB of JSON in flight',
    wanted: 'a ping is answered within 250 ms',
    run: () => responsive('/size/20000000', 20, {}, 20),
  },
  {
    name: 'the same, with a select',
    wanted: 'a ping is answered within 250 ms',
    run: () => responsive('/size/20000000', 20, { select: '[].price | sum(@)' }, 20),
  },
  {
    name: '20 x 10 million brackets in each other',
    wanted: 'a ping is answered within 250 ms, each is a decode error',
    run: () => responsive('/deep/10000000', 20, {}, 0),
  },
  { name: '1,000 x 1 MB in one call', wanted: `peak RSS of at most ${MOST_MIB} MiB`, run: thousandMegabytes },
  {
    name: '6 x 9.9 MB in chunks of one byte',
    wanted: `peak RSS of at most ${MOST_MIB} MiB, a ping is answered within 250 ms`,
    run: oneByteChunks,
  },
  {
    name: 'a client that stops reading for seconds',
    wanted: 'memory bounded, everything arrives afterwards',
    run: stalledReader,
  },
];
