import { fetchManyCall, summaryOf, type ServerProcess } from '../../support/server-process.ts';
import { callOf, type Asked } from './tool-call.ts';

/** Milliseconds of one call of `fetch_many`, written and read as lines, with no SDK between. */
export async function rawCallMs(server: ServerProcess, asked: Asked, more: object): Promise<number> {
  const id = server.lines.length + 2; // 1 was the handshake's, and each answer is a line
  const message = fetchManyCall(id, callOf(asked, more));
  const started = performance.now();
  server.send(message);
  const answer = await server.answer(id);
  const ms = performance.now() - started;
  if (summaryOf(answer)?.ok !== asked.count)
    throw new Error(`Expected ${asked.count} answers: ${JSON.stringify(answer).slice(0, 500)}`);
  return ms;
}
