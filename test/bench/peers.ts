/**
 * Beside other MCP servers that fetch: the start, a hundred URLs of 100 ms, what the results weigh, memory, and whether a
 * cancel reaches the socket. Everything runs in a network that has nothing but loopback, so that no peer can reach out.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Part } from './part.ts';
import { install, NotInstalled } from './support/installed.ts';
import { NOT_COMPARED, PEER_PACKAGES, peersIn } from './support/peer-list.ts';
import type { PeerFigures } from './support/peers-inside.ts';
import { count, markdownTable } from './support/statistics.ts';

const run = promisify(execFile);
const ALONE = 'ip link set lo up && exec "$@"';

/** The command that gives a process a network of its own; undefined if there is none. */
async function unshare(): Promise<string[] | undefined> {
  for (const flags of ['-n', '-rn']) {
    const command = [flags, 'sh', '-c', ALONE, 'sh'];
    if (
      await run('unshare', [...command, 'true']).then(
        () => true,
        () => false,
      )
    )
      return command;
  }
  return undefined;
}

function row({ name, startMs, peakMib, fetched }: PeerFigures, refuses: string | undefined): string[] {
  const start = [name, startMs.toFixed(0), peakMib.toFixed(0)];
  if (!fetched) return [...start, '', '', '', refuses ?? ''];
  const { atOnceMs, inTurnMs, bytes, cancelMs } = fetched;
  const cancel = cancelMs === undefined ? 'no' : `after ${cancelMs.toFixed(0)} ms`;
  return [...start, count(atOnceMs), count(inTurnMs), count(bytes), cancel];
}

export const part: Part = async ({ quick }) => {
  const alone = await unshare();
  if (!alone)
    return 'Skipped: peers run only without a network; needs Linux with unshare and ip (apt-get install util-linux iproute2).';
  try {
    const { folder } = await install(PEER_PACKAGES.folder, PEER_PACKAGES.versions);
    const script = fileURLToPath(new URL('support/peers-inside.ts', import.meta.url));
    const [rounds, urls] = quick ? [1, 5] : [3, 100];
    const inside = [process.execPath, ...process.execArgv, script, fileURLToPath(folder), String(rounds), String(urls)];
    const { stdout } = await run('unshare', [...alone, ...inside], { timeout: 300_000 });
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- printed by the script above
    const figures = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as PeerFigures);
    const refusals = new Map(peersIn(folder).map(({ name, refusesLoopback }) => [name, refusesLoopback]));
    const head = [
      'start to tools/list, ms',
      'peak MiB',
      'all calls at once, ms',
      'one after the other, ms',
      'bytes of the results',
      'a cancel closes the socket',
    ];
    return [
      markdownTable([
        [`${urls} URLs of 100 ms, 500 bytes`, ...head],
        ...figures.map((each) => row(each, refusals.get(each.name))),
      ]),
      `A server without a batch tool gets a call for each: at once from a script; one after the other is what clients do to
tools that do not say they only read. Memory is that of the server and of the processes it starts.`,
      NOT_COMPARED.map((why) => `- Skipped: ${why}.`).join('\n'),
    ].join('\n\n');
  } catch (error) {
    if (error instanceof NotInstalled) return `Skipped: ${error.message}`;
    throw error;
  }
};
