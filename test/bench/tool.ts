/**
 * What a call of the tool costs beside the same requests in a loop, once both are warm: a real client, the built server, stdio
 * between them, and one `fetch_many`; and a bare loop over undici.request that parses each body and keeps nothing.
 */
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { connectTo, launchCommand, ROOT, type Connected } from '../support/client.ts';
import type { Part } from './part.ts';
import { countAllocations, type Allocations } from './support/allocations.ts';
import { forked } from './support/forked.ts';
import { cpuOfTreeMs } from './support/process-tree.ts';
import { atMost, count, markdownTable, Rounds } from './support/statistics.ts';
import { callMs } from './support/tool-call.ts';
import { undiciLoop, type UndiciLoop } from './support/undici-loop.ts';

const LOOP = 'a loop over undici.request';
const COUNT = 1_000;
const IN_FLIGHT = [16, 64];
const COUNTED_AT = 16;
const WARM_UPS = 4;

interface Call {
  /** What is asked of the tool beside the URLs. */
  readonly args: Record<string, unknown>;
  /** Of what the loop takes. */
  readonly aim: number;
}

const CALLS: Readonly<Record<string, Call>> = {
  'status only': { args: { as: 'none', max_tokens: 100_000 }, aim: 1.1 },
  'three fields as a table': { args: { select: ['id', 'name', 'price'], layout: 'table', max_tokens: 100_000 }, aim: 1.3 },
  JMESPath: { args: { select: '{id: id, n: name, t: tags[?@==`two`]}', max_tokens: 100_000 }, aim: 1.3 },
  'whole bodies, cut to 10,000 tokens and stored': { args: {}, aim: 1.5 },
};
const NAMES = [LOOP, ...Object.keys(CALLS)];

/** One of those that take turns. */
interface Contestant {
  readonly name: string;
  readonly pid: number;
  readonly allocations: Allocations;
  readonly ms: (inFlight: number) => Promise<number>;
}

interface Figures {
  readonly ms: Rounds;
  /** Microseconds of processor time a request. */
  readonly cpu: Rounds;
  /** Bytes on V8's heap a request. */
  readonly bytes: Rounds;
}

const key = (name: string, inFlight: number): string => `${name} ${inFlight}`;

async function measure(contestants: readonly Contestant[], rounds: number): Promise<Figures> {
  const figures = { ms: new Rounds(), cpu: new Rounds(), bytes: new Rounds() };
  for (let round = -WARM_UPS; round < rounds; round++) {
    for (const inFlight of IN_FLIGHT) {
      for (const { name, pid, ms } of contestants) {
        const before = cpuOfTreeMs(pid);
        const took = await ms(inFlight);
        if (round < 0) continue;
        figures.ms.add(key(name, inFlight), took);
        figures.cpu.add(key(name, inFlight), ((cpuOfTreeMs(pid) - before) * 1_000) / COUNT);
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

function columns(rounds: Rounds, name: string): string[] {
  return IN_FLIGHT.flatMap((inFlight) => {
    return [rounds.shown(key(name, inFlight)), rounds.shownRatio(key(name, inFlight), key(LOOP, inFlight))];
  });
}

function tables({ ms, cpu, bytes }: Figures): string[] {
  const what = `${count(COUNT)} requests of 500 bytes`;
  const allocated = (name: string): string => (bytes.median(name) / 1_000).toFixed(0);
  return [
    markdownTable([[what, ...headOf('ms')], ...NAMES.map((name) => [name, ...columns(ms, name)])]),
    markdownTable([
      [what, ...headOf('CPU us each'), 'KB allocated each'],
      ...NAMES.map((name) => [name, ...columns(cpu, name), allocated(name)]),
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
      const ratios = IN_FLIGHT.map((inFlight) => rounds.ratio(key(name, inFlight), key(LOOP, inFlight)));
      const said = ratios.map((ratio, at) => `${ratio.toFixed(2)} at ${IN_FLIGHT[at]}`).join(', ');
      return atMost(aim, Math.max(...ratios), `${name}: at most ${aim} x the ${what} of the loop (${said}).`);
    });
  });
}

function contestantsOf(
  url: string,
  loop: UndiciLoop,
  server: Connected,
  counted: readonly [Allocations, Allocations],
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
  const flags = ['--allow', '127.0.0.1', '--max-per-host', '64'];
  const loop = await undiciLoop(url, ofLoop);
  const server = await connectTo({ command, args: [...execArgv, ...args, ...flags], cwd: fileURLToPath(ROOT), env: { ...env } });
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
