import { pause } from '../support/api.ts';
import { PING } from '../support/server-process.ts';
import { inMs, started, withServer, type Found, type Row } from './row.ts';

const MB = 1_000_000;

/** Sends a bad line and a ping after it: something must be said to the line, and the ping answered. */
async function survives(line: string): Promise<Found> {
  return withServer(started(), async (server) => {
    const before = server.lines.length;
    const since = performance.now();
    server.write(line);
    server.send({ ...PING, id: 99 });
    const pinged = await Promise.race([server.answer(99).then(() => true), pause(10_000).then(() => false)]);
    const ms = performance.now() - since;
    await pause(100); // stderr is another pipe
    const answered = server.lines.length - before - 1 > 0;
    const told = server.stderr.trim() !== '';
    const said = answered ? 'answered' : told ? 'told on stderr' : 'silence';
    return { figures: `${said}; the next ping after ${inMs(ms)}`, holds: pinged && (answered || told) };
  });
}

async function tooLong(): Promise<Found> {
  return withServer(started(), async (server) => {
    const piece = 'x'.repeat(MB);
    server.write('{"jsonrpc": "2.0", "id": 5, "method": "ping", "params": {"padding": "');
    for (let mb = 0; mb < 80 && server.child.exitCode === null; mb++) {
      server.write(piece);
      if (mb % 8 === 0) await pause(10);
    }
    const gone = await Promise.race([server.exit, pause(10_000).then(() => undefined)]);
    const [said = 'nothing'] = server.stderr.trim().split('\n').slice(-1);
    return { figures: `exit ${gone?.code}: ${said}`, holds: gone?.code === 1 && /longer than/.test(server.stderr) };
  });
}

/** What is wrong on stdin. */
export const LINES: readonly Row[] = [
  {
    name: 'a line of 11 MB',
    wanted: 'an answer or a clear line on stderr',
    run: () => survives(`${JSON.stringify({ ...PING, id: 5, params: { padding: 'x'.repeat(11 * MB) } })}\n`),
  },
  { name: 'a line of 80 MB', wanted: 'a clear line on stderr, exit 1', run: tooLong },
  { name: 'a line that is not JSON', wanted: 'an answer or a clear line on stderr', run: () => survives('this is not JSON\n') },
  {
    name: 'a line with a byte order mark',
    wanted: 'an answer or a clear line on stderr',
    run: () => survives(`\ufeff${JSON.stringify({ ...PING, id: 5 })}\n`),
  },
];
