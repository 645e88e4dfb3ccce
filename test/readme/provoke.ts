import { json, startApi } from '../support/api.ts';
import type { Connected } from '../support/client.ts';
import { selfSigned } from '../support/faults/certificate.ts';
import { runHere } from '../support/run-here.ts';
import { CLOSED_PORT, rawServer, behaves } from '../support/raw-server.ts';

/** What a server must have been started with for {@link provoke}. */
export const FLAGS = ['--allow', '127.0.0.1', '--max-response-bytes', '20000'];

const APP = '<!doctype html><title>App</title><div id="app"></div><script src="/app.js"></script>';

/** Makes what can go wrong go wrong. @returns all that was said of it, to the model and on stderr */
export async function provoke({ client }: Connected): Promise<string[]> {
  const api = await startApi((_, response, { pathname }) => {
    if (pathname === '/never') return;
    if (pathname === '/busy') json(response.setHeader('retry-after', '120'), {}, 429);
    else if (pathname === '/app') response.setHeader('content-type', 'text/html').end(APP);
    else json(response, pathname === '/many' ? Array.from({ length: 900 }, (__, id) => ({ id })) : { name: 'x'.repeat(30_000) });
  });
  const secret = await rawServer(behaves, { tls: selfSigned('127.0.0.1') });
  const closed = `http://127.0.0.1:${CLOSED_PORT}/`;
  const base = { base_url: api.url, retries: 0 };
  const calls: readonly (readonly [tool: string, args: Record<string, unknown>])[] = [
    ['fetch_many', { requests: ['http://localhost:4999/', secret.origin], retries: 0 }],
    ['fetch_many', { ...base, requests: ['/app', '/large', { url: '/many', select: 'names' }, { url: '/app', method: 'POST' }] }],
    ['fetch_many', { ...base, requests: ['/many'], max_tokens: 500 }],
    ['fetch_many', { ...base, requests: ['/never'], deadline_ms: 200 }],
    ['fetch_many', { ...base, requests: ['/busy'] }],
    ['fetch_many', { ...base, requests: ['/busy'], deadline_ms: 2_000 }],
    ['fetch_many', { requests: [{ url: `${closed}{n}`, vars: { n: '1..21' } }], retries: 0, concurrency: 1 }],
    ['fetch_many', { urls: [api.url] }],
    ['fetch_many', { retry_of: 'b00000000' }],
  ];
  const said: string[] = [];
  for (const [name, args] of calls) said.push(JSON.stringify(await client.callTool({ name, arguments: args })));
  const flags = [['--hosts', '${user_config.hosts}'], ['--hots']];
  const ended = await Promise.all(flags.map((words) => runHere([...words, 'run', '-'])));
  await Promise.all([api.close(), secret.close()]);
  return [...said.map((text) => text.replaceAll(/\\+"/g, '"')), ...ended.map(({ stderr }) => stderr)];
}
