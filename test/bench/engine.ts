/**
 * What a request costs in the HTTP engine, and in what it could have been built on: requests per second, and CPU time
 * of the client's process. Every client has a process of its own, the server another; rounds are interleaved.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { cpus } from 'node:os';
import { execArgv, stdout, version } from 'node:process';
import { CLIENTS } from './support/http-clients.ts';
import type { Load, Measured } from './support/http-load.ts';
import { markdownTable, median } from './support/statistics.ts';

const IN_FLIGHT = [16, 64];
const ROUNDS = 15;
const ROUND_MS = 500;
const WARM_UP_MS = 500;
const [OURS = '', REFERENCE = ''] = Object.keys(CLIENTS);

type Results = ReadonlyMap<string, readonly Measured[]>;

/** Starts a script of `support` in a process of its own, and gives the first thing it says. */
async function started<First>(script: string, ...args: readonly string[]): Promise<[ChildProcess, First]> {
  const child = fork(new URL(`support/${script}`, import.meta.url), args, { execArgv });
  const [first]: [First] = await answerOf(child);
  return [child, first];
}

/** The next message; rejects if the process ends instead. */
async function answerOf<Answer>(child: ChildProcess): Promise<[Answer]> {
  const ended = new AbortController();
  const onExit = (code: number | null): void => ended.abort(new Error(`A process of the benchmark ended with ${code}`));
  child.once('exit', onExit);
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are ours
    return (await once(child, 'message', { signal: ended.signal })) as [Answer];
  } catch (error) {
    throw ended.signal.aborted ? ended.signal.reason : error;
  } finally {
    child.off('exit', onExit);
  }
}

async function measured(client: ChildProcess, load: Load): Promise<Measured> {
  const [answer] = await (client.send(load), answerOf<Measured>(client));
  return answer;
}

const key = (name: string, inFlight: number): string => `${name} ${inFlight}`;

async function measureAll(clients: ReadonlyMap<string, ChildProcess>): Promise<Results> {
  const results = new Map<string, Measured[]>();
  for (const client of clients.values()) {
    for (const inFlight of IN_FLIGHT) await measured(client, { inFlight, ms: WARM_UP_MS });
  }
  for (let round = 0; round < ROUNDS; round++) {
    for (const inFlight of IN_FLIGHT) {
      for (const [name, client] of clients) {
        const of = results.get(key(name, inFlight)) ?? [];
        of.push(await measured(client, { inFlight, ms: ROUND_MS }));
        results.set(key(name, inFlight), of);
      }
    }
  }
  return results;
}

/** A measure in terms of the reference's in the same round. */
function ratio(results: Results, name: string, inFlight: number, of: keyof Measured): number {
  const reference = results.get(key(REFERENCE, inFlight)) ?? [];
  const own = results.get(key(name, inFlight)) ?? [];
  return median(own.map((each, round) => each[of] / (reference[round]?.[of] ?? Number.NaN)));
}

function cells(results: Results, name: string, inFlight: number): string[] {
  const own = results.get(key(name, inFlight)) ?? [];
  const cell = (of: keyof Measured): string => {
    const middle = Math.round(median(own.map((each) => each[of]))).toLocaleString('en');
    return `${middle} (${ratio(results, name, inFlight, of).toFixed(2)})`;
  };
  return [cell('requestsPerSecond'), cell('cpuMicrosPerRequest')];
}

function table(results: Results): string {
  const head = IN_FLIGHT.flatMap((inFlight) => [`${inFlight} in flight: requests/s`, 'CPU us/request']);
  const rows = Object.keys(CLIENTS).map((name) => {
    return [name, ...IN_FLIGHT.flatMap((inFlight) => cells(results, name, inFlight))];
  });
  return markdownTable([['GET, 500 bytes of JSON', ...head], ...rows]);
}

function aim(results: Results): string {
  const ratios = IN_FLIGHT.map((inFlight) => ratio(results, OURS, inFlight, 'requestsPerSecond'));
  const said = IN_FLIGHT.map((inFlight, at) => `${ratios[at]?.toFixed(2)} at ${inFlight} in flight`).join(', ');
  const met = ratios.every((each) => each >= 1);
  return `- ${met ? 'Met' : 'MISSED'}: ${OURS} makes at least as many requests per second as ${REFERENCE} (${said}).`;
}

async function main(): Promise<void> {
  const start = performance.now();
  const [server, { port }] = await started<AddressInfo>('http-server.ts');
  const clients = new Map<string, ChildProcess>();
  try {
    for (const name of Object.keys(CLIENTS)) {
      const [client] = await started('http-client.ts', name, `http://127.0.0.1:${port}/`);
      clients.set(name, client);
    }
    const results = await measureAll(clients);
    const seconds = ((performance.now() - start) / 1_000).toFixed(0);
    stdout.write(`${table(results)}\n
In brackets: of ${REFERENCE}, the median of the ratios of ${ROUNDS} interleaved rounds of ${ROUND_MS} ms.
Each client and the server have a process of their own. This engine has permits, a deadline, an abort, a size cap,
decoding, redirects and retries; dispatch has none of them.
Node ${version}, ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${seconds} s.\n
${aim(results)}\n`);
  } finally {
    for (const child of [server, ...clients.values()]) child.disconnect();
  }
}

await main();
