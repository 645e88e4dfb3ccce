import { describe, expect, test } from 'vitest';
import { CLOSED_PORT } from '../../support/raw-server.ts';
import { fetchManyCall, newId } from '../../support/server-process.ts';
import { serve, sharedProcess, sharedServer } from '../../support/shared-server.ts';
import { json } from '../../support/api.ts';

const HIDDEN = 'of-nobodys-concern';
/** Lines that are no messages for a server, and what is told of them. */
const NO_MESSAGES = [
  [`{"headers": {"authorization": "${HIDDEN}"x`, 'a line that is not JSON'],
  [`{"jsonrpc": "2.0", "id": 5, "of": "${HIDDEN}"}`, 'a message that is not JSON-RPC'],
  [`{"jsonrpc": "2.0", "id": 99, "result": {"of": "${HIDDEN}"}}`, 'Received a response for an unknown message ID'],
] as const;

describe('at --log-level debug', () => {
  const server = sharedServer('--log-level', 'debug');

  test('every hop is told: method, origin and path, status, size and time; never a query or a header', async () => {
    const api = await serve((_, response, { pathname }) => {
      response.setHeader('x-hidden', HIDDEN);
      if (pathname === '/from') response.writeHead(302, { location: `/to?q=${HIDDEN}` }).end();
      else json(response, { body: HIDDEN }, pathname === '/to' ? 200 : 404);
    });
    const requests = [
      `${api.url}/from?q=${HIDDEN}`,
      { url: `${api.url}/none`, method: 'HEAD' },
      `http://127.0.0.1:${CLOSED_PORT}/closed?q=${HIDDEN}`,
    ];
    await server.run({ requests, headers: { 'x-hidden': HIDDEN }, retries: 0 });
    await server.refused({ requests, headers: { 'x-hidden': HIDDEN }, selct: HIDDEN });
    const told = server.connected.stderr().trimEnd().split('\n').toSorted();
    expect(told).toHaveLength(4);
    const expected = [
      `GET ${api.url}/from: 302, 0 bytes`,
      `GET ${api.url}/to: 200, 29 bytes`,
      `GET http://127.0.0.1:${CLOSED_PORT}/closed: network connect`,
      `HEAD ${api.url}/none: 404, 0 bytes`,
    ];
    for (const line of expected) expect(told.join('\n')).toMatch(new RegExp(`^fetch-many debug: ${line} after \\d+ ms$`, 'm'));
    expect(told.join('\n')).not.toContain(HIDDEN);
  });
});

test('by default requests are not told, and of messages that are none only what they are', async () => {
  const api = await serve((_, response) => json(response, 1));
  const server = await sharedProcess();
  const id = newId();
  const before = server.stderr.length;
  server.send(fetchManyCall(id, { requests: [api.url] }));
  await server.answer(id);
  expect(server.stderr.slice(before)).toBe('');
  let told = '';
  for (const [line, said] of NO_MESSAGES) {
    server.write(`${line}\n`);
    told += `fetch-many error: protocol: ${said}\n`;
    await expect.poll(() => server.stderr.slice(before), { interval: 5 }).toBe(told);
  }
});
