import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, pause } from '../../support/api.ts';
import { MODERN_META, modernCall, modernRequest } from '../../support/modern.ts';
import { cases, seeded } from '../../support/random.ts';
import { fetchManyCall, parseLine, startProcess, type Message, type ServerProcess } from '../../support/server-process.ts';
import { serve } from '../../support/shared-server.ts';

const PING = { jsonrpc: '2.0', method: 'ping' };

// One for all, which has been initialized and is modern, too: that it goes on working is what they are about.
let server: ServerProcess;
let lastPing = 1_000_000;

beforeAll(async () => {
  server = startProcess('--allow', '127.0.0.1');
  server.write(`\ufeff${JSON.stringify(modernRequest(3, 'tools/list'))}\r\n`);
  await server.initialize();
  server.send(modernRequest(2, 'server/discover'));
  await server.answer(2);
});

afterAll(() => server.kill());

/** The parameters of a call. */
function call(args: unknown): string {
  return JSON.stringify({ name: 'fetch_many', arguments: args });
}

/** Writes a line, then a ping; gives what was answered until the ping was. */
async function answersTo(line: string): Promise<Message[]> {
  const before = server.lines.length;
  server.write(`${line}\n`);
  const id = ++lastPing;
  server.send({ ...PING, id });
  expect((await server.answer(id)).result).toEqual({});
  return server.lines
    .slice(before)
    .map((each) => parseLine(each))
    .filter((message) => message.id !== id);
}

describe('a frame that is no valid request but has an id gets an error', () => {
  test.each<[string, string, number, string]>([
    ['without jsonrpc', '"method":"ping"', -32_600, '"jsonrpc" must be "2.0"'],
    ['with jsonrpc 1.0', '"jsonrpc":"1.0","method":"ping"', -32_600, '"jsonrpc" must be "2.0"'],
    ['without a method', '"jsonrpc":"2.0"', -32_600, '"method" must be a string'],
    [
      'with params that are a list',
      '"jsonrpc":"2.0","method":"ping","params":[1]',
      -32_602,
      'params: expected an object, got a list',
    ],
    [
      'with params that are text',
      '"jsonrpc":"2.0","method":"ping","params":"x"',
      -32_602,
      'params: expected an object, got a string',
    ],
    [
      'with _meta that is text',
      '"jsonrpc":"2.0","method":"ping","params":{"_meta":"x"}',
      -32_602,
      'params._meta: expected an object, got a string',
    ],
    [
      'with arguments that are a list',
      `"jsonrpc":"2.0","method":"tools/call","params":${call([1])}`,
      -32_602,
      'params.arguments: expected an object, got a list',
    ],
    [
      'with arguments that are text',
      `"jsonrpc":"2.0","method":"tools/call","params":${call('{}')}`,
      -32_602,
      'params.arguments: expected an object, got a string',
    ],
    [
      'with arguments that are a number',
      `"jsonrpc":"2.0","method":"tools/call","params":${call(5)}`,
      -32_602,
      'params.arguments: expected an object, got 5',
    ],
    [
      'without the name of a tool',
      '"jsonrpc":"2.0","method":"tools/call","params":{"arguments":{}}',
      -32_602,
      'params.name: is required',
    ],
    [
      'with a progress token that is none',
      '"jsonrpc":"2.0","method":"ping","params":{"_meta":{"progressToken":1.5}}',
      -32_602,
      'params._meta.progressToken: expected a string or a whole number, got 1.5',
    ],
    [
      'with a URI that is a number',
      '"jsonrpc":"2.0","method":"resources/read","params":{"uri":5}',
      -32_602,
      'params.uri: expected a string, got 5',
    ],
    [
      'to initialize without a client',
      '"jsonrpc":"2.0","method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{}}',
      -32_602,
      'params.clientInfo: is required',
    ],
  ])('%s', async (_, members, code, message) => {
    expect(await answersTo(`{"id":90,${members}}`)).toEqual([{ jsonrpc: '2.0', id: 90, error: { code, message } }]);
  });

  test.each([[1], '{}', 5])('with arguments of the modern era that are %j', async (args) => {
    server.send(modernRequest(++lastPing, 'tools/call', { name: 'fetch_many', arguments: args }));
    const { error } = await server.answer(lastPing);
    expect(error).toMatchObject({
      code: -32_602,
      message: expect.stringMatching(/^params\.arguments: expected an object, got /),
    });
  });

  test('in a batch, each of them', async () => {
    const batch = [{ ...PING, id: 91 }, { jsonrpc: '2.0', method: 'notifications/initialized' }, modernRequest(92, 'tools/list')];
    const error = { code: -32_600, message: 'Batches are not supported: send each message on a line of its own' };
    expect(await answersTo(JSON.stringify(batch))).toEqual([91, 92].map((id) => ({ jsonrpc: '2.0', id, error })));
  });

  test.each(['null', 'false', '{}', '[1]'])('with null if the id is none: %s', async (id) => {
    const [answer] = await answersTo(`{"jsonrpc":"2.0","id":${id},"method":"ping"}`);
    expect(answer).toMatchObject({ id: null, error: { code: -32_600, message: '"id" must be a string or a number' } });
  });
});

