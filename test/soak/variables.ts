import { peakMib } from '../bench/support/memory.ts';
import { seeded, type Random } from '../support/random.ts';
import type { Message, ServerProcess } from '../support/server-process.ts';
import { worstPing } from '../support/worst-ping.ts';
import { inMs, started, withServer, type Found, type Row } from './row.ts';

const PING_MS = 250;
const MOST_MIB = 400;
const RANDOM_CALLS = 150;

/** Calls `request_many`. */
function write(server: ServerProcess, id: number, args: object): Promise<Message> {
  server.send({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'request_many', arguments: args } });
  return server.answer(id);
}

/** What variables make of one call, and whether a ping is answered meanwhile. */
function expands(request: (url: string) => object): () => Promise<Found> {
  return () =>
    withServer(started(), async (server, api) => {
      const answer = write(server, 2, { base_url: api.url, requests: [request(api.url)].flat() });
      const worst = await worstPing(server, answer);
      const mib = peakMib(server.child.pid);
      const isAnswered = (await answer).result !== undefined;
      return {
        figures: `the slowest ping ${inMs(worst)}, peak ${mib.toFixed(0)} MiB`,
        holds: isAnswered && worst <= PING_MS && mib <= MOST_MIB,
      };
    });
}

/** A text of so many characters at the most. */
function text(random: Random): string {
  const unit = random.pick(['x', '漢', '{a}', '"', '\u0001', '../', '%2F', '🎉', '1..9', ' ']);
  return unit.repeat(random.pick([1, 10, 1_000, 16_000]));
}

function randomRequest(random: Random): object {
  const times = random.pick([1, 3, 100, 5_000]);
  const many = '{a}'.repeat(times);
  const vars = random.pick<object>([
    { i: `1..${random.pick([1, 100, 1_000, 1e9])}`, a: [text(random), text(random)] },
    { i: Array.from({ length: random.int(1, 20_000) }, () => text(random).slice(0, 20)), a: text(random) },
    Array.from({ length: random.int(1, 200) }, (_, i) => ({ i, a: random.next() < 0.2 ? null : text(random) })),
  ]);
  const use = random.pick<object>([
    { url: `/{i}/${many}` },
    { url: '/{+i}', query: { a: many } },
    { url: '/{i}', headers: { 'x-a': many } },
    { url: '/{i}', method: 'POST', json: { a: Array.from({ length: times }, () => '{a}') } },
    { url: '/{i}', method: 'POST', form: { a: many } },
    { url: '/{i}', method: 'POST', body: many },
  ]);
  return { ...use, vars };
}

/** Random variables, planned and not sent, as many calls as there are. */
function randomVariables(): Promise<Found> {
  return withServer(started(), async (server) => {
    const random = seeded(20_261_128);
    let worst = 0;
    for (let nth = 0; nth < RANDOM_CALLS; nth++) {
      const requests = Array.from({ length: random.int(1, 3) }, () => randomRequest(random));
      const answer = write(server, 2 + nth, { base_url: 'http://127.0.0.1:9', requests, dry_run: true });
      worst = Math.max(worst, await worstPing(server, answer));
      if ((await answer).result === undefined) return { figures: `no answer to call ${nth}`, holds: false };
    }
    const mib = peakMib(server.child.pid);
    return {
      figures: `${RANDOM_CALLS} calls, the slowest ping ${inMs(worst)}, peak ${mib.toFixed(0)} MiB`,
      holds: worst <= PING_MS && mib <= MOST_MIB,
    };
  });
}

/** What variables may make of a few bytes. */
export const VARIABLES: readonly Row[] = [
  {
    name: 'variables that would make 5 GB of bodies',
    wanted: 'refused; a ping is answered within 250 ms, peak at most 400 MiB',
    run: expands(() => ({ url: '/x{?i}', body: '{x}'.repeat(1_000), vars: { i: '1..1000', x: ['y'.repeat(5_000)] } })),
  },
  {
    name: 'variables that make a thousand URLs of 15,000 characters',
    wanted: 'a ping is answered within 250 ms, peak at most 400 MiB',
    run: expands(() => ({ url: '/{x}{?i}', vars: { i: '1..1000', x: ['y'.repeat(15_000)] } })),
  },
  {
    name: 'variables taken from a list of 9 MB',
    wanted: 'a ping is answered within 250 ms, peak at most 400 MiB',
    run: expands(() => [
      { id: 'list', url: '/size/9000000', as: 'none' },
      { url: '/{id}', vars: { id: { from: 'list', select: '[].id' } } },
    ]),
  },
  {
    name: 'random variables, planned',
    wanted: 'a ping is answered within 250 ms, peak at most 400 MiB',
    run: randomVariables,
  },
];
