import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Load, Measured } from './http-load.ts';
import { curl, curlVersion } from './curl.ts';
import { NotInstalled } from './installed.ts';
import { present, timed } from './timed-command.ts';

const run = promisify(execFile);

/** A client that is measured in a process of its own. */
export interface Contestant {
  readonly name: string;
  readonly measure: (inFlight: number, ms: number) => Promise<Measured>;
  readonly close: () => void;
}

/** curl sends a number of requests, not for a time: about this many in one second. */
const CURL_PER_SECOND = 20_000;

/** What is not written in JavaScript. Each throws {@link NotInstalled}, saying how to get it. */
export const COMMANDS: Readonly<Record<string, (url: string) => Promise<Contestant>>> = {
  'Python httpx': (url) => pythonFor('httpx', url),
  'Python aiohttp': (url) => pythonFor('aiohttp', url),
  'curl --parallel': async (url) => {
    await curlVersion();
    return {
      name: 'curl --parallel',
      measure: async (inFlight, ms) => {
        const count = Math.ceil((CURL_PER_SECOND * ms) / 1_000);
        const took = await curl([`${url}?[1-${count}]`], inFlight);
        return { requestsPerSecond: (count * 1_000) / took.ms, cpuMicrosPerRequest: (took.cpuMs * 1_000) / count };
      },
      close: () => undefined,
    };
  },
  'wrk (the ceiling)': async (url) => {
    await present('wrk', ['--version'], 'apt-get install wrk');
    return {
      name: 'wrk (the ceiling)',
      measure: async (inFlight, ms) => {
        const duration = `${Math.max(1, Math.round(ms / 1_000))}s`;
        const { stdout, cpuMs } = await timed('wrk', ['-t1', `-c${inFlight}`, `-d${duration}`, url]);
        const count = Number(/(\d+) requests in/.exec(stdout)?.[1]);
        return {
          requestsPerSecond: Number(/Requests\/sec:\s*([\d.]+)/.exec(stdout)?.[1]),
          cpuMicrosPerRequest: (cpuMs * 1_000) / count,
        };
      },
      close: () => undefined,
    };
  },
};

async function pythonFor(library: string, url: string): Promise<Contestant> {
  const client = await python(library, url);
  return { ...client, measure: (inFlight, ms) => client.measure({ inFlight, ms }) };
}

/** A client that is measured by the loads it is given. */
interface PythonClient extends Omit<Contestant, 'measure'> {
  readonly measure: (load: Load) => Promise<Measured>;
}

/** @param ca the file of a certificate to trust; only httpx takes it */
export async function python(library: string, url: string, ca?: string): Promise<PythonClient> {
  const needed = `import sys, asyncio, ${library}; asyncio.TaskGroup; print(${library}.__version__)`;
  const found = await Promise.all(
    ['python3', '/usr/bin/python3'].map(async (each) => {
      return run(each, ['-c', needed]).then(
        ({ stdout }) => ({ python: each, version: stdout.trim() }),
        () => undefined,
      );
    }),
  );
  const usable = found.find((each) => each !== undefined);
  if (!usable) throw new NotInstalled(`Python ${library}: not installed; needs Python 3.11 (apt-get install python3-${library})`);
  const script = fileURLToPath(new URL('python-client.py', import.meta.url));
  const child = spawn(usable.python, [script, library, url, ...(ca === undefined ? [] : [ca])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface(child.stdout);
  return {
    name: `Python ${library} ${usable.version}`,
    measure: async (load) => {
      child.stdin.write(`${JSON.stringify(load)}\n`);
      const [line]: string[] = await once(lines, 'line');
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both ends are ours
      return JSON.parse(line ?? '') as Measured;
    },
    close: () => child.stdin.end(),
  };
}
