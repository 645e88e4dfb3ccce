/**
 * Many requests to an API behind TLS that takes its time, as APIs on the internet do: few, some and many in flight, when no
 * connection is open and when all are; beside curl, Python and a loop over undici.request. Each has a new process each time.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSigned } from '../support/faults/certificate.ts';
import type { Part } from './part.ts';
import { forked } from './support/forked.ts';
import { NotInstalled } from './support/installed.ts';
import { at, atMost, markdownTable, Rounds } from './support/statistics.ts';
import { CURL, OURS, TLS_CONTESTANTS, type TlsApi } from './support/tls-contestants.ts';

const COUNT = 200;
/** In flight, and in how many rounds. */
const ROUNDS = { 6: 1, 20: 2, 50: 5 } as const;
const IN_FLIGHT = Object.keys(ROUNDS).map(Number);
const AIM_AT = 50;
/** Of what curl takes with HTTP/1.1; no slower, but for noise, and so much slower. */
const AIM_OPEN = 1.05;
const AIM_COLD = 1.3;

interface Figures {
  readonly cold: Rounds;
  readonly open: Rounds;
  /** By the name of who is not there, why. */
  readonly skipped: ReadonlyMap<string, string>;
}

/** Starts the API with a certificate of its own, made for it. */
async function withApi<T>(run: (api: TlsApi) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'fetch-many-bench-'));
  const [keyFile, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const pair = selfSigned('127.0.0.1');
  writeFileSync(keyFile, pair.key, { mode: 0o600 });
  writeFileSync(cert, pair.cert);
  try {
    const [child, { port }] = await forked<AddressInfo>('tls-server.ts', keyFile, cert);
    return await run({ child, url: `https://127.0.0.1:${port}/`, cert }).finally(() => child.disconnect());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(api: TlsApi, quick: boolean): Promise<Figures> {
  const [cold, open, skipped] = [new Rounds(), new Rounds(), new Map<string, string>()];
  for (const [inFlight, rounds] of Object.entries(ROUNDS)) {
    for (let round = 0; round < (quick ? 1 : rounds); round++) {
      for (const [name, contestant] of Object.entries(TLS_CONTESTANTS).filter(([each]) => !skipped.has(each))) {
        try {
          const took = await contestant(api, COUNT, Number(inFlight));
          cold.add(at(name, Number(inFlight)), took.cold);
          open.add(at(name, Number(inFlight)), took.open);
        } catch (error) {
          if (!(error instanceof NotInstalled)) throw error;
          skipped.set(name, error.message);
        }
      }
    }
  }
  return { cold, open, skipped };
}

function table(what: string, rounds: Rounds, names: readonly string[]): string {
  const [reference = OURS] = names;
  const head = IN_FLIGHT.flatMap((inFlight) => [`${inFlight} in flight: ms`, 'of the first']);
  const rows = names.map((name) => [name, ...rounds.shownBesideAt(IN_FLIGHT, name, reference)]);
  return markdownTable([[what, ...head], ...rows]);
}

function aims({ cold, open }: Figures): string[] {
  const [ours, curl] = [at(OURS, AIM_AT), at(CURL, AIM_AT)];
  const [first, then] = [cold.ratio(ours, curl), open.ratio(ours, curl)];
  return [
    atMost(AIM_OPEN, then, `${AIM_AT} in flight, connections open: no slower than ${CURL} (${then.toFixed(2)}, 5 % are noise).`),
    atMost(AIM_COLD, first, `${AIM_AT} in flight, no connection open: at most ${AIM_COLD} x ${CURL} (${first.toFixed(2)}).`),
  ];
}

export const part: Part = async ({ quick }) => {
  const figures = await withApi((api) => measure(api, quick));
  const { cold, open, skipped } = figures;
  const names = Object.keys(TLS_CONTESTANTS).filter((name) => !skipped.has(name));
  const what = `${COUNT} requests of 30 to 80 ms`;
  return [
    table(`${what}, no connection open`, cold, names),
    table(`${what}, connections open`, open, names),
    `fetch_many has been idle for a second after its handshake; the loop and Python have loaded what they need. curl opens its
connections with requests before these, which the server answers together: its time begins then, and without its start.`,
    [...[...skipped.values()].map((why) => `- Skipped: ${why}`), ...(skipped.has(CURL) ? [] : aims(figures))].join('\n'),
  ].join('\n\n');
};
