/**
 * What people see: the first call of a process, right after the handshake and after the process has been idle for a second,
 * beside the first requests of a loop over undici.request in a process of its own, and curl. And the first page, and the first
 * program.
 */
import type { AddressInfo } from 'node:net';
import { pause } from '../support/api.ts';
import { startCommand } from '../support/server-process.ts';
import type { Part } from './part.ts';
import { curl, curlVersion } from './support/curl.ts';
import { forked } from './support/forked.ts';
import { buildImageless } from './support/imageless.ts';
import { NotInstalled } from './support/installed.ts';
import { cpuOfTreeMs, processTree } from './support/process-tree.ts';
import { rawCallMs } from './support/raw-call.ts';
import { BUILT, STARTED, type Command } from './support/start.ts';
import { at, atMost, count, markdownTable, Rounds } from './support/statistics.ts';
import { FLAGS, TABLE } from './support/tool-call.ts';
import { LOOP, undiciLoop } from './support/undici-loop.ts';

const COUNTS = [10, 100, 1_000];
const IN_FLIGHT = 16;
const IDLE_MS = 1_000;
const AIM = 1.4;
const AIM_AT = 1_000;
const AIM_PAGE_MS = 150;
const PAGE_BYTES = 20_000;

const CURL = 'curl --parallel';
const HANDSHAKE = 'fetch_many, right after the handshake';
const IDLE = 'fetch_many, after an idle second';
const PAGE = 'the first page';
const IMAGELESS = 'the same without its image';
const PROGRAM = { js: 'ok.map(r => r.body.id)' };
/** In terms of a server that has no image of its virtual machine. */
const AIM_PROGRAM = 0.9;

interface Took {
  readonly ms: number;
  readonly cpuMs: number;
}

/** Gets so many bodies of 500 bytes in a process that has got none before. */
type Contestant = (url: string, count: number) => Promise<Took>;

const CONTESTANTS: Readonly<Record<string, Contestant>> = {
  [LOOP]: async (url, requests) => {
    const loop = await undiciLoop(url);
    return withCpu(loop.pid, () => loop.ms(requests, IN_FLIGHT)).finally(() => loop.close());
  },
  [CURL]: (url, requests) => curl([`${url}?[1-${requests}]`], IN_FLIGHT),
  [HANDSHAKE]: async (url, requests) => (await firstCall({ url, requests, idleMs: 0, more: TABLE })).took,
  [IDLE]: async (url, requests) => (await firstCall({ url, requests, idleMs: IDLE_MS, more: TABLE })).took,
};

async function withCpu(pid: number, run: () => Promise<number>): Promise<Took> {
  const before = cpuOfTreeMs(pid);
  const ms = await run();
  return { ms, cpuMs: cpuOfTreeMs(pid) - before };
}

interface FirstCall {
  readonly command?: Command;
  readonly url: string;
  readonly requests: number;
  readonly idleMs: number;
  readonly more: object;
}

/** In a new server. @returns also whether its sandbox was there before the call */
async function firstCall(call: FirstCall): Promise<{ took: Took; isWarm: boolean }> {
  const { command = STARTED[BUILT], url, requests, idleMs, more } = call;
  const server = startCommand(command.command, [...command.args, ...FLAGS]);
  const pid = server.child.pid ?? 0;
  try {
    await server.initialize();
    await pause(idleMs);
    const isWarm = processTree(pid).length > 1;
    const run = (): Promise<number> => rawCallMs(server, { url, count: requests, inFlight: IN_FLIGHT }, more);
    return { took: await withCpu(pid, run), isWarm };
  } finally {
    await server.kill();
  }
}

interface Figures {
  readonly ms: Rounds;
  readonly cpu: Rounds;
  readonly page: Rounds;
  /** In how many rounds the sandbox had been started before the page. */
  readonly warm: number;
}