describe('what has no id, or is an answer, gets none', () => {
  test.each([
    '5',
    '"x"',
    '[]',
    '{}',
    'not JSON',
    '{"jsonrpc":"2.0"}',
    '{"method":"ping"}',
    '{"jsonrpc":"2.0","method":"ping","params":[]}',
    '{"jsonrpc":"2.0","method":"notifications/cancelled"}',
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":{}}}',
    '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"nobody"}}',
    '{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":{}}}',
    '{"jsonrpc":"2.0","method":"notifications/no/such","params":{"_meta":5}}',
    JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized', params: { _meta: MODERN_META } }),
    '{"jsonrpc":"2.0","id":5,"result":{}}',
    '{"id":5,"error":"x"}',
    '[{"jsonrpc":"2.0","id":5,"result":{}}]',
    '',
    '   ',
  ])('%s', async (line) => {
    expect(await answersTo(line)).toEqual([]);
  });
});

describe('an id comes back as it was', () => {
  test.each([
    '0',
    '-1',
    '1.5',
    '1e300',
    '1E400',
    '9007199254740993',
    '-123456789012345678901234567890',
    '""',
    '"a\\"b"',
    '"\u2028"',
  ])('%s', async (id) => {
    const before = server.lines.length;
    const meta = JSON.stringify({ _meta: MODERN_META });
    server.write(`{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`);
    server.write(`{"jsonrpc":"2.0","id":${id},"method":"ping","params":${meta}}\n`);
    server.write(`{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":"none"}}\n`);
    await expect.poll(() => server.lines.length).toBe(before + 3);
    const ids = server.lines.slice(before).map((line) => /^\{"jsonrpc":"2\.0","id":(.*?),"(?:result|error)":/s.exec(line)?.[1]);
    expect(new Set(ids)).toEqual(new Set([id === '1e300' ? '1e+300' : id]));
  });

  test.each([0, 1.5, ''])('and can be cancelled in either era: %j', async (id) => {
    const api = await serve(() => undefined);
    for (const message of [fetchManyCall(0, { requests: [api.url] }), modernCall(0, { requests: [api.url] })]) {
      server.send({ ...message, id });
      await expect.poll(() => api.inFlight, { timeout: 5_000 }).toBe(1);
      server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
      await expect.poll(() => api.openSockets, { timeout: 300, interval: 5 }).toBe(0);
    }
  });
});

test('null stands for what is absent, and members that nobody knows are no harm', async () => {
  const { url } = await serve((_, response) => json(response, 1));
  server.write(`{"jsonrpc":"2.0","id":95,"method":"tools/list","params":null,"more":[1]}\n`);
  expect((await server.answer(95)).result).toHaveProperty('tools');
  const params = { name: 'fetch_many', arguments: null, _meta: { progressToken: null } };
  server.send({ jsonrpc: '2.0', id: 96, method: 'tools/call', params });
  expect((await server.answer(96)).result).toMatchObject({ isError: true });
  server.send({ ...fetchManyCall(97, { requests: [url] }), more: 1 });
  expect((await server.answer(97)).result).toMatchObject({ structuredContent: { summary: { ok: 1 } } });
});

test('a byte order mark before a line is no part of it, whichever line it is', async () => {
  const before = server.stderr;
  server.write(`\ufeff${JSON.stringify(modernRequest(4, 'tools/list'))}\r\n`);
  server.write(`\ufeff${JSON.stringify({ ...PING, id: 5 })}\n`);
  // The third is the first line that the server was sent.
  for (const id of [4, 5, 3]) expect((await server.answer(id)).error).toBeUndefined();
  expect(server.stderr).toBe(before);
});

test('whatever comes, a ping is answered and every line that is written is JSON', async () => {
  const random = seeded(2_026);
  const methods = ['ping', 'initialize', 'tools/list', 'tools/call', 'resources/read', 'server/discover', 'no/such'] as const;
  for (let round = 0; round < cases(25); round++) {
    const lines = Array.from({ length: 10 }, () => {
      const params =
        random.next() < 0.3 ? random.json(5) : { name: random.json(2), arguments: random.json(5), uri: random.json(1) };
      const meta = random.next() < 0.4 ? { _meta: random.next() < 0.5 ? MODERN_META : random.json(3) } : {};
      const frame = {
        jsonrpc: '2.0',
        id: random.json(1),
        method: random.pick([...methods]),
        params: { ...Object(params), ...meta },
      };
      const text = JSON.stringify(random.next() < 0.1 ? random.json(10) : frame);
      return random.next() < 0.2 ? text.slice(0, random.int(0, text.length)) : text;
    });
    for (const line of lines) server.write(`${line.replaceAll('\n', ' ')}\n`);
    const id = ++lastPing;
    server.send({ ...PING, id });
    expect((await server.answer(id)).result).toEqual({});
  }
  await pause(100);
  for (const line of server.lines) parseLine(line);
  expect(server.stderr).not.toMatch(/^\s+at /m);
}, 60_000);
