import { beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { help } from '../../../src/cli/help.ts';
import { json, pause } from '../../support/api.ts';
import { fetchManyCall, INITIALIZE, newId, parseLine, TOOLS_LIST, type ServerProcess } from '../../support/server-process.ts';
import { runHere } from '../../support/run-here.ts';
import { serve, sharedProcess, spawned } from '../../support/shared-server.ts';

const PING = { jsonrpc: '2.0', method: 'ping' };

/** A server after its handshake, for one test. */
async function ready(): Promise<ServerProcess> {
  const own = spawned();
  await own.initialize();
  return own;
}

// One for all that it survives: that it goes on working is what they are about.
let server: ServerProcess;

beforeAll(async () => {
  server = await sharedProcess();
});

describe('a line on stdin', () => {
  async function stillWorks(): Promise<boolean> {
    const id = newId();
    server.send({ ...PING, id });
    const { result } = await server.answer(id);
    return result !== undefined;
  }

  test.each<[string, string]>([
    ['that is not JSON', 'this is not JSON\n'],
    ['of half a message', '{"jsonrpc": "2.0", "id": 5,\n'],
    ['that is no message', '{"foo": 1}\n'],
    ['that is a number', '5\n'],
    ['that starts with a byte order mark, but is not the first', `\ufeff${JSON.stringify({ ...PING, id: 5 })}\n`],
    ['of bytes that are no text', '\0\0\0\n'],
  ])('%s is answered or told on stderr, and it goes on working', async (_, line) => {
    const before = { lines: server.lines.length, stderr: server.stderr.length };
    server.write(line);
    expect(await stillWorks()).toBe(true);
    // The answer to the ping is one line; stderr is another pipe, and may come later.
    await expect.poll(() => server.lines.length > before.lines + 1 || server.stderr.length > before.stderr).toBe(true);
    expect(server.stderr.slice(before.stderr)).not.toMatch(/^\s+at /m);
    for (const text of server.lines) parseLine(text);
  });

  test('with a method that nobody knows is answered with an error', async () => {
    server.send({ jsonrpc: '2.0', id: 50, method: 'no/such' }, { jsonrpc: '2.0', method: 'notifications/no/such' });
    expect((await server.answer(50)).error).toMatchObject({ code: -32_601 });
    expect(await stillWorks()).toBe(true);
  });

  test('with a tool that nobody knows is answered with the names of those there are', async () => {
    server.send({ jsonrpc: '2.0', id: 51, method: 'tools/call', params: { name: 'fetch_one', arguments: {} } });
    expect((await server.answer(51)).error).toMatchObject({ message: expect.stringContaining('fetch_many') });
  });

  test('with a call without arguments says which are missing', async () => {
    server.send({ jsonrpc: '2.0', id: 52, method: 'tools/call', params: { name: 'fetch_many' } });
    expect((await server.answer(52)).result).toMatchObject({
      isError: true,
      content: [{ type: 'text', text: expect.stringContaining('requests: ') }],
    });
  });

  test('may come in pieces, end in CR LF, and share its piece with others', async () => {
    const { url } = await serve((_, response, { searchParams }) => json(response, searchParams.get('q')));
    const call = Buffer.from(JSON.stringify(fetchManyCall(53, { requests: [{ url, query: { q: 'äöü漢字🎉' } }] })));
    for (let at = 0; at < call.length; at += 7) {
      server.child.stdin.write(call.subarray(at, at + 7));
      if (at % 70 === 0) await pause(2);
    }
    server.write('\r\n');
    server.send({ ...PING, id: 54 }, { ...PING, id: 55 });
    expect((await server.answer(53)).result).toMatchObject({ structuredContent: { results: [{ body: 'äöü漢字🎉' }] } });
    expect((await server.answer(54)).result).toEqual({});
    expect((await server.answer(55)).result).toEqual({});
  });

  test('of more than 10 MB is answered', async () => {
    server.send({ ...PING, id: 56, params: { padding: 'x'.repeat(11_000_000) } });
    expect((await server.answer(56)).result).toEqual({});
  });
});

test('a line of more than 64 MB ends it with a word on stderr', { timeout: 60_000 }, async () => {
  const own = await ready();
  const half = Buffer.alloc(2 ** 25, 'x');
  for (const piece of [half, half, 'x']) own.child.stdin.write(piece);
  expect(await own.exit).toMatchObject({ code: 1 });
  expect(own.stderr).toMatch(/a message is longer than \d+ bytes/);
  expect(own.lines.map((line) => parseLine(line).id)).toEqual([1]);
});

test('a byte order mark before the first message is no part of it, and the answer says who the server is', async () => {
  const own = spawned();
  own.write(`\ufeff${JSON.stringify(INITIALIZE)}\n`);
  expect((await own.answer(1)).result).toMatchObject({
    serverInfo: { name: 'fetch-many', version: packageJson.version },
    capabilities: { tools: {} },
  });
});

test('stderr may be closed by a client that does not care, and it goes on working', async () => {
  const own = await ready();
  own.child.stderr.destroy();
  own.write('this is not JSON\n');
  await pause(100);
  own.write('nor is this\n');
  own.send({ ...PING, id: 9 });
  expect((await own.answer(9)).result).toEqual({});
});

test('a client that stops reading for a second gets everything afterwards, and stderr has no word', async () => {
  const { url } = await serve((_, response) => void response.end('lorem ipsum '.repeat(2_500)));
  const before = { lines: server.lines.length, stderr: server.stderr.length };
  server.child.stdout.pause();
  const ids = Array.from({ length: 60 }, (_, n) => 100 + n);
  const call = { requests: [url, 'nonsense'] };
  server.send(...ids.map((id) => (id % 20 === 0 ? fetchManyCall(id, call) : { ...TOOLS_LIST, id })));
  await pause(1_000);
  server.child.stdout.resume();
  const answers = await Promise.all(ids.map((id) => server.answer(id)));
  expect(answers.filter(({ result }) => result === undefined || result['isError'] === true)).toEqual([]);
  const came = server.lines.slice(before.lines).map((line) => parseLine(line).id);
  expect(came.toSorted((a = 0, b = 0) => a - b)).toEqual(ids);
  expect(server.stderr.slice(before.stderr)).toBe('');
});

describe('the command line', () => {
  test('with an unknown flag: exit 2, one line on stderr, nothing on stdout', async () => {
    const own = spawned('--max-request', '5');
    expect(await own.exit).toMatchObject({ code: 2, signal: null });
    expect(own.stderr).toMatch(/^fetch-many: [^\n]*--max-requests[^\n]*\n$/);
    expect([...own.lines, own.rest]).toEqual(['']);
  });

  test.each<[string, string[], RegExp]>([
    ['a wrong value', ['--max-requests', 'many'], /--max-requests/],
    ['an --allow that is none', ['--allow', 'http://localhost:3000'], /--allow/],
    ['a config file that is not there', ['--config', '/nowhere/config.json'], /--config.*\/nowhere\/config\.json/],
  ])('with %s it is as short', async (_, flags, expected) => {
    const { code, stdout, stderr } = await runHere([...flags, 'get', 'http://127.0.0.1:1/']);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^fetch-many: [^\n]+\n$/);
    expect(stderr).toMatch(expected);
  });

  test('--version and --help print and leave', async () => {
    const [version, page] = [spawned('--version'), spawned('--help')];
    expect(await version.exit).toMatchObject({ code: 0 });
    expect(version.lines).toEqual([packageJson.version]);
    expect(await page.exit).toMatchObject({ code: 0 });
    expect(page.lines.join('\n')).toBe(help());
    expect(version.stderr + page.stderr).toBe('');
  });
});
