import { expect, test } from 'vitest';
import type { CallResult } from '../../../src/batch/args/result-schema.ts';
import { json } from '../../support/api.ts';
import { cases, seeded, type Random } from '../../support/random.ts';
import { readerOf } from '../../support/read-result.ts';
import { recorder, type Recorder } from '../../support/recorder.ts';
import { sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const reader = readerOf(server);

/** A call of lists, items and writes that take values from each other. */
const REQUESTS = [
  { id: 'c', method: 'POST', url: '/made/{x}', json: { of: '{id}' }, vars: { id: { from: 'b', select: 'id' } } },
  { id: 'a', url: '/list/2' },
  { id: 'b', url: '/item/{x}', vars: { x: { from: 'a', select: 'ids' } } },
  { id: 'f', url: '/list/3' },
  {
    id: 'd',
    method: 'PUT',
    url: '/both',
    json: { x: '{x}', y: '{y}' },
    vars: { x: { from: 'a', select: 'ids' }, y: { from: 'f', select: 'ids' } },
  },
  { id: 'e', method: 'POST', url: '/alone', json: 1 },
  { id: 'g', method: 'POST', url: '/after', json: { n: '{n}' }, vars: { n: { from: 'c', select: 'n' } } },
];
/** What all of it writes when nothing goes wrong. */
const WRITES = [
  ...[1, 2].map((n) => `POST /made/${n} {"of":"item ${n}"}`),
  ...[1, 2].flatMap((x) => [1, 2, 3].map((y) => `PUT /both {"x":${x},"y":${y}}`)),
  'POST /alone 1',
  ...[1, 2].map(() => 'POST /after {"n":7}'),
];

interface Shop extends Recorder {
  /** Writes that were answered 2xx. */
  readonly done: string[];
}

/** Answers most requests with an error up to three times before it does what is asked. */
async function shop(random: Random): Promise<Shop> {
  const done: string[] = [];
  const failures = new Map<string, number>();
  const api: Recorder = await recorder((request, response, { pathname }) => {
    const { body } = api.received.at(-1) ?? { body: '' };
    const asked = `${request.method} ${pathname} ${body}`.trim();
    const left = failures.get(asked) ?? Math.max(0, random.int(-2, 3));
    failures.set(asked, left - 1);
    if (left > 0) return random.next() < 0.5 ? json(response, {}, 400) : void request.socket.destroy();
    if (request.method !== 'GET') done.push(asked);
    const [, kind, n = ''] = pathname.split('/');
    const count = Number(n);
    if (kind === 'list') return json(response, { ids: Array.from({ length: count }, (_, nth) => nth + 1), seen: asked });
    return json(
      response,
      kind === 'item' ? { id: `item ${n}`, seen: asked } : { n: 7, seen: asked },
      request.method === 'POST' ? 201 : 200,
    );
  });
  return Object.assign(api, { done });
}

test.each(Array.from({ length: cases(3) }, (_, seed) => seed))(
  'a call is completed bit by bit, each write is done once, and no index means two things (seed %i)',
  async (seed) => {
    const random = seeded(seed);
    const api = await shop(random);
    const select = random.pick(['nothing', 'seen']);
    // One at a time, where a failure ends the call: what was on its way then may be done, or not.
    const ending = random.pick([{}, {}, { on_error: 'cancel', concurrency: 1 }]);
    const args = { base_url: api.url, requests: REQUESTS, retries: 0, select, ...ending };
    const first = await server.connected.requestMany(args);
    const batch = first.value?.summary.batch ?? '';
    const told = new Map<number, unknown>();
    let isOver = false;
    for (let round = 0; !isOver; round++) {
      expect(round, 'it takes too many rounds').toBeLessThan(40);
      const failing = (await all(batch)).filter(({ outcome }) => outcome !== undefined).map(({ i }) => i);
      const picked = failing.filter(() => random.next() < 0.5);
      const i = random.next() < 0.5 && picked.length > 0 ? { i: picked } : {};
      const again = { retry_of: batch, ...i, ...(random.next() < 0.5 ? { select: 'seen' } : {}), on_error: 'continue' };
      const { value, text } = await server.connected.requestMany(again);
      const refusal = failing.length === 0 ? /there is nothing to run again/ : /which did not succeed: name that one, too/;
      expect(text).toMatch(value ? /^/ : refusal);
      isOver = !value && failing.length === 0;
      expect(value?.summary.batch ?? batch).toBe(batch);
      for (const { i: index, status, body } of value?.results ?? []) {
        if (status === undefined || status >= 400 || body === undefined) continue;
        expect(told.get(index) ?? body, `index ${index}`).toBe(body);
        told.set(index, body);
      }
    }
    expect(api.done.toSorted()).toEqual(WRITES.toSorted());
    const records = await all(batch);
    expect(new Set(records.map(({ i }) => i)).size).toBe(records.length);
    const seen = records.flatMap(({ body }) => (typeof body === 'string' ? body : []));
    expect(seen.filter((each) => !each.startsWith('GET')).toSorted()).toEqual(WRITES.toSorted());
    expect(seen.filter((each) => each.startsWith('GET')).toSorted()).toEqual(
      ['/item/1', '/item/2', '/list/2', '/list/3'].map((path) => `GET ${path}`),
    );
  },
);

async function all(batch: string): Promise<CallResult['results']> {
  const { results = [] } = await reader.read({ ref: batch, max_tokens: 50_000 });
  return results;
}
