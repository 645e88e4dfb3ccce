import { spawn, spawnSync, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll } from 'vitest';
import { resultSchema, type CallResult } from '../../../src/batch/args/result-schema.ts';
import { ROOT } from '../client.ts';
import { evaluable } from '../script.ts';

/** One call's arguments, for the built server with these flags. */
export interface Visit {
  readonly flags: readonly string[];
  readonly args: Record<string, unknown>;
}

export interface Visited {
  /** The line that answered the call. */
  readonly answer: string;
  /** Every URL that arrived, at whatever address. */
  readonly asked: readonly string[];
}

/** Public by every registry, and served by loopback here: nothing else can be reached. */
const HOSTS =
  '9.9.9.9 public.test other.test named.test\n127.0.0.1 localhost inside.test\n9.9.9.8 mixed.test\n127.0.0.1 mixed.test\n';
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

const INSIDE = ['localhost:*', '127.0.0.0/8', '10.0.0.0/8', 'inside.test', '7.7.7.7', 'named.test:80'];
/** The flags of an operator who allows this machine and its network, whatever they are called, and one public host by name. */
export const ALLOWS_ALL_INSIDE = INSIDE.flatMap((each) => ['--allow', each]);

let site: ChildProcessWithoutNullStreams | undefined;
let answers: AsyncIterator<string> | undefined;

/**
 * Makes a network on which public addresses exist, and none of them outside this machine. It is there for all files that run
 * in this process, and ends with it.
 * @returns runs one call there, by a server with these flags, which other calls with the same flags have used before
 */
export function publicNet(): Visiting {
  beforeAll(() => {
    if (site) return;
    const script = evaluable(`import ${JSON.stringify(join(import.meta.dirname, 'site.ts'))};`);
    const command = `${SETUP} && exec "$0" --input-type=module --eval "$1"`;
    site = spawn('unshare', [...UNSHARE, 'sh', '-c', command, process.execPath, script], { cwd: ROOT });
    site.stderr.pipe(process.stderr);
    answers = createInterface({ input: site.stdout })[Symbol.asyncIterator]();
  });
  return async (flags, args) => {
    const asking: Visit = { flags, args };
    site?.stdin.write(`${JSON.stringify(asking)}\n`);
    const line = await answers?.next();
    if (!line || line.done) throw new Error('the network has gone');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- site.ts has written it
    const { answer, asked } = JSON.parse(line.value) as Visited;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server has written it, and it is parsed below
    const { result } = JSON.parse(answer) as { result: { structuredContent: unknown } };
    return { result: resultSchema.parse(result.structuredContent), asked };
  };
}
