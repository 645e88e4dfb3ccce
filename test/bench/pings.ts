/**
 * How long a ping waits while a large body is read: JSON whole and with a select, a page and a CSV file, beside the same bytes
 * that are only fetched (`as: none`). The control is a server of the same build that has nothing to do at the same time: what its pings wait
 * for is the machine, not the server.
 */
import type { AddressInfo } from 'node:net';
import { pause } from '../support/api.ts';
import { startProcess, type ServerProcess } from '../support/server-process.ts';
import { worstPing } from '../support/worst-ping.ts';
import type { Part } from './part.ts';
import { forked } from './support/forked.ts';
import { rawCallMs } from './support/raw-call.ts';
import { atMost, count, markdownTable, Rounds } from './support/statistics.ts';

const BYTES = 10_000_000;
const EVERY_MS = 5;
const IDLE_MS = 1_000;
const AIM_MS = 50;
const CALL = { timeout_ms: 120_000, deadline_ms: 120_000 };

interface Row {
  readonly path: string;
  readonly args: Record<string, unknown>;
}

const ROWS: Readonly<Record<string, Row>> = {
  'JSON, only fetched': { path: 'size', args: { as: 'none' } },
  'JSON, whole': { path: 'size', args: {} },
  'JSON with a select': { path: 'size', args: { select: '[].price | sum(@)' } },
  'HTML, only fetched': { path: 'html', args: { as: 'none' } },
  'HTML as Markdown': { path: 'html', args: {} },
  'CSV, only fetched': { path: 'csv', args: { as: 'none' } },
  'CSV as rows': { path: 'csv', args: {} },
};

interface Figures {
  readonly ms: Rounds;
  readonly worst: Rounds;
  readonly control: Rounds;
  /** Worst less control. */
  readonly beyond: Rounds;
}

/** Two servers that are new, warm and idle, of which the first is asked to read. */
async function withServers<T>(run: (reading: ServerProcess, idle: ServerProcess) => Promise<T>): Promise<T> {
  const servers = [startProcess('--allow', '127.0.0.1'), startProcess()] as const;
  try {
    await Promise.all(servers.map((server) => server.initialize()));
    await pause(IDLE_MS);
    return await run(...servers);
  } finally {
    await Promise.all(servers.map((server) => server.kill()));
  }
}

async function measure(url: string, rounds: number): Promise<Figures> {
  const figures = { ms: new Rounds(), worst: new Rounds(), control: new Rounds(), beyond: new Rounds() };
  for (let round = 0; round < rounds; round++) {
    for (const [name, { path, args }] of Object.entries(ROWS)) {
      await withServers(async (reading, idle) => {
        const call = rawCallMs(reading, { url: `${url}${path}/${BYTES}`, count: 1, inFlight: 1 }, { ...CALL, ...args });
        const [worst, control] = await Promise.all([worstPing(reading, call, EVERY_MS), worstPing(idle, call, EVERY_MS)]);
        figures.ms.add(name, await call);
        figures.worst.add(name, worst);
        figures.control.add(name, control);
        figures.beyond.add(name, worst - control);
      });
    }
  }
  return figures;
}

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const figures = await measure(`http://127.0.0.1:${port}/`, quick ? 1 : 3).finally(() => api.disconnect());
  const { ms, worst, control, beyond } = figures;
  const names = Object.keys(ROWS);
  return [
    markdownTable([
      [`${count(BYTES)} bytes`, 'ms', 'worst ping, ms', "the idle server's, ms", 'beyond it, ms'],
      ...names.map((name) => [name, ...[ms, worst, control, beyond].map((rounds) => rounds.shown(name))]),
    ]),
    `A ping every ${EVERY_MS} ms, in a new server that has been idle for a second; the idle server is asked at the same time.`,
    names
      .map((name) => {
        const figure = beyond.median(name);
        return atMost(
          AIM_MS,
          figure,
          `${name}: the worst ping at most ${AIM_MS} ms beyond the idle server's (${figure.toFixed(0)}).`,
        );
      })
      .join('\n'),
  ].join('\n\n');
};
