import { pause } from '../support/api.ts';
import { startDoomedClient } from '../support/doomed-client.ts';
import { isAlive } from '../support/children.ts';
import { fetchManyCall, INITIALIZE, INITIALIZED, PING, type Exit, type ServerProcess } from '../support/server-process.ts';
import { ALLOW, inMs, started, withApi, withServer, type Found, type Row, type SoakApi } from './row.ts';

const IN_FLIGHT = 5;
const TOO_LONG_MS = 5_000;

function neverEnding(api: SoakApi): object {
  return fetchManyCall(2, { requests: Array.from({ length: IN_FLIGHT }, (_, i) => `${api.url}/never?${i}`) });
}

/** With requests in flight, does something that should end the server. */
async function ended(
  within: number,
  action: (server: ServerProcess) => void,
  as: (exit: Exit) => boolean = ({ code }) => code === 0,
): Promise<Found> {
  return withServer(started(), async (server, api) => {
    server.send(neverEnding(api));
    await api.until(({ requests }) => requests === IN_FLIGHT, TOO_LONG_MS);
    const since = performance.now();
    action(server);
    const late: Exit = { code: null, signal: null, at: Infinity };
    const exit = await Promise.race([server.exit, pause(TOO_LONG_MS).then(() => late)]);
    const sockets = await api.until(({ openSockets }) => openSockets === 0, 1_000);
    const ms = exit.at - since;
    return {
      figures: `exit ${exit.code ?? exit.signal} after ${inMs(ms)}, sockets ${sockets === Infinity ? 'left open' : 'closed'}`,
      holds: as(exit) && ms <= within && sockets < Infinity,
    };
  });
}

async function killed(): Promise<Found> {
  return withApi(async (api) => {
    const doomed = await startDoomedClient(ALLOW, [INITIALIZE, INITIALIZED, neverEnding(api)]);
    try {
      await api.until(({ requests }) => requests === IN_FLIGHT, TOO_LONG_MS);
      const since = performance.now();
      doomed.client.kill('SIGKILL');
      while (isAlive(doomed.serverPid) && performance.now() - since < TOO_LONG_MS) await pause(5);
      const ms = performance.now() - since;
      const sockets = await api.until(({ openSockets }) => openSockets === 0, 1_000);
      return { figures: `gone after ${inMs(ms)}`, holds: ms <= 2_000 && sockets < Infinity };
    } finally {
      doomed.cleanUp();
    }
  });
}

/** How it leaves when nobody wants it any more. */
export const LEAVING: readonly Row[] = [
  {
    name: 'stdin ends with requests in flight',
    wanted: 'exit 0 within 1 s, sockets closed',
    run: () => ended(1_000, ({ child }) => child.stdin.end()),
  },
  { name: 'its client is killed with -9', wanted: 'no orphan after 2 s', run: killed },
  {
    name: 'SIGTERM',
    wanted: 'exit within 1 s, no half line',
    run: () => ended(1_000, ({ child }) => void child.kill('SIGTERM')),
  },
  { name: 'SIGINT', wanted: 'exit within 1 s, no half line', run: () => ended(1_000, ({ child }) => void child.kill('SIGINT')) },
  {
    name: 'stdout is closed',
    wanted: 'exit within 2 s of the next thing it has to say, no EPIPE',
    run: () =>
      ended(2_000, (server) => {
        server.child.stdout.destroy();
        server.send({ ...PING, id: 3 });
      }),
  },
];
