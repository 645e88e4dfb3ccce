import { readdirSync, readlinkSync } from 'node:fs';
import { residentMib } from '../bench/support/memory.ts';
import { pause } from '../support/api.ts';
import { launchCommand } from '../support/client.ts';
import { CLOSED_PORT } from '../support/raw-server.ts';
import { fetchManyCall, parseLine, startCommand, summaryOf, type ServerProcess } from '../support/server-process.ts';
import { ALLOW, inMs, started, withServer, type Found, type Row } from './row.ts';

/** Milliseconds after which no idle connection is kept. */
const KEPT_ALIVE_MS = 6_000;

async function cancelled(): Promise<Found> {
  return withServer(started(), async (server, api) => {
    server.send(fetchManyCall(7, { requests: Array.from({ length: 40 }, (_, i) => `${api.url}/never?${i}`) }, 7));
    await api.until(({ requests }) => requests >= 6, 5_000);
    const { requests } = await api.state();
    server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } });
    const ms = await api.until(({ openSockets }) => openSockets === 0, 2_000);
    await pause(500);
    const more = (await api.state()).requests - requests;
    const replies = idsOf(server).filter((id) => id === 7).length;
    return {
      figures: `sockets closed after ${inMs(ms)}, ${more} more requests, ${replies} replies`,
      holds: ms <= 300 && more === 0 && replies === 0,
    };
  });
}

async function thousandCalls(): Promise<Found> {
  return withServer(started(), async (server, api) => {
    const since = performance.now();
    const ids = Array.from({ length: 1_000 }, (_, n) => 100 + n);
    server.send(...ids.map((id) => fetchManyCall(id, { requests: [1, 2, 3].map((n) => `${api.url}/wait/10?${id}.${n}`) }, id)));
    const answers = await Promise.all(ids.map((id) => server.answer(id)));
    const ms = performance.now() - since;
    const ok = answers.filter((answer) => summaryOf(answer)?.ok === 3).length;
    const once = new Set(idsOf(server)).size === idsOf(server).length;
    const { peakSockets } = await api.state();
    return {
      figures: `${ok} answered, ${once ? 'once each' : 'some twice'}, ${inMs(ms)}, at most ${peakSockets} sockets`,
      holds: ok === ids.length && once && peakSockets <= 8,
    };
  });
}

/** More connections than there are descriptors: many calls of 64 at once. */
async function fewDescriptors(): Promise<Found> {
  const { command, args } = launchCommand();
  const flags = [...ALLOW, '--max-per-host', '1000', '--max-concurrency', '1000'];
  const start = (): ServerProcess => startCommand('sh', ['-c', 'ulimit -n 256; exec "$@"', 'sh', command, ...args, ...flags]);
  return withServer(start, async (server, api) => {
    const ids = Array.from({ length: 10 }, (_, n) => 100 + n);
    const requests = Array.from({ length: 64 }, (_, n) => `${api.url}/wait/300?${n}`);
    const options = { concurrency: 64, per_host: 64, retries: 0 };
    server.send(...ids.map((id) => fetchManyCall(id, { requests, ...options })));
    const answers = await Promise.all(ids.map((id) => server.answer(id)));
    const summaries = answers.map(summaryOf);
    const ok = summaries.reduce((sum, summary) => sum + (summary?.ok ?? 0), 0);
    const failed = summaries.reduce((sum, summary) => sum + (summary?.failed ?? 0), 0);
    server.send(fetchManyCall(200, { requests: requests.slice(0, 20) }));
    const next = summaryOf(await server.answer(200))?.ok;
    return {
      figures: `${ok} ok and ${failed} failed of 640 in flight; the next call: ${next} of 20 ok`,
      holds: ok + failed === 640 && ok > 0 && next === 20,
    };
  });
}

/** With little room for garbage, so that what grows is what is kept. */
async function failing(): Promise<Found> {
  const { args } = launchCommand();
  const start = (): ServerProcess => startCommand(process.execPath, ['--max-old-space-size=40', ...args, ...ALLOW]);
  return withServer(start, async (server, api) => {
    const closed = `http://127.0.0.1:${CLOSED_PORT}/`;
    const requests = [`${api.url}/cut`, `${api.url}/error`, closed, 'ftp://127.0.0.1/', `${api.url}/deep/5000`];
    const calls = async (from: number, to: number): Promise<void> => {
      for (let id = from; id < to; id++) {
        server.send(fetchManyCall(id, { requests, retries: 0 }));
        const summary = summaryOf(await server.answer(id));
        if (summary?.failed !== requests.length) throw new Error(`Expected only failures, got ${JSON.stringify(summary)}`);
      }
    };
    const { pid = 0 } = server.child;
    const before = socketsOf(pid);
    await calls(1_000, 1_300); // compiles, and fills what is bounded
    const first = residentMib(pid);
    await calls(1_300, 1_900);
    const growth = residentMib(pid) - first;
    await pause(KEPT_ALIVE_MS);
    const left = socketsOf(pid) - before;
    return {
      figures: `${growth.toFixed(0)} MiB more after 600 more calls, ${left} sockets left`,
      holds: growth <= 10 && left === 0,
    };
  });
}

function idsOf({ lines }: ServerProcess): (number | undefined)[] {
  return lines
    .map((line) => parseLine(line))
    .filter(({ method }) => method === undefined)
    .map(({ id }) => id);
}

/** Sockets a process has open. */
function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => {
    try {
      return readlinkSync(`${folder}/${name}`).startsWith('socket:');
    } catch {
      return false; // closed meanwhile
    }
  }).length;
}

/** Many calls, few resources. */
export const LOAD: readonly Row[] = [
  { name: 'a call is cancelled', wanted: 'sockets closed within 300 ms, nothing new, no reply', run: cancelled },
  { name: '1,000 concurrent calls', wanted: 'each answered once, no listener warnings, at most 8 sockets', run: thousandCalls },
  { name: '256 descriptors', wanted: 'answered, and the next call works', run: fewDescriptors },
  { name: '600 failing calls', wanted: 'no growth, no left-over sockets', run: failing },
];
