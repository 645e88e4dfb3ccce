import { pause } from './api.ts';
import { PING, type ServerProcess } from './server-process.ts';

/** Sends a ping after the other while something runs; gives the longest time that one took to be answered, in milliseconds. */
export async function worstPing(server: ServerProcess, running: Promise<unknown>, everyMs = 20): Promise<number> {
  const state = { isRunning: true };
  const ends = running.finally(() => (state.isRunning = false));
  let [worst, id] = [0, 100_000 + server.lines.length];
  while (state.isRunning) {
    const since = performance.now();
    server.send({ ...PING, id: ++id });
    await server.answer(id);
    worst = Math.max(worst, performance.now() - since);
    await pause(everyMs);
  }
  await ends;
  return worst;
}
