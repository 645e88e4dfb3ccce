import { once } from 'node:events';
import type { Server } from 'node:net';
import { serviceOf } from '../../src/http/guard/ports.ts';

/** Below the range from which systems take ports themselves. */
const FIRST_PORT = 20_000;
const PORTS = 7_000;

/** Processes that start one after the other begin far from each other: of two, none takes what the other has just left. */
let next = (process.pid * 3_001) % PORTS;

/**
 * Lets a server listen on a port that this process has not used before. What a server under test has learned of an
 * origin, such as to stay away from it for two minutes, then concerns no later test.
 * @returns the port
 */
export async function listenOnNewPort(server: Server, host: string): Promise<number> {
  for (let tries = 0; tries < PORTS; tries++) {
    const port = FIRST_PORT + (next++ % PORTS);
    if (serviceOf(port) !== undefined) continue; // the guard refuses it
    server.listen(port, host);
    try {
      await once(server, 'listening');
      return port;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    }
  }
  throw new Error(`no port from ${FIRST_PORT} on is free`);
}
