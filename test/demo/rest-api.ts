import { json, pause, startApi, type Api } from '../support/api.ts';
import { guidePage } from './guide.ts';
import { PACKAGES } from './packages.ts';
import type { Span } from './span.ts';
import users from './users.json' with { type: 'json' };

/** The ten users of jsonplaceholder. */
export { users };

/** How long the API takes over a user: visibly long, and not the same for all. */
const DELAYS_MS = [420, 260, 340, 500, 300, 380];

/** Measurements of ten stations, some 3 MB of JSON. */
export const MEASUREMENTS = Array.from({ length: 30_000 }, (_, id) => ({
  id,
  station: `station-${id % 10}`,
  celsius: Math.round(Math.sin(id / 50) * 200) / 10,
  comment: 'calibrated, no deviation noticed',
}));

export const POSTS_PER_USER = 10;

/** What one of the users has written. */
export function postsOf(userId: number): object[] {
  return Array.from({ length: POSTS_PER_USER }, (_, nth) => ({
    userId,
    id: (userId - 1) * POSTS_PER_USER + nth + 1,
    title: `On the ${nth + 1}. day of measuring`,
    body: 'The wind turned at noon, and the station by the river had to be read by hand. '.repeat(3),
  }));
}

const PAGE = `<!doctype html><html><head><title>Stations</title><script>track()</script></head><body>
<nav><a href="/">Home</a> <a href="/login">Log in</a></nav>
<main><h1>Stations</h1><p>Ten stations measure the temperature. The data is at <a href="/measurements">measurements</a>.</p>
<table><tr><th>station</th><th>since</th></tr><tr><td>station-0</td><td>1998</td></tr></table>
<p>Each measurement has an id, a station, the temperature in degrees Celsius, and a comment of whoever took it.</p></main>
<footer>Cookies and imprint</footer></body></html>`;

/**
 * A small REST API on loopback: `GET /users`, `/users/1` to `/users/10` with a delay, `/users/1/posts`, a body of 3 MB at `/measurements`, a
 * page at `/stations`, `/packages` and each by its name, and `/guide` with its chapters. It notes when it served what.
 */
export async function startRestApi(): Promise<{ readonly api: Api; readonly served: readonly Span[] }> {
  const served: Span[] = [];
  const api = await startApi(async (request, response, url) => {
    const from = performance.now();
    response.once('close', () => served.push({ label: `${request.method} ${url.pathname}`, from, to: performance.now() }));
    if (url.pathname === '/measurements') return json(response, MEASUREMENTS);
    if (url.pathname === '/stations') return void response.setHeader('content-type', 'text/html').end(PAGE);
    if (url.pathname === '/packages')
      return json(
        response,
        PACKAGES.map(({ name }) => name),
      );
    if (url.pathname.startsWith('/packages/'))
      return json(response, PACKAGES.find(({ name }) => url.pathname === `/packages/${name}`) ?? {});
    if (url.pathname.startsWith('/guide')) {
      const page = guidePage(url.pathname);
      response.setHeader('content-type', 'text/html').writeHead(page === undefined ? 404 : 200);
      return void response.end(page ?? '<h1>This chapter is gone</h1>');
    }
    if (url.pathname === '/users') return json(response, users);
    const author = Number(/^\/users\/(\d+)\/posts$/.exec(url.pathname)?.[1]);
    if (author) return json(response, postsOf(author));
    const id = Number(/^\/users\/(\d+)$/.exec(url.pathname)?.[1]);
    await pause(DELAYS_MS[id % DELAYS_MS.length] ?? 0);
    const user = users.find((candidate) => candidate.id === id);
    return user ? json(response, user) : json(response, {}, 404);
  });
  return { api, served };
}
