import { json, pause, startApi, type Api } from '../support/api.ts';
import type { Span } from './timeline.ts';
import users from './users.json' with { type: 'json' };

/** The ten users of jsonplaceholder. */
export { users };

/** How long the API takes over a user: visibly long, and not the same for all. */
const DELAYS_MS = [420, 260, 340, 500, 300, 380];

/** A small REST API on loopback: `GET /users/1` to `/users/10`, each with a delay. It notes when it served what. */
export async function startRestApi(): Promise<{ readonly api: Api; readonly served: readonly Span[] }> {
  const served: Span[] = [];
  const api = await startApi(async (request, response, url) => {
    const from = performance.now();
    response.once('close', () => served.push({ label: `${request.method} ${url.pathname}`, from, to: performance.now() }));
    const id = Number(/^\/users\/(\d+)$/.exec(url.pathname)?.[1]);
    await pause(DELAYS_MS[id % DELAYS_MS.length] ?? 0);
    const user = users.find((candidate) => candidate.id === id);
    if (user) json(response, user);
    else json(response, {}, 404);
  });
  return { api, served };
}
