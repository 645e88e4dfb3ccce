import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, pause } from '../../support/api.ts';
import { modernCall, modernRequest } from '../../support/modern.ts';
import { parseLine, startProcess, type Message, type ServerProcess } from '../../support/server-process.ts';
import { configFolder } from '../../support/profiles.ts';
import { serve, spawned } from '../../support/shared-server.ts';

const folder = configFolder();

/** Within so many milliseconds the sockets are closed. */
const CLOSED = { timeout: 300, interval: 5 };

const SERVER_INFO = { 'io.modelcontextprotocol/serverInfo': expect.objectContaining({ name: 'fetch-many' }) };

/** Those lines' messages that have this method. */
function notifications(lines: readonly string[], method: string): Message[] {
  return lines.map((line) => parseLine(line)).filter((message) => message.method === method);
}

let server: ServerProcess;

beforeAll(() => {
  server = startProcess('--allow', '127.0.0.1');
});

afterAll(() => server.kill());

// First, while nothing is kept.
describe('a kept body of the modern era', () => {
  test('is listed, read, and not found under another name', async () => {
    const { url } = await serve((_, response) => json(response, [1, 2, 3]));
    server.send(modernRequest(101, 'resources/list'), modernRequest(102, 'resources/templates/list'));
    expect((await server.answer(101)).result).toMatchObject({
      resources: [],
      ttlMs: 0,
      cacheScope: 'private',
      _meta: SERVER_INFO,
    });
    expect((await server.answer(102)).result).toMatchObject({
      resourceTemplates: [{ uriTemplate: 'fetch-many://results/{batch}/{i}' }],
      ttlMs: expect.any(Number),
      cacheScope: expect.stringMatching(/^(public|private)$/),
    });
    server.send(modernCall(103, { requests: [`${url}/list`], max_tokens: 500, select: '@' }));
    await server.answer(103);
    server.send(modernRequest(104, 'resources/list'));
    const { resources } = (await server.answer(104)).result as { resources: { uri: string; title: string }[] };
    const [{ uri, title } = { uri: '', title: '' }] = resources;
    expect(title).toBe(`${url}/list`);
    server.send(modernRequest(105, 'resources/read', { uri }), modernRequest(106, 'resources/read', { uri: `${uri}9` }));
    expect((await server.answer(105)).result).toMatchObject({
      resultType: 'complete',
      contents: [{ uri, mimeType: 'application/json', text: '[1,2,3]' }],
      ttlMs: 0,
      cacheScope: 'private',
      _meta: SERVER_INFO,
    });
    const { error } = await server.answer(106);
    expect(error).toMatchObject({
      code: -32_602,
      message: expect.stringContaining('names no record'),
      data: { uri: `${uri}9` },
    });
  });
});

