import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { modernCall } from '../../support/modern.ts';
import { fetchManyCall, type ServerProcess } from '../../support/server-process.ts';
import { serve, spawned } from '../../support/shared-server.ts';

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

const CALLS = {
  legacy: (args: Record<string, unknown>): object => {
    const call = fetchManyCall(2, args) as { params: object };
    return { ...call, params: { ...call.params, _meta: TRACE } };
  },
  modern: (args: Record<string, unknown>): object => modernCall(2, args, TRACE),
};

async function start(...flags: string[]): Promise<ServerProcess> {
  const server = spawned('--allow', '127.0.0.1', ...flags);
  await server.initialize();
  return server;
}

describe.each(['legacy', 'modern'] as const)('in the %s era', (era) => {
  test('the trace context of a call is kept from its requests', async () => {
    const { api, seen } = await listening();
    const server = await start();
    server.send(CALLS[era]({ requests: [api.url] }));
    await server.answer(2);
    expect(seen.map(traceOf)).toEqual([{}]);
  });

  test('unless the operator has them carry it: every hop does, without the baggage', async () => {
    const { api, seen } = await listening();
    const server = await start('--trace-context');
    server.send(
      CALLS[era]({ base_url: api.url, requests: ['/from', { url: '/own', headers: { TraceParent: 'mine' } }], concurrency: 1 }),
    );
    expect((await server.answer(2)).result).toMatchObject({ structuredContent: { summary: { ok: 2 } } });
    const { traceparent, tracestate } = TRACE;
    expect(seen.map(traceOf)).toEqual([
      { traceparent, tracestate },
      { traceparent, tracestate },
      { traceparent: 'mine', tracestate },
    ]);
  });

  test('a call without one, or with one that is not valid, sends none', async () => {
    const { api, seen } = await listening();
    const server = await start('--trace-context');
    server.send(
      fetchManyCall(2, { requests: [`${api.url}/1`] }),
      modernCall(3, { requests: [`${api.url}/2`] }, { traceparent: 'x' }),
    );
    await Promise.all([server.answer(2), server.answer(3)]);
    expect(seen.map(traceOf)).toEqual([{}, {}]);
  });
});
