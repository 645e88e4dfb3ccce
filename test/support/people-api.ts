import type { Api } from './api.ts';
import { json } from './api.ts';
import { serve } from './shared-server.ts';

const PAGE = `<!doctype html><html><head><title>People</title></head><body><main><h1>People</h1>
<table><tr><th>name</th><th>since</th></tr><tr><td>Ann</td><td>1998</td></tr></table>
<p>Some words about them, and <a href="/people/1">the first</a>.</p>
<table><tr><th>team</th></tr><tr><td>red</td></tr></table></main></body></html>`;

/** How many people there are. */
const PEOPLE = 6;

/** `{id, name, age, team}` of a person. */
export function person(id: number): { id: number; name: string; age: number; team: string } {
  return { id, name: `Person ${id}`, age: 20 + id * 3, team: id % 2 === 0 ? 'red' : 'blue' };
}

/**
 * An API of one answer of each kind: `/people/1` to `/people/6` with an `ETag`, others a 404; `/people` the list of them,
 * `/pages?page=1` in threes with a `Link`; `/csv`, `/page`, `/text`, `/empty`, `/moved`, `/long` with numbers beyond 2^53,
 * `/echo` and `/hang`, which is never answered.
 */
export function peopleApi(): Promise<Api> {
  const all = Array.from({ length: PEOPLE }, (_, nth) => person(nth + 1));
  return serve((request, response, url) => {
    const id = Number(/^\/people\/(\d+)$/.exec(url.pathname)?.[1]);
    const page = Number(url.searchParams.get('page') ?? 1);
    switch (url.pathname) {
      case '/people':
        return json(response, all);
      case '/pages':
        if (page < 2) response.setHeader('link', '</pages?page=2>; rel="next"');
        return json(response, all.slice(page * 3 - 3, page * 3));
      case '/csv':
        return void response.setHeader('content-type', 'text/csv').end('name,age\nAnn,31\nBob,42\n');
      case '/page':
        return void response.setHeader('content-type', 'text/html').end(PAGE);
      case '/text':
        return void response.setHeader('content-type', 'text/plain').end('plain words');
      case '/empty':
        return void response.writeHead(204).end();
      case '/moved':
        return void response.writeHead(302, { location: '/people/1' }).end();
      case '/long':
        response.setHeader('content-type', 'application/json');
        return void response.end('{"id": 9007199254740993, "name": "x", "list": [{"n": 1}, {"n": 9007199254740995}]}');
      case '/echo':
        return json(response, request.headers);
      case '/hang':
        return undefined;
      default:
        response.setHeader('ETag', `"v${id}"`).setHeader('set-cookie', 'session=1').setHeader('X-Kind', ['a', 'b']);
        return id >= 1 && id <= PEOPLE ? json(response, person(id)) : json(response, { message: 'no such person' }, 404);
    }
  });
}
