import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import { modernRequest } from '../../support/modern.ts';
import {
  INITIALIZE,
  INITIALIZED,
  parseLine,
  startProcess,
  type Message,
  type ServerProcess,
} from '../../support/server-process.ts';
import { spawned } from '../../support/shared-server.ts';

const LIST = { jsonrpc: '2.0', method: 'tools/list' };
const TOOLS = ['fetch_many', 'request_many', 'read_result'];

function toolsIn({ result }: Message): string[] {
  const { tools } = result as { tools: { name: string }[] };
  return tools.map(({ name }) => name);
}

/** Another revision in `_meta`. */
function other(version: string): Record<string, string> {
  return { 'io.modelcontextprotocol/protocolVersion': version };
}

/** Whether an answer has the form of the modern era. */
function isModern({ result }: Message): boolean {
  return result?.['resultType'] === 'complete';
}

describe('a client of the modern era', () => {
  /** One that is never initialized. */
  let modernOnly: ServerProcess;

  beforeAll(() => {
    modernOnly = startProcess();
  });

  afterAll(() => modernOnly.kill());

  test('discovers what there is, and who offers it', async () => {
    modernOnly.send(modernRequest(1, 'server/discover'));
    expect((await modernOnly.answer(1)).result).toEqual({
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {}, resources: {} },
      instructions: expect.stringContaining('fetch_many'),
      ttlMs: expect.any(Number),
      cacheScope: 'private',
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'fetch-many', title: 'fetch-many', version: packageJson.version } },
    });
  });

  test('is shown the tools, and how long they stand', async () => {
    modernOnly.send(modernRequest(2, 'tools/list'));
    const answer = await modernOnly.answer(2);
    expect(isModern(answer)).toBe(true);
    expect(toolsIn(answer)).toEqual(TOOLS);
    expect(answer.result).toMatchObject({ cacheScope: 'public' });
    expect(Number(answer.result?.['ttlMs'])).toBeGreaterThanOrEqual(0);
  });

  test('is answered a ping of the legacy era at any time', async () => {
    modernOnly.send({ jsonrpc: '2.0', id: 3, method: 'ping' }, modernRequest(4, 'tools/list'), {
      jsonrpc: '2.0',
      id: 5,
      method: 'ping',
    });
    expect((await modernOnly.answer(3)).result).toEqual({});
    expect((await modernOnly.answer(5)).result).toEqual({});
  });

  test('is told of each method that there is not', async () => {
    const methods = [
      'ping',
      'logging/setLevel',
      'resources/subscribe',
      'resources/unsubscribe',
      'initialize',
      'prompts/list',
      'no/such',
    ];
    for (const [nth, method] of methods.entries()) {
      const id = 10 + nth;
      modernOnly.send(modernRequest(id, method));
      expect((await modernOnly.answer(id)).error).toEqual({ code: -32_601, message: `Method not found: ${method}` });
    }
  });

  test('of a revision that is not served is told which are, on every request', async () => {
    modernOnly.send(
      modernRequest(21, 'server/discover', {}, other('2027-01-01')),
      modernRequest(22, 'tools/list'),
      modernRequest(23, 'tools/list', {}, other('2025-11-25')),
    );
    expect((await modernOnly.answer(21)).error).toMatchObject({
      code: -32_022,
      message: expect.stringContaining('2026-07-28'),
      data: { supported: ['2026-07-28'], requested: '2027-01-01' },
    });
    expect(isModern(await modernOnly.answer(22))).toBe(true);
    expect((await modernOnly.answer(23)).error).toMatchObject({ code: -32_022, data: { requested: '2025-11-25' } });
  });

  test('that leaves out a part of _meta is told which', async () => {
    const discover = { jsonrpc: '2.0', method: 'server/discover' };
    const version = { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' };
    const capabilities = { 'io.modelcontextprotocol/clientCapabilities': {} };
    modernOnly.send(
      { ...discover, id: 31 },
      { ...discover, id: 32, params: { _meta: capabilities } },
      { ...discover, id: 33, params: { _meta: version } },
      { ...LIST, id: 34, params: { _meta: version } },
      { ...LIST, id: 35 }, // after modern requests only, without initialize
      { ...discover, id: 36, params: { _meta: { ...version, ...capabilities } } },
    );
    const missing = ['protocolVersion', 'protocolVersion', 'clientCapabilities', 'clientCapabilities', 'protocolVersion'];
    for (const [at, key] of missing.entries()) {
      const { error } = await modernOnly.answer(31 + at);
      expect(error).toMatchObject({
        code: -32_602,
        message: expect.stringContaining(`modelcontextprotocol/${key}"]: is required`),
      });
    }
    expect(isModern(await modernOnly.answer(36))).toBe(true);
  });

  test('may ask for a page of a list only if there is one', async () => {
    modernOnly.send(modernRequest(41, 'resources/list', { cursor: 'two' }), modernRequest(42, 'resources/list', { cursor: '' }));
    expect((await modernOnly.answer(41)).error).toMatchObject({
      code: -32_602,
      message: expect.stringContaining('params.cursor'),
    });
    expect((await modernOnly.answer(42)).result).toMatchObject({ resources: [], ttlMs: 0, cacheScope: 'private' });
  });
});

describe('a client of both eras', () => {
  test.each(['server/discover', 'tools/list', 'resources/list'])('may begin with %s, and initialize then', async (first) => {
    const server = spawned();
    server.send(modernRequest(1, first), { ...INITIALIZE, id: 2 });
    expect(isModern(await server.answer(1))).toBe(true);
    expect((await server.answer(2)).result).toMatchObject({ protocolVersion: '2025-06-18', serverInfo: { name: 'fetch-many' } });
    server.send(INITIALIZED, { ...LIST, id: 3 }, modernRequest(4, 'tools/list'), { ...LIST, id: 5 });
    const answers = await Promise.all([3, 4, 5].map((id) => server.answer(id)));
    expect(answers.map(isModern)).toEqual([false, true, false]);
    // The same in both eras, in the same order each time.
    for (const { result } of answers) expect(result?.['tools']).toEqual(answers[0]?.result?.['tools']);
    for (const answer of answers) expect(toolsIn(answer)).toEqual(TOOLS);
    expect(server.stderr).toBe('');
  });

  test('may send everything at one go, and close', async () => {
    const server = spawned();
    server.send(modernRequest(1, 'server/discover'), { ...INITIALIZE, id: 2 }, INITIALIZED, { ...LIST, id: 3 });
    server.send(modernRequest(4, 'tools/list'), { jsonrpc: '2.0', id: 5, method: 'ping' });
    server.child.stdin.end();
    expect(await server.exit).toMatchObject({ code: 0, signal: null });
    const answers = server.lines.map((line) => parseLine(line));
    expect(new Set(answers.map(({ id }) => id))).toEqual(new Set([1, 2, 3, 4, 5]));
    expect(answers).toHaveLength(5);
    expect(answers.flatMap(({ error }) => error ?? [])).toEqual([]);
  });
});
