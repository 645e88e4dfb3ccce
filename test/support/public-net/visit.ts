import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll } from 'vitest';
import { resultSchema, type CallResult } from '../../../src/batch/args/result-schema.ts';
import { ROOT } from '../client.ts';

/** One call's arguments, for the built server with these flags. */
export interface Visit {
  readonly flags: readonly string[];
  readonly args: Record<string, unknown>;
}

export interface Visited {
  readonly stdout: string;
  /** Every URL that arrived, at whatever address. */
  readonly asked: readonly string[];
}

/** Public by every registry, and served by loopback here: nothing else can be reached. */
const HOSTS = '9.9.9.9 public.test other.test\n127.0.0.1 localhost inside.test\n9.9.9.8 mixed.test\n127.0.0.1 mixed.test\n';
/** A network of our own without a way out: all of 9.9.9.0/24 is delivered to this machine, 7.7.7.7 is its address. */
const SETUP = [
  'ip link set lo up',
  'ip route add local 9.9.9.0/24 dev lo',
  'ip addr add 7.7.7.7/32 dev lo',
  'hosts=$(mktemp)',
  `printf '${HOSTS.replaceAll('\n', '\\n')}' > $hosts`,
  'mount --bind $hosts /etc/hosts',
  'rm $hosts',
].join(' && ');
const UNSHARE = process.getuid?.() === 0 ? ['-nm'] : ['-rnm'];

/** Whether this system lets us have a network of our own: Linux, as root or with user namespaces. */
export const HAS_OWN_NET = spawnSync('unshare', [...UNSHARE, 'sh', '-c', SETUP]).status === 0;

type Visiting = (
  flags: readonly string[],
  args: Visit['args'],
) => Promise<{ readonly result: CallResult; readonly asked: readonly string[] }>;

/**
 * Makes a network for the tests of a file, on which public addresses exist, and none of them outside this machine.
 * @returns runs one call there, by a server of its own with these flags; one after the other
 */
export function publicNet(): Visiting {
  let site: ChildProcessWithoutNullStreams | undefined;
  let answers: AsyncIterator<string> | undefined;
  beforeAll(() => {
    const command = `exec ${process.execPath} --import tsx test/support/public-net/site.ts`;
    site = spawn('unshare', [...UNSHARE, 'sh', '-c', `${SETUP} && ${command}`], { cwd: ROOT });
    site.stderr.pipe(process.stderr);
    answers = createInterface({ input: site.stdout })[Symbol.asyncIterator]();
  });
  afterAll(async () => {
    if (site?.exitCode !== null) return;
    site.stdin.end();
    await once(site, 'close');
  });
  return async (flags, args) => {
    const asking: Visit = { flags, args };
    site?.stdin.write(`${JSON.stringify(asking)}\n`);
    const line = await answers?.next();
    if (!line || line.done) throw new Error('the network has gone');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- site.ts has written it
    const { stdout, asked } = JSON.parse(line.value) as Visited;
    return { result: resultSchema.parse(JSON.parse(stdout)), asked };
  };
}
