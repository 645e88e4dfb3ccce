import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import users from '../demo/users.json' with { type: 'json' };
import { postsOf } from '../demo/rest-api.ts';
import { json, startApi, type Api } from '../support/api.ts';

const TEAMS = [
  { id: 1, name: 'Search', members: ['ada', 'edsger'] },
  { id: 2, name: 'Payments', members: ['grace', 'alan', 'barbara'] },
  { id: 3, name: 'Mobile', members: ['donald'] },
];

const ISSUES = ['Crash at start', 'Typo in the menu', 'Slow on large files', 'Dark mode', 'Wrong time zone'].map((title, at) => {
  return { id: at + 1, title, state: at % 2 === 0 ? 'open' : 'closed', body: 'As of the last release. '.repeat(20) };
});

const CUSTOMERS = ['Ada', 'Grace', 'Alan'].map((name, at) => ({ id: at + 1, name }));

const ORDERS = [120, 45, 80, 60, 15].map((total, at) => ({ id: 100 + at, customer_id: (at % 3) + 1, total }));

const ITEMS: Readonly<Record<string, { id: number; name: string; price: number }>> = {
  7: { id: 7, name: 'Lamp', price: 40 },
  9: { id: 9, name: 'Desk', price: 200 },
};

const PEOPLE: Readonly<Record<string, object>> = {
  ada: { name: 'Ada Lovelace', repositories: 12 },
  grace: { name: 'Grace Hopper', repositories: 7 },
};

const CHAPTERS: Readonly<Record<string, readonly [title: string, first: string]>> = {
  install: ['Install', 'Two commands, and no account.'],
  configure: ['Configure', 'All options live in one file.'],
  upgrade: ['Upgrade', 'Versions before 3 need a migration.'],
};

/** The API that the README's calls are asked of: it answers the same each time, but for jobs, which are done at every third look. Close it when done. */
export function startWorkedApi(): Promise<Api> {
  const looks = new Map<string, number>();
  return startApi(async (request, response, url) => {
    const [, kind = '', id = '', part = ''] = url.pathname.split('/');
    if (part === 'posts') return json(response, postsOf(Number(id)));
    if (kind === 'users') return found(response, id ? users.find((user) => String(user.id) === id) : users, {});
    if (kind === 'teams') return found(response, teams(id, part));
    if (kind === 'issues') return issues(response, Number(url.searchParams.get('page') ?? 1));
    if (kind === 'customers') return json(response, CUSTOMERS);
    if (kind === 'orders') return json(response, ORDERS);
    if (kind === 'items') return item(request, response, id);
    if (kind === 'graphql') return graphql(request, response);
    if (kind === 'guide') return guide(response, id);
    if (kind === 'logs') return log(response, Number(id));
    if (kind === 'jobs') {
      const look = (looks.get(id) ?? 0) + 1;
      looks.set(id, look);
      return json(response, look % 3 ? { status: 'running', rows: null } : { status: 'done', rows: Number(id) * 10 });
    }
    json(response, { message: 'no such place' }, 404);
  });
}

function found(response: ServerResponse, value: unknown, otherwise: unknown = { message: 'not found' }): void {
  json(response, value ?? otherwise, value === undefined ? 404 : 200);
}

function teams(id: string, part: string): unknown {
  if (!id) return TEAMS.map((each) => ({ id: each.id, name: each.name }));
  const team = TEAMS.find((each) => String(each.id) === id);
  return part === 'members' ? team?.members.map((login) => ({ login, avatar: `/avatars/${login}.png` })) : team;
}

/** Two a page, and the next page in a Link header. */
function issues(response: ServerResponse, page: number): void {
  if (page * 2 < ISSUES.length) response.setHeader('link', `</issues?page=${page + 1}>; rel="next"`);
  json(response, ISSUES.slice(page * 2 - 2, page * 2));
}

/** A GET gives the version, a PUT needs it. Somebody else changes the desk between the two. */
async function item(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
  if (request.method !== 'PUT') return found(response.setHeader('etag', '"v5"'), ITEMS[id]);
  const version = id === '9' ? '"v6"' : '"v5"';
  const sent: unknown = JSON.parse(await text(request));
  if (request.headers['if-match'] !== version) return json(response, { message: 'changed by someone else' }, 412);
  json(response, sent);
}

async function graphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { variables } = JSON.parse(await text(request)) as { variables: { login: string } };
  json(response, { data: { user: PEOPLE[variables.login] ?? null } });
}

/** A page with the links of its chapters, or a chapter. */
function guide(response: ServerResponse, name: string): void {
  const [title, first] = CHAPTERS[name] ?? ['Guide', ''];
  const links = Object.keys(CHAPTERS).map((each) => `<li><a href="/guide/${each}">${each}</a></li>`);
  const content = name ? `<p>${first}</p><p>And so on.</p>` : `<ul>${links.join('')}</ul>`;
  response.setHeader('content-type', 'text/html');
  response.end(`<!doctype html><title>${title}</title><nav><a href="/">Home</a></nav><main><h1>${title}</h1>${content}</main>`);
}

/** A line every ten seconds; two payments fail, at 09:41:20 and 17:03:50. */
function log(response: ServerResponse, hour: number): void {
  const lines = Array.from({ length: 360 }, (_, at) => {
    const time = [hour, Math.floor(at / 6), (at % 6) * 10].map((part) => String(part).padStart(2, '0')).join(':');
    const failed = time === '09:41:20' || time === '17:03:50';
    return failed ? `${time} ERROR payment ${hour}${at}: the bank timed out` : `${time} INFO payment ${hour}${at} ok`;
  });
  response.setHeader('content-type', 'text/plain');
  response.end(`${lines.join('\n')}\n`);
}
