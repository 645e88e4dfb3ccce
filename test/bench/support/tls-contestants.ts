import type { ChildProcess } from 'node:child_process';
import { pause } from '../../support/api.ts';
import { launchCommand } from '../../support/client.ts';
import { startCommand } from '../../support/server-process.ts';
import { python } from './commands.ts';
import { curl, curlVersion } from './curl.ts';
import { asked } from './forked.ts';
import { NotInstalled } from './installed.ts';
import { rawCallMs } from './raw-call.ts';
import type { TlsState } from './tls-server.ts';
import { FLAGS, TABLE } from './tool-call.ts';
import { LOOP, undiciLoop } from './undici-loop.ts';

/** The API, and whom to trust. */
export interface TlsApi {
  readonly child: ChildProcess;
  readonly url: string;
  /** The file of the certificate. */
  readonly cert: string;
}

/** Milliseconds of the same requests in one process, the first time and with the connections that are open then. */
interface TlsTook {
  readonly cold: number;
  readonly open: number;
}

/** Makes so many requests twice, in a new process. @throws {NotInstalled} if it is not there */
export type TlsContestant = (api: TlsApi, count: number, inFlight: number) => Promise<TlsTook>;

/** A process is asked for something for the first time when it has been there for so long. */
const IDLE_MS = 1_000;

export const CURL = 'curl --parallel, HTTP/1.1';
export const OURS = 'fetch_many';
const trusting = ({ cert }: TlsApi): { NODE_EXTRA_CA_CERTS: string } => ({ NODE_EXTRA_CA_CERTS: cert });

export const TLS_CONTESTANTS: Readonly<Record<string, TlsContestant>> = {
  [CURL]: (api, count, inFlight) => curlTwice(api, count, inFlight, ['--http1.1', '--parallel-immediate']),
  'curl --parallel, HTTP/2': async (api, count, inFlight) => {
    if (!(await curlVersion()).includes('HTTP2')) throw new NotInstalled('curl: built without HTTP/2');
    return curlTwice(api, count, inFlight, ['--http2']);
  },
  [OURS]: async (api, count, inFlight) => {
    const { command, args } = launchCommand();
    const server = startCommand(command, [...args, ...FLAGS], trusting(api));
    try {
      await server.initialize();
      await pause(IDLE_MS);
      const call = (): Promise<number> => rawCallMs(server, { url: api.url, count, inFlight }, TABLE);
      return { cold: await call(), open: await call() };
    } finally {
      await server.kill();
    }
  },
  [LOOP]: async (api, count, inFlight) => {
    const loop = await undiciLoop(api.url, { env: trusting(api) });
    try {
      return { cold: await loop.ms(count, inFlight), open: await loop.ms(count, inFlight) };
    } finally {
      loop.close();
    }
  },
  'Python httpx': async ({ url, cert }, count, inFlight) => {
    const client = await python('httpx', url, cert);
    const ms = async (): Promise<number> => (count * 1_000) / (await client.measure({ inFlight, count })).requestsPerSecond;
    try {
      return { cold: await ms(), open: await ms() };
    } finally {
      client.close();
    }
  },
};

/** Its second time is that of requests behind others in the same process, which the server answers when all are there. */
async function curlTwice({ child, url, cert }: TlsApi, count: number, inFlight: number, flags: string[]): Promise<TlsTook> {
  await curlVersion();
  const more = [...flags, '--cacert', cert];
  const requests = `${url}?[1-${count}]`;
  const { ms } = await curl([requests], inFlight, more);
  await curl([`${url}together/${inFlight}?[1-${inFlight}]`, requests], inFlight, more);
  return { cold: ms, open: (await asked<TlsState>(child, {})).ms };
}