async function measure(url: string, names: readonly string[], rounds: number): Promise<Figures> {
  const [ms, cpu, page] = [new Rounds(), new Rounds(), new Rounds()];
  let warm = 0;
  for (let round = 0; round < rounds; round++) {
    for (const requests of COUNTS) {
      for (const name of names) {
        const took = await CONTESTANTS[name]?.(url, requests);
        ms.add(at(name, requests), took?.ms ?? Number.NaN);
        cpu.add(at(name, requests), took?.cpuMs ?? Number.NaN);
      }
    }
    const { took, isWarm } = await firstCall({ url: `${url}html/${PAGE_BYTES}`, requests: 1, idleMs: IDLE_MS, more: {} });
    page.add(PAGE, took.ms);
    if (isWarm) warm++;
  }
  return { ms, cpu, page, warm };
}

/** The first program of a process, right after the handshake. */
async function measurePrograms(url: string, rounds: number): Promise<Record<'ms' | 'cpu', Rounds>> {
  const [ms, cpu] = [new Rounds(), new Rounds()];
  const commands: Readonly<Record<string, Command>> = { [BUILT]: STARTED[BUILT], [IMAGELESS]: await buildImageless() };
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      const { took } = await firstCall({ command, url, requests: 10, idleMs: 0, more: PROGRAM });
      ms.add(name, took.ms);
      cpu.add(name, took.cpuMs);
    }
  }
  return { ms, cpu };
}

function programTable({ ms, cpu }: Record<'ms' | 'cpu', Rounds>): string {
  const head = ['the first call with a program', 'ms', 'of the other', 'CPU ms', 'of the other'];
  const rows = [BUILT, IMAGELESS].map((name) => [name, ...ms.shownBeside(name, IMAGELESS), ...cpu.shownBeside(name, IMAGELESS)]);
  return markdownTable([head, ...rows]);
}

function table(title: string, what: string, rounds: Rounds, names: readonly string[]): string {
  const head = COUNTS.flatMap((n) => [`${count(n)} requests: ${what}`, 'of the loop']);
  return markdownTable([[title, ...head], ...names.map((name) => [name, ...rounds.shownBesideAt(COUNTS, name, LOOP)])]);
}

function aims({ ms, page }: Figures): string[] {
  const calls = [HANDSHAKE, IDLE].map((name) => {
    const ratio = ms.ratio(at(name, AIM_AT), at(LOOP, AIM_AT));
    return atMost(AIM, ratio, `${name}: ${count(AIM_AT)} requests take at most ${AIM} x the loop (${ratio.toFixed(2)}).`);
  });
  const first = page.median(PAGE);
  return [...calls, atMost(AIM_PAGE_MS, first, `the first page within ${AIM_PAGE_MS} ms (${first.toFixed(0)}).`)];
}

function skipped(error: unknown): string {
  if (error instanceof NotInstalled) return `- Skipped: ${error.message}`;
  throw error;
}

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const noCurl = await curlVersion().then(
    () => [],
    (error: unknown) => [skipped(error)],
  );
  const names = Object.keys(CONTESTANTS).filter((name) => name !== CURL || noCurl.length === 0);
  const rounds = quick ? 1 : 5;
  const url = `http://127.0.0.1:${port}/`;
  const measured = measure(url, names, rounds).then(async (all) => [all, await measurePrograms(url, rounds * 3)] as const);
  const [figures, programs] = await measured.finally(() => api.disconnect());
  const program = programs.cpu.ratio(BUILT, IMAGELESS);
  return [
    table(`500 bytes each, ${IN_FLIGHT} in flight`, 'ms', figures.ms, names),
    table('the same', 'CPU ms', figures.cpu, names),
    `The first page of ${count(PAGE_BYTES)} bytes after an idle second: ${figures.page.shown(PAGE)} ms. Its sandbox was started ahead in
${figures.warm} of ${rounds} rounds: not where the machine is busy. The loop has loaded undici before its time begins; curl is measured from
its start to its end.`,
    programTable(programs),
    [
      ...noCurl,
      ...aims(figures),
      atMost(
        AIM_PROGRAM,
        program,
        `the first program takes at most ${AIM_PROGRAM} x what it takes without the image (${program.toFixed(2)}).`,
      ),
    ].join('\n'),
  ].join('\n\n');
};
