import { peakOfTreeMib } from '../bench/support/memory.ts';
import { startApi } from '../support/api.ts';
import { fetchManyCall, summaryOf, type Message } from '../support/server-process.ts';
import { worstPing } from '../support/worst-ping.ts';
import { worstBarePing } from './bare-ping.ts';
import { inMs, started, withServer, type Found, type Row } from './row.ts';

const PING_MS = 250;
/** Of the server and the processes it has started. */
const MOST_MIB = 1_500;

/** A body and a call that were once enough to freeze or end a server. */
interface Attack {
  readonly name: string;
  readonly type?: string;
  readonly body: () => string | Buffer;
  readonly args?: Readonly<Record<string, unknown>>;
  /** A call of `read_result` over it. */
  readonly read?: Readonly<Record<string, unknown>>;
}

const KEYS = 700_000;
const DEEP = 10;

function nestedMap(): string {
  const zeros = `\`[${Array.from({ length: 10 }, () => 0).join(',')}]\``;
  let inner = zeros;
  for (let level = 0; level < DEEP; level++) inner = `map(&length(${inner}), ${zeros})`;
  return `length(${inner})`;
}

const JSON_BODY = '{"a": [1, 2, 3], "b": "text"}';
const ATTACKS: readonly Attack[] = [
  { name: 'a select that pads to 300 MB', body: () => JSON_BODY, args: { select: "pad_left('a', `300000000`)" } },
  { name: 'a select of 10^10 steps', body: () => JSON_BODY, args: { select: nestedMap() } },
  { name: 'a program that does not end', body: () => JSON_BODY, args: { js: 'while (true) {}' } },
  { name: 'a program that takes memory', body: () => JSON_BODY, args: { js: 'let s = "x"; while (true) s += s' } },
  { name: 'a function that does not end', body: () => JSON_BODY, args: { select: 'b => { for (;;); }' } },
  {
    name: 'a list of 100 paths over 3 million objects',
    body: () => `{"a": [${'{},'.repeat(3_000_000)}{}]}`,
    args: { select: Array.from({ length: 100 }, (_, nth) => `a[].k${nth}`) },
  },
  { name: 'a search in 10 MB of "a"', type: 'text/plain', body: () => 'a'.repeat(9_900_000), read: { search: 'return' } },
  { name: 'a search in 3 million items', body: () => `[${'{},'.repeat(3_000_000)}{}]`, read: { search: 'x' } },
  { name: '10 MB of NDJSON', type: 'application/x-ndjson', body: () => '{}\n'.repeat(3_000_000) },
  { name: '3 million paragraphs', type: 'text/html', body: () => '<p>x'.repeat(2_400_000) },
  { name: 'elements 100,000 deep', type: 'text/html', body: () => '<div>'.repeat(100_000) },
  { name: 'attributes without end', type: 'text/html', body: () => `<a ${'b="c" '.repeat(1_500_000)}>` },
  { name: 'JSON with a flaw at its end', body: () => `[${'1,'.repeat(4_900_000)}]` },
  {
    name: 'an object of 700,000 keys',
    body: () => `{${Array.from({ length: KEYS }, (_, nth) => `"k${nth}":1`).join(',')}}`,
  },
  {
    name: 'XML with 150,000 attributes',
    type: 'application/xml',
    body: () => `<a ${Array.from({ length: 150_000 }, (_, nth) => `k${nth}="v"`).join(' ')}/>`,
  },
  { name: 'brackets, 5 million deep', body: () => '['.repeat(5_000_000) },
  { name: 'CSV of 5 million cells', type: 'text/csv', body: () => 'a,b,c,d,e\n'.repeat(1_000_000) },
  {
    name: 'an extract of everything in everything',
    type: 'text/html',
    body: () => '<div><p>x</p></div>'.repeat(300_000),
    args: { extract: { all: ['div:has(p) ~ div p, p:not(div > p ~ p)'] } },
  },
];

function rowOf({ name, type = 'application/json', body, args = {}, read }: Attack): Row {
  return {
    name: `attack: ${name}`,
    wanted: `answered, a ping within ${PING_MS} ms beyond a bare process's, at most ${MOST_MIB} MiB, the next call fine`,
    run: () => attacked(type, body(), args, read),
  };
}

async function attacked(
  type: string,
  body: string | Buffer,
  args: Readonly<Record<string, unknown>>,
  read: Attack['read'],
): Promise<Found> {
  const api = await startApi((_, response, { pathname }) => {
    response.writeHead(200, { 'content-type': pathname === '/fine' ? 'application/json' : type });
    response.end(pathname === '/fine' ? JSON_BODY : body);
  });
  try {
    return await withServer(started('--max-response-bytes', '10MiB'), async (server) => {
      const since = performance.now();
      const asked = async (): Promise<boolean> => {
        server.send(fetchManyCall(2, { requests: [`${api.url}/bad`], ...args }));
        const { result } = await server.answer(2);
        if (read === undefined) return result !== undefined;
        const batch = batchOf(result);
        const params = { name: 'read_result', arguments: { ref: `${batch}/0`, ...read } };
        server.send({ jsonrpc: '2.0', id: 3, method: 'tools/call', params });
        return (await server.answer(3)).result !== undefined;
      };
      const asking = asked();
      const [worst, bare] = await Promise.all([worstPing(server, asking), worstBarePing(asking)]);
      const took = performance.now() - since;
      const mib = peakOfTreeMib(server.child.pid ?? 0);
      server.send(fetchManyCall(9, { requests: [`${api.url}/fine`], js: 'ok[0].body.a.length' }));
      const next = await server.answer(9);
      const isFine = summaryOf(next)?.ok === 1;
      return {
        figures: `${inMs(took)}, the slowest ping ${inMs(worst)} (of a bare process ${inMs(bare)}), ${mib.toFixed(0)} MiB${isFine ? '' : ', the next call failed'}`,
        holds: (await asking) && worst - bare <= PING_MS && mib <= MOST_MIB && isFine,
      };
    });
  } finally {
    await api.close();
  }
}

/** The name of a call's batch, for `read_result`. */
function batchOf(result: Message['result']): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the server's own schema
  const found = result?.['structuredContent'] as { summary?: { batch?: string } } | undefined;
  return found?.summary?.batch ?? '';
}

/** What calls and bodies may cost, each of which once froze or ended a server. */
export const ATTACK_ROWS: readonly Row[] = ATTACKS.map(rowOf);
