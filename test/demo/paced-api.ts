import { json, pause, startApi, type Api } from '../support/api.ts';

/** How many requests it answers in a second; more are told to come back in one. */
const RATE = 5;
const ANSWER_MS = 120;

/** An API that is asked too fast easily: `GET /items/1`, and 429 with Retry-After for what is too much. Close it when done. */
export function startPacedApi(): Promise<Api> {
  let answered: number[] = [];
  return startApi(async (_, response, url) => {
    const now = performance.now();
    answered = answered.filter((at) => now - at < 1_000);
    if (answered.length >= RATE) {
      await pause(ANSWER_MS / 4);
      return json(response.setHeader('retry-after', '1'), { message: 'too many requests' }, 429);
    }
    answered.push(now);
    await pause(ANSWER_MS + (answered.length % 3) * 40);
    json(response, { path: url.pathname });
  });
}
