/** How near to the ideal a call is whose requests only wait: a hundred of 100 ms, beside a bare loop over undici.request. */
import type { AddressInfo } from 'node:net';
import { connect } from '../support/client.ts';
import type { Part } from './part.ts';
import { forked } from './support/forked.ts';
import { at, atMost, markdownTable, Rounds } from './support/statistics.ts';
import { callMs, FLAGS } from './support/tool-call.ts';
import { LOOP, undiciLoop } from './support/undici-loop.ts';

const AIM = 1.1;
const CALL = 'fetch_many';
const COUNT = 100;
const WAIT_MS = 100;
const IN_FLIGHT = [20, 50];
/** Calls that do not wait come first, so that the code is compiled: what cold code costs is measured elsewhere. */
const WARM_UPS = 8;

function ideal(inFlight: number): number {
  return Math.ceil(COUNT / inFlight) * WAIT_MS;
}

async function measure(base: string, rounds: number): Promise<Rounds> {
  const url = `${base}/wait/${WAIT_MS}`;
  const server = await connect(...FLAGS);
  const loop = await undiciLoop(url);
  const samples = new Rounds();
  try {
    for (let i = 0; i < WARM_UPS; i++) await callMs(server, { url: `${base}/`, inFlight: 16, count: 1_000 }, {});
    for (let round = 0; round < rounds; round++) {
      for (const inFlight of IN_FLIGHT) {
        samples.add(at(LOOP, inFlight), await loop.ms(COUNT, inFlight));
        samples.add(at(CALL, inFlight), await callMs(server, { url, inFlight, count: COUNT }, {}));
        samples.add(at('ideal', inFlight), ideal(inFlight));
      }
    }
  } finally {
    loop.close();
    await server.close();
  }
  return samples;
}

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const samples = await measure(`http://127.0.0.1:${port}`, quick ? 1 : 7).finally(() => api.disconnect());
  const head = IN_FLIGHT.flatMap((inFlight) => [`${inFlight} in flight: ms`, `of the ideal ${ideal(inFlight)}`]);
  const rows = [LOOP, CALL].map((name) => [name, ...samples.shownBesideAt(IN_FLIGHT, name, 'ideal')]);
  const aims = IN_FLIGHT.map((inFlight) => {
    const ratio = samples.ratio(at(CALL, inFlight), at('ideal', inFlight));
    return atMost(AIM, ratio, `within 10 % of the ideal at ${inFlight} in flight (${ratio.toFixed(2)}).`);
  });
  return [markdownTable([[`${COUNT} requests of ${WAIT_MS} ms`, ...head], ...rows]), aims.join('\n')].join('\n\n');
};
