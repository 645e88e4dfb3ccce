/**
 * What a request costs in the HTTP engine, and in what people would use instead: requests per second, and CPU time of
 * the client's process. Every client has a process of its own, the server another; rounds are interleaved.
 */
import type { AddressInfo } from 'node:net';
import type { Part, Settings } from './part.ts';
import { COMMANDS, type Contestant } from './support/commands.ts';
import { asked, forked } from './support/forked.ts';
import { CLIENTS } from './support/http-clients.ts';
import type { Load, Measured } from './support/http-load.ts';
import { install, NotInstalled } from './support/installed.ts';
import { CLIENT_PACKAGES, PACKAGE_CLIENTS } from './support/package-clients.ts';
import { at, count, markdownTable, Rounds, verdict } from './support/statistics.ts';
import { buildUnbundled } from './support/unbundled.ts';

/** Requests in flight; whatever is no part of this engine's choice is measured at `ALL_AT` only. */
const IN_FLIGHT = [2, 16, 64, 256];
const ALL_AT = 64;
const WARM_UP_MS = 400;
const [OURS = '', REFERENCE = ''] = Object.keys(CLIENTS);
const AIM = 1.3;
const AIM_FROM = 16;
const AIM_OF_HTTPX = 8;

interface Figures {
  readonly perSecond: Rounds;
  readonly cpu: Rounds;
}

async function clientsOf(url: string, { quick }: Settings): Promise<{ contestants: Contestant[]; skipped: string[] }> {
  const contestants = await Promise.all(Object.keys(CLIENTS).map((name) => nodeClient(name, url)));
  if (quick) return { contestants, skipped: ['everything that is not in the lock file, in a quick run'] };
  const skipped: string[] = [];
  const skip = (error: unknown): void => {
    if (!(error instanceof NotInstalled)) throw error;
    skipped.push(error.message);
  };
  const add = (contestant: Contestant): void => void contestants.push(contestant);
  await install(CLIENT_PACKAGES.folder, CLIENT_PACKAGES.versions)
    .then(async () => {
      for (const name of Object.keys(PACKAGE_CLIENTS)) add(await nodeClient(name, url));
    })
    .catch(skip);
  for (const start of Object.values(COMMANDS)) await start(url).then(add, skip);
  return { contestants, skipped };
}

async function nodeClient(name: string, url: string): Promise<Contestant> {
  const [child] = await forked('http-client.ts', name, url);
  return {
    name,
    measure: (inFlight, ms) => asked<Measured>(child, { inFlight, ms } satisfies Load),
    close: () => child.disconnect(),
  };
}

const isEverywhere = (name: string): boolean => Object.hasOwn(CLIENTS, name);

async function measureAll(contestants: readonly Contestant[], { quick }: Settings): Promise<Figures> {
  const figures = { perSecond: new Rounds(), cpu: new Rounds() };
  const [rounds, ms] = quick ? [1, 100] : [9, 400];
  for (const { measure } of contestants) await measure(ALL_AT, quick ? ms : WARM_UP_MS);
  for (let round = 0; round < rounds; round++) {
    for (const inFlight of IN_FLIGHT) {
      for (const { name, measure } of contestants.filter((each) => inFlight === ALL_AT || isEverywhere(each.name))) {
        const { requestsPerSecond, cpuMicrosPerRequest } = await measure(inFlight, ms);
        figures.perSecond.add(at(name, inFlight), requestsPerSecond);
        figures.cpu.add(at(name, inFlight), cpuMicrosPerRequest);
      }
    }
  }
  return figures;
}

function table(what: string, rounds: Rounds, names: readonly string[]): string {
  const rows = names.map((name) => [
    name,
    ...IN_FLIGHT.map((inFlight) => {
      const of = at(name, inFlight);
      return rounds.has(of) ? `${count(rounds.median(of))} (${rounds.ratio(of, at(REFERENCE, inFlight)).toFixed(2)})` : '';
    }),
  ]);
  return markdownTable([[what, ...IN_FLIGHT.map((inFlight) => `${inFlight} in flight`)], ...rows]);
}

function aims({ perSecond }: Figures, names: readonly string[]): string[] {
  const ratios = IN_FLIGHT.filter((inFlight) => inFlight >= AIM_FROM).map((inFlight) => {
    return { inFlight, ratio: perSecond.ratio(at(OURS, inFlight), at(REFERENCE, inFlight)) };
  });
  const said = ratios.map(({ inFlight, ratio }) => `${ratio.toFixed(2)} at ${inFlight}`).join(', ');
  const first = verdict(
    ratios.every(({ ratio }) => ratio >= AIM),
    `${AIM} x the requests per second of ${REFERENCE}: ${said}.`,
  );
  const httpx = names.find((name) => name.includes('httpx'));
  if (httpx === undefined) return [first];
  const ratio = perSecond.ratio(at(OURS, ALL_AT), at(httpx, ALL_AT));
  return [first, verdict(ratio >= AIM_OF_HTTPX, `${AIM_OF_HTTPX} x ${httpx}: ${ratio.toFixed(1)}.`)];
}

export const part: Part = async (settings) => {
  await buildUnbundled();
  const [server, { port }] = await forked<AddressInfo>('api-server.ts');
  const { contestants, skipped } = await clientsOf(`http://127.0.0.1:${port}/`, settings);
  try {
    const figures = await measureAll(contestants, settings);
    const names = contestants.map(({ name }) => name);
    return [
      table('requests/s', figures.perSecond, names),
      table('CPU us/request', figures.cpu, names),
      `GET of 500 bytes of JSON, parsed. In brackets: of ${REFERENCE}, the median of the ratios of the rounds. This engine
has permits, a deadline, an abort, a size cap, decoding, redirects and retries; dispatch has none of them; curl and wrk
do not parse.`,
      [...skipped.map((why) => `- Skipped: ${why}`), ...aims(figures, names)].join('\n'),
    ].join('\n\n');
  } finally {
    for (const each of contestants) each.close();
    server.disconnect();
  }
};