describe('a call of the modern era', () => {
  test('is answered like one of the legacy era, and says that it is complete', async () => {
    const { url } = await serve((_, response) => json(response, { name: 'Ada' }));
    server.send(modernCall(1, { requests: [url], select: 'name' }));
    const { result } = await server.answer(1);
    expect(result).toMatchObject({
      resultType: 'complete',
      structuredContent: { summary: { ok: 1 }, results: [{ i: 0, status: 200, body: 'Ada' }] },
      _meta: SERVER_INFO,
    });
    const { content, structuredContent } = result as { content: { text: string }[]; structuredContent: unknown };
    expect(content.map(({ text }) => JSON.parse(text) as unknown)).toEqual([structuredContent]);
  });

  test('with wrong arguments is a result that says so, and without a tool an error', async () => {
    server.send(modernCall(11, { urls: [] }), modernRequest(12, 'tools/call', { name: 'fetch_one' }));
    expect((await server.answer(11)).result).toMatchObject({
      resultType: 'complete',
      isError: true,
      content: [{ type: 'text', text: expect.stringContaining('requests: is required') }],
      _meta: SERVER_INFO,
    });
    expect((await server.answer(12)).error).toMatchObject({ code: -32_602, message: expect.stringContaining('fetch_many') });
  });

  test('tells its progress, up to the end, to who has asked for it', async () => {
    const { url } = await serve(async (_, response) => {
      await pause(150);
      json(response, 1);
    });
    const args = { base_url: url, requests: ['/1', '/2', '/3', '/4'], concurrency: 1 };
    const before = server.lines.length;
    server.send(modernCall(21, args, { progressToken: 'p' }), modernCall(22, args));
    await Promise.all([server.answer(21), server.answer(22)]);
    const reports = notifications(server.lines.slice(before), 'notifications/progress').map(({ params }) => params);
    expect(reports.length).toBeGreaterThan(1);
    for (const report of reports) expect(report).toMatchObject({ progressToken: 'p', total: 4 });
    expect(reports.at(-1)).toMatchObject({ progress: 4, message: expect.stringMatching(/^4\/4 done/) });
  });

  test('that is cancelled closes its sockets and is not answered; the next one is', async () => {
    const api = await serve((_, response, { pathname }) => {
      if (pathname === '/ok') json(response, 'ok');
    });
    server.send(modernCall(7, { base_url: api.url, requests: ['/1', '/2', '/3'] }, { progressToken: 7 }));
    await expect.poll(() => api.inFlight, { timeout: 5_000 }).toBe(3);
    server.send({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7, reason: 'enough' } });
    await expect.poll(() => api.openSockets, CLOSED).toBe(0);
    const before = server.lines.length;
    await pause(300);
    server.send(modernCall(8, { requests: [`${api.url}/ok`] }));
    expect((await server.answer(8)).result).toMatchObject({ structuredContent: { summary: { ok: 1 } } });
    expect(server.lines.slice(before).map((line) => parseLine(line).id)).toEqual([8]);
    expect(server.stderr).toBe('');
  });

  test('that is cancelled before it could begin sends nothing', async () => {
    const api = await serve((_, response) => json(response, 1));
    const cancel = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 31 } };
    const before = server.lines.length;
    server.send(modernCall(31, { requests: [api.url] }), cancel, modernRequest(32, 'tools/list'));
    await server.answer(32);
    await pause(200);
    expect(api.asked).toEqual([]);
    expect(server.lines).toHaveLength(before + 1);
  });

  test('never says a secret, in a result, an error or its progress', async () => {
    const secret = 'correct-horse-battery-staple';
    const api = await serve((request, response) => json(response, { told: request.headers['authorization'] }));
    folder.write('secret.txt', secret);
    const profiles = { api: { origin: api.url, headers: { authorization: 'Bearer ${file:secret.txt}' } } };
    const configured = spawned('--allow', '127.0.0.1', '--config', folder.write('config.json', { profiles }));
    configured.send(modernRequest(1, 'server/discover'), modernCall(2, { requests: [api.url] }, { progressToken: 1 }));
    configured.send(modernCall(3, { requests: [api.url], selct: secret }));
    const [discovered] = await Promise.all([1, 2, 3].map((id) => configured.answer(id)));
    expect(discovered?.result?.['instructions']).toContain(`api (${api.url})`);
    expect(api.asked).toHaveLength(1);
    expect(configured.lines.join('\n')).not.toContain(secret);
  });
});

describe('a subscription', () => {
  const listen = { notifications: { toolsListChanged: true, resourceSubscriptions: ['fetch-many://results/b1/0'] } };

  test('is acknowledged with nothing, and open until it is cancelled', async () => {
    const before = server.lines.length;
    server.send(modernRequest(201, 'subscriptions/listen', listen), modernRequest(202, 'tools/list'));
    await server.answer(202);
    const subscription = { _meta: { 'io.modelcontextprotocol/subscriptionId': 201 }, notifications: {} };
    const told = notifications(server.lines.slice(before), 'notifications/subscriptions/acknowledged');
    expect(told.map(({ params }) => params)).toEqual([subscription]);
    server.send(
      { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 201 } },
      modernRequest(203, 'tools/list'),
    );
    await server.answer(203);
    expect(server.lines).toHaveLength(before + 3);
  });

  test('to nothing is an error', async () => {
    server.send(modernRequest(211, 'subscriptions/listen'));
    expect((await server.answer(211)).error).toMatchObject({
      code: -32_602,
      message: expect.stringContaining('params.notifications'),
    });
  });

  test('whose id would not come back as it was is an error', async () => {
    const { params } = modernRequest(1, 'subscriptions/listen', listen) as { params: object };
    const request = `{"jsonrpc":"2.0","id":9007199254740993,"method":"subscriptions/listen","params":${JSON.stringify(params)}}`;
    const before = server.lines.length;
    server.write(`${request}\n`);
    await expect.poll(() => server.lines.length, { timeout: 5_000 }).toBe(before + 1);
    expect(server.lines.at(-1)).toContain(
      '"id":9007199254740993,"error":{"code":-32600,"message":"A subscription is named by its id',
    );
  });

  // Last: it ends the server of all.
  test('is closed when the server ends', async () => {
    const before = server.lines.length;
    server.send(modernRequest(221, 'subscriptions/listen', listen));
    await expect.poll(() => server.lines.length, { timeout: 5_000 }).toBe(before + 1);
    server.child.stdin.end();
    await server.exit;
    expect(parseLine(server.lines[before + 1] ?? '')).toMatchObject({
      id: 221,
      result: { resultType: 'complete', _meta: { 'io.modelcontextprotocol/subscriptionId': 221, ...SERVER_INFO } },
    });
  });
});
