import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { mapConcurrent } from '../../src/concurrency/index.ts';
import { responseOf } from '../support/engine.ts';
import { cases } from '../support/random.ts';
import { noise } from '../support/faults/bodies.ts';
import { expectNothingLeft, startEngine, startServer } from '../support/faults/started.ts';
import { answer, type Script } from '../support/raw-server.ts';

// undici #5360: a response that is paused by backpressure when its FIN comes ends the process by a failed assertion in
// a socket handler, where nobody can catch it. nginx with `keepalive_timeout 0` and pre-gzipped files is enough. The
// engine never pauses a response.

const REQUESTS = 60;
const IN_FLIGHT = 16;
const ROUNDS = cases(1);

/** Base64 of noise, which gzip brings back to the size of the noise: 60 to 230 KB. */
const texts = [60_000, 110_000, 170_000, 225_000].map((length) => noise(length).toString('base64'));
const zipped = texts.map((text) => gzipSync(text));

function pick(path: string): number {
  return Number(path.slice(1)) % texts.length;
}

/** Answers with all of the body, and FIN right after it. */
function closing(lengthHeader: (body: Buffer) => readonly string[]): Script {
  return (socket, { path }) => {
    const body = zipped[pick(path)] ?? Buffer.alloc(0);
    socket.end(answer('200 OK', ['Content-Encoding: gzip', 'Connection: close', ...lengthHeader(body)], body));
  };
}

describe('Connection: close, gzip, and FIN right after the body, under load', () => {
  test.for<[string, Script]>([
    ['with a Content-Length', closing((body) => [`Content-Length: ${body.length}`])],
    ['ended by the connection', closing(() => [])],
  ])('%s: every body is right', { timeout: 60_000 }, async ([, script]) => {
    const server = await startServer(script);
    const engine = startEngine({ perOrigin: IN_FLIGHT, total: IN_FLIGHT });
    const paths = Array.from({ length: REQUESTS }, (_, nth) => `/${nth}`);
    for (let round = 0; round < ROUNDS; round++) {
      const right = await mapConcurrent(
        paths,
        async (path) => {
          const { status, body } = responseOf(await engine.fetchOnce(server.origin + path));
          return status === 200 && body.toString() === texts[pick(path)];
        },
        { concurrency: IN_FLIGHT },
      );
      expect(right.filter(Boolean)).toHaveLength(REQUESTS);
    }
    expect(server.requests).toHaveLength(ROUNDS * REQUESTS);
    await expectNothingLeft(engine, server);
  });
});
