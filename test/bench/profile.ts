/**
 * Where processor time goes, by layer: once all is warm, in the first call of a process, and at the start; beside a loop over
 * undici.request, and a bare process that echoes. It says why an aim of the other parts is met or missed.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../support/api.ts';
import { launchCommand } from '../support/client.ts';
import { startCommand } from '../support/server-process.ts';
import type { Part } from './part.ts';
import { forked } from './support/forked.ts';
import { LAYER_NAMES, timeByLayer } from './support/layers.ts';
import { takeProfiles, type Probe, type Profile } from './support/probe.ts';
import { rawCallMs } from './support/raw-call.ts';
import { BUILT, start, STARTED, type Command } from './support/start.ts';
import { markdownTable } from './support/statistics.ts';
import { CALLS, FLAGS, TABLE } from './support/tool-call.ts';
import { LOOP, undiciLoop } from './support/undici-loop.ts';

const COUNT = 1_000;
const IN_FLIGHT = 16;
const WARM_UPS = 6;
const IDLE_MS = 1_000;
const US_A_MS = 1_000;

/** Profiles by the name of what ran, each with how often it ran. */
type Profiles = Map<string, { readonly profile: Profile; readonly times: number }>;

async function repeated(run: () => Promise<unknown>, times: number): Promise<void> {
  for (let nth = 0; nth < times; nth++) await run();
}

/** One process after the other, so that none disturbs what is measured in another. */
async function steady(url: string, calls: number): Promise<Profiles> {
  const found: Profiles = new Map();
  await withLoop(url, async (pid, run, probe) => {
    await repeated(run, WARM_UPS);
    found.set(LOOP, { profile: await probe.during(pid, () => repeated(run, calls)), times: calls * COUNT });
  });
  for (const [name, { args }] of Object.entries(CALLS)) {
    await withServer(url, args, async (pid, run, probe) => {
      await repeated(run, WARM_UPS);
      found.set(name, { profile: await probe.during(pid, () => repeated(run, calls)), times: calls * COUNT });
    });
  }
  return found;
}

async function cold(url: string): Promise<Profiles> {
  const found: Profiles = new Map();
  await withLoop(url, async (pid, run, probe) => {
    found.set(LOOP, { profile: await probe.during(pid, run), times: US_A_MS });
  });
  await withServer(url, TABLE, async (pid, run, probe) => {
    await pause(IDLE_MS);
    found.set(BUILT, { profile: await probe.during(pid, run), times: US_A_MS });
  });
  return found;
}

/** What is done with a process that can be profiled, and asked for {@link COUNT} bodies. */
type Profiled = (pid: number, run: () => Promise<unknown>, probe: Probe<Profile>) => Promise<void>;

async function withLoop(url: string, use: Profiled): Promise<void> {
  const probe = takeProfiles();
  const loop = await undiciLoop(url, probe);
  try {
    await use(loop.pid, () => loop.ms(COUNT, IN_FLIGHT), probe);
  } finally {
    loop.close();
    probe.close();
  }
}

async function withServer(url: string, more: object, use: Profiled): Promise<void> {
  const probe = takeProfiles();
  const { command, args } = launchCommand();
  const server = startCommand(command, [...probe.execArgv, ...args, ...FLAGS], probe.env);
  try {
    await server.initialize();
    await use(server.child.pid ?? 0, () => rawCallMs(server, { url, count: COUNT, inFlight: IN_FLIGHT }, more), probe);
  } finally {
    await server.kill();
    probe.close();
  }
}

async function starts(): Promise<Profiles> {
  const found: Profiles = new Map();
  for (const [name, command] of Object.entries(STARTED)) {
    found.set(name, { profile: await profileOfStart(command), times: US_A_MS });
  }
  return found;
}

/** From the beginning of a process until it has answered `tools/list` and ended. */
async function profileOfStart({ command, args }: Command): Promise<Profile> {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-bench-'));
  try {
    const flags = ['--cpu-prof', '--cpu-prof-interval', '100', '--cpu-prof-dir', folder];
    await start({ command, args: [...flags, ...args] });
    const [file = ''] = readdirSync(folder);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by V8
    return JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A row for each layer that took any time. */
function table(title: string, profiles: Profiles): string {
  const columns = [...profiles.values()].map(({ profile, times }) => {
    const layers = timeByLayer(profile);
    return { layers, times, sum: [...layers.values()].reduce((sum, us) => sum + us, 0) };
  });
  const shown = LAYER_NAMES.filter((layer) => columns.some(({ layers, times }) => (layers.get(layer) ?? 0) / times >= 0.05));
  const rows = shown.map((layer) => [
    layer,
    ...columns.map(({ layers, times }) => ((layers.get(layer) ?? 0) / times).toFixed(1)),
  ]);
  const sums = columns.map(({ sum, times }) => (sum / times).toFixed(1));
  return markdownTable([[title, ...profiles.keys()], ...rows, ['all', ...sums]]);
}

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const url = `http://127.0.0.1:${port}/`;
  try {
    return [
      table('warm: us a request', await steady(url, quick ? 1 : 30)),
      table(`the first call of a process, after an idle second, of ${COUNT}: ms`, await cold(url)),
      table('from the start to the answer of `tools/list`, and the end: ms', await starts()),
      `${IN_FLIGHT} in flight, 500 bytes each. The main thread only, idle time left out; taking a profile costs time, too.`,
    ].join('\n\n');
  } finally {
    api.disconnect();
  }
};
