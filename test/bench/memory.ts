/** What a call takes whose answers are large and come all at once: 64 bodies of 10 MiB, the most that a body and a call may be. */
import type { AddressInfo } from 'node:net';
import { startProcess } from '../support/server-process.ts';
import type { Part } from './part.ts';
import { forked } from './support/forked.ts';
import { worstOfTreeMib } from './support/memory.ts';
import { rawCallMs } from './support/raw-call.ts';
import { atMost, count, markdownTable, Rounds } from './support/statistics.ts';

const COUNT = 64;
const BYTES = 10 * 2 ** 20;
const AIM_MIB = 600;
const LIMITS = { timeout_ms: 200_000, deadline_ms: 200_000 };

const CALLS: Readonly<Record<string, Record<string, unknown>>> = {
  'status only': { as: 'none' },
  'an item of each, `[0].id`': { select: '[0].id' },
  'whole bodies: cut to 10,000 tokens and stored': {},
};

interface Figures {
  readonly ms: Rounds;
  readonly mib: Rounds;
}

async function measure(url: string, rounds: number): Promise<Figures> {
  const figures = { ms: new Rounds(), mib: new Rounds() };
  for (let round = 0; round < rounds; round++) {
    for (const [name, args] of Object.entries(CALLS)) {
      const server = startProcess('--allow', '127.0.0.1', '--max-per-host', String(COUNT));
      try {
        await server.initialize();
        const call = rawCallMs(server, { url, count: COUNT, inFlight: COUNT }, { ...LIMITS, ...args });
        figures.mib.add(name, await worstOfTreeMib(server.child.pid ?? 0, call));
        figures.ms.add(name, await call);
      } finally {
        await server.kill();
      }
    }
  }
  return figures;
}

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const { ms, mib } = await measure(`http://127.0.0.1:${port}/size/${BYTES}`, quick ? 1 : 2).finally(() => api.disconnect());
  const names = Object.keys(CALLS);
  return [
    markdownTable([
      [`${COUNT} x ${count(BYTES)} bytes of JSON at once`, 'peak MiB', 'ms'],
      ...names.map((name) => [name, mib.shown(name), ms.shown(name)]),
    ]),
    'Each call in a new server. The peak is the most that it and its sandbox processes had at a time (PSS: what they share counts once).',
    names
      .map((name) => atMost(AIM_MIB, mib.median(name), `${name}: at most ${AIM_MIB} MiB (${mib.median(name).toFixed(0)}).`))
      .join('\n'),
  ].join('\n\n');
};
