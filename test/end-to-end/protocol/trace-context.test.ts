import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { MODERN_META, modernCall } from '../../support/modern.ts';
import { fetchManyCall, startProcess, type ServerProcess } from '../../support/server-process.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const TRACE = {
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-00f067aa0ba902b7-01',
  tracestate: 'vendor=a1',
  baggage: 'user=ada',
};

/** An API that redirects `/from` to `/to`, and what headers it was sent, in order. */
async function listening(): Promise<{ api: Api; seen: IncomingHttpHeaders[] }> {
  const seen: IncomingHttpHeaders[] = [];
  const api = await serve((request, response, { pathname }) => {
    seen.push(request.headers);
    if (pathname === '/from') response.writeHead(302, { location: '/to' }).end();
    else json(response, 1);
  });
  return { api, seen };
}

function traceOf({ traceparent, tracestate, baggage }: IncomingHttpHeaders): object {
  return { traceparent, tracestate, baggage };
}

/** What the `_meta` of a call in this era has. */
const META = { legacy: TRACE, modern: { ...MODERN_META, ...TRACE } };

/** As it is, and with the flag. */
const plain = sharedServer();
let carrying: ServerProcess;
let id = 1;

beforeAll(async () => {
  carrying = startProcess('--allow', '127.0.0.1', '--trace-context');
  await carrying.initialize();
});

afterAll(() => carrying.kill());

describe.each(['legacy', 'modern'] as const)('in the %s era', (era) => {
  test('the trace context of a call is kept from its requests', async () => {
    const { api, seen } = await listening();
    const call = { name: 'fetch_many', arguments: { requests: [api.url] }, _meta: META[era] };
    const { resultType } = await plain.connected.client.callTool(call);
    expect(resultType).toBe(era === 'modern' ? 'complete' : undefined);
    expect(seen.map(traceOf)).toEqual([{}]);
  });

  test('unless the operator has them carry it: every hop does, without the baggage', async () => {
    const { api, seen } = await listening();
    const requests = ['/from', { url: '/own', headers: { TraceParent: 'mine' } }];
    const params = { name: 'fetch_many', arguments: { base_url: api.url, requests, concurrency: 1 }, _meta: META[era] };
    carrying.send({ jsonrpc: '2.0', id: ++id, method: 'tools/call', params });
    expect((await carrying.answer(id)).result).toMatchObject({ structuredContent: { summary: { ok: 2 } } });
    const { traceparent, tracestate } = TRACE;
    expect(seen.map(traceOf)).toEqual([
      { traceparent, tracestate },
      { traceparent, tracestate },
      { traceparent: 'mine', tracestate },
    ]);
  });

  test('a call without one, or with one that is not valid, sends none', async () => {
    const { api, seen } = await listening();
    const [without, invalid] = [++id, ++id];
    carrying.send(
      fetchManyCall(without, { requests: [`${api.url}/1`] }),
      modernCall(invalid, { requests: [`${api.url}/2`] }, { traceparent: 'x' }),
    );
    await Promise.all([carrying.answer(without), carrying.answer(invalid)]);
    expect(seen.map(traceOf)).toEqual([{}, {}]);
  });
});
