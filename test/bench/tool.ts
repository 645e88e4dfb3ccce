/**
 * What a call of the tool costs beside the same requests in a loop, once both are warm: a real client, the built server, stdio
 * between them, and one `fetch_many`; and a bare loop over undici.request that parses each body and keeps nothing.
 */
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { connectTo, launchCommand, ROOT, type Connected } from '../support/client.ts';
import type { Part } from './part.ts';
import { forked } from './support/forked.ts';
import { countAllocations, type Probe } from './support/probe.ts';
import { cpuOfTreeMs } from './support/process-tree.ts';
import { at, atMost, count, markdownTable, Rounds } from './support/statistics.ts';
import { CALLS, callMs, FLAGS } from './support/tool-call.ts';
import { LOOP, undiciLoop, type UndiciLoop } from './support/undici-loop.ts';

const COUNT = 1_000;
const IN_FLIGHT = [16, 64];
const COUNTED_AT = 16;
const WARM_UPS = 4;

const NAMES = [LOOP, ...Object.keys(CALLS)];

/** One of those that take turns. */
interface Contestant {
  readonly name: string;
  readonly pid: number;
  readonly allocations: Probe<number>;
  readonly ms: (inFlight: number) => Promise<number>;
}

interface Figures {
  readonly ms: Rounds;
  /** Microseconds of processor time a request. */
  readonly cpu: Rounds;
  /** Bytes on V8's heap a request. */
  readonly bytes: Rounds;
}

async function measure(contestants: readonly Contestant[], rounds: number): Promise<Figures> {
  const figures = { ms: new Rounds(), cpu: new Rounds(), bytes: new Rounds() };
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const inFlight of IN_FLIGHT) {
      for (const { name, pid, ms } of contestants) {
        const before = cpuOfTreeMs(pid);
        const took = await ms(inFlight);
        if (round < 0) continue;
        figures.ms.add(at(name, inFlight), took);
        figures.cpu.add(at(name, inFlight), ((cpuOfTreeMs(pid) - before) * 1_000) / COUNT);
      }
    }
  }
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    for (const { name, pid, allocations, ms } of contestants) {
      figures.bytes.add(name, (await allocations.during(pid, () => ms(COUNTED_AT))) / COUNT);
    }
  }
  return figures;
}

function headOf(what: string): string[] {
  return IN_FLIGHT.flatMap((inFlight) => [`${inFlight} in flight: ${what}`, 'of the loop']);
}

function tables({ ms, cpu, bytes }: Figures): string[] {
  const what = `${count(COUNT)} requests of 500 bytes`;
  const allocated = (name: string): string => (bytes.median(name) / 1_000).toFixed(0);
  return [
    markdownTable([[what, ...headOf('ms')], ...NAMES.map((name) => [name, ...ms.shownBesideAt(IN_FLIGHT, name, LOOP)])]),
    markdownTable([
      [what, ...headOf('CPU us each'), 'KB allocated each'],
      ...NAMES.map((name) => [name, ...cpu.shownBesideAt(IN_FLIGHT, name, LOOP), allocated(name)]),
    ]),
    'Processor time is that of all threads of the process, and of its sandbox; allocated is what garbage is made of, on the heap of V8.',
  ];
}

function aims({ ms, cpu }: Figures): string[] {
  return Object.entries(CALLS).flatMap(([name, { aim }]) => {
    return (
      [
        ['time', ms],
        ['processor time', cpu],
      ] as const
    ).map(([what, rounds]) => {
      const ratios = IN_FLIGHT.map((inFlight) => rounds.ratio(at(name, inFlight), at(LOOP, inFlight)));
      const said = ratios.map((ratio, nth) => `${ratio.toFixed(2)} at ${IN_FLIGHT[nth]}`).join(', ');
      return atMost(aim, Math.max(...ratios), `${name}: at most ${aim} x the ${what} of the loop (${said}).`);
    });
  });
}

function contestantsOf(
  url: string,
  loop: UndiciLoop,
  server: Connected,
  counted: readonly [Probe<number>, Probe<number>],
): Contestant[] {
  const [ofLoop, ofServer] = counted;
  return [
    { name: LOOP, pid: loop.pid, allocations: ofLoop, ms: (inFlight) => loop.ms(COUNT, inFlight) },
    ...Object.entries(CALLS).map(([name, { args }]) => ({
      name,
      pid: server.pid,
      allocations: ofServer,
      ms: (inFlight: number) => callMs(server, { url, inFlight, count: COUNT }, args),
    })),
  ];
}

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const url = `http://127.0.0.1:${port}/`;
  const counted = [countAllocations(), countAllocations()] as const;
  const [ofLoop, { execArgv, env }] = counted;
  const { command, args } = launchCommand();
  const loop = await undiciLoop(url, ofLoop);
  const server = await connectTo({ command, args: [...execArgv, ...args, ...FLAGS], cwd: fileURLToPath(ROOT), env: { ...env } });
  try {
    const figures = await measure(contestantsOf(url, loop, server, counted), quick ? 1 : 11);
    return [...tables(figures), aims(figures).join('\n')].join('\n\n');
  } finally {
    loop.close();
    await server.close();
    api.disconnect();
    for (const each of counted) each.close();
  }
};
