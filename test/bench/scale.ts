/** How time and memory of one call grow with the number of requests and the size of bodies: a new server for each call. */
import type { AddressInfo } from 'node:net';
import { connect } from '../support/client.ts';
import type { Part } from './part.ts';
import { forked } from './support/forked.ts';
import { peakMib } from './support/memory.ts';
import { count, markdownTable, Rounds, verdict } from './support/statistics.ts';
import { callMs } from './support/tool-call.ts';

const COUNTS = [10, 100, 1_000, 10_000];
/** Bytes of a body, and the most that are asked for at once. */
const SIZES: Readonly<Record<string, readonly [bytes: number, most: number]>> = {
  '1 KB': [1_000, 10_000],
  '100 KB': [100_000, 1_000],
  '1 MB': [1_000_000, 1_000],
};
const IN_FLIGHT = 16;
/** The largest calls are measured once: they take long, and vary little. */
const ONCE_FROM_BYTES = 100_000_000;
/** A request of ten times as many may cost so much of what one of fewer costs, and the peak may be so much higher. */
const LINEAR = 1.3;
const FLAT = 1.5;
/** Beyond so many requests it is their records that take the memory. */
const FLAT_TO = 1_000;

/** What is asked for: whole bodies, of which most are cut and stored. */
async function measure(url: string, bytes: number, requests: number): Promise<{ ms: number; mib: number }> {
  const limits = ['--max-per-host', String(IN_FLIGHT), '--max-requests', String(COUNTS.at(-1)), '--store-bytes', '64MiB'];
  const server = await connect('--allow', '127.0.0.1', ...limits);
  const call = (n: number): Promise<number> => {
    const asked = { url: `${url}/size/${bytes}`, count: n, inFlight: IN_FLIGHT };
    return callMs(server, asked, { deadline_ms: 300_000, max_tokens: 20_000 });
  };
  try {
    await call(IN_FLIGHT); // loads, compiles and connects
    return { ms: await call(requests), mib: peakMib(server.pid) };
  } finally {
    await server.close();
  }
}

const key = (size: string, requests: number): string => `${requests} x ${size}`;

export const part: Part = async ({ quick }) => {
  const [api, { port }] = await forked<AddressInfo>('api-server.ts');
  const [ms, mib] = [new Rounds(), new Rounds()];
  const counts = quick ? COUNTS.slice(0, 3) : COUNTS;
  const sizes = quick ? Object.entries(SIZES).slice(0, 1) : Object.entries(SIZES);
  try {
    for (let round = 0; round < (quick ? 1 : 3); round++) {
      for (const [size, [bytes, most]] of sizes) {
        for (const requests of counts) {
          if (requests > most || (round > 0 && bytes * requests >= ONCE_FROM_BYTES)) continue;
          const sample = await measure(`http://127.0.0.1:${port}`, bytes, requests);
          ms.add(key(size, requests), sample.ms / requests);
          mib.add(key(size, requests), sample.mib);
        }
      }
    }
  } finally {
    api.disconnect();
  }
  const head = counts.flatMap((requests) => [`${count(requests)} requests: ms each`, 'peak MiB']);
  const rows = sizes.map(([size, [, most]]) => [
    size,
    ...counts.flatMap((requests) => {
      if (requests > most) return ['', ''];
      return [ms.median(key(size, requests)).toFixed(2), mib.median(key(size, requests)).toFixed(0)];
    }),
  ]);
  const aims = sizes.flatMap(([size, [, limit]]) => {
    const [fewer = '', most = ''] = counts
      .filter((requests) => requests <= limit)
      .slice(-2)
      .map((requests) => key(size, requests));
    const [some, many] = [key(size, FLAT_TO / 10), key(size, FLAT_TO)];
    const [time, memory] = [ms.median(most) / ms.median(fewer), mib.median(many) / mib.median(some)];
    return [
      verdict(time <= LINEAR, `${most}: time is linear (each request takes ${time.toFixed(2)} of what it takes in ${fewer}).`),
      verdict(memory <= FLAT, `${many}: memory is flat (the peak is ${memory.toFixed(2)} of that of ${some}).`),
    ];
  });
  return [
    markdownTable([[`bodies of JSON, ${IN_FLIGHT} in flight`, ...head], ...rows]),
    "Whole bodies are asked for, so that most are cut and stored. The peak is the whole server's, from its start.",
    aims.join('\n'),
  ].join('\n\n');
};
