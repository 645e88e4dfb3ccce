import type { IncomingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { modernCall } from '../../support/modern.ts';
import { fetchManyCall, startProcess, type ServerProcess } from '../../support/server-process.ts';
import { serve } from '../../support/shared-server.ts';

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
  legacy: (id: number, args: Record<string, unknown>): object => {
    const call = fetchManyCall(id, args) as { params: object };
    return { ...call, params: { ...call.params, _meta: TRACE } };
  },
  modern: (id: number, args: Record<string, unknown>): object => modernCall(id, args, TRACE),
};

/** As it is, and with the flag. */
let plain: ServerProcess;
let carrying: ServerProcess;
let id = 1;

beforeAll(async () => {
  plain = startProcess('--allow', '127.0.0.1');
  carrying = startProcess('--allow', '127.0.0.1', '--trace-context');
  await Promise.all([plain.initialize(), carrying.initialize()]);
});

afterAll(() => Promise.all([plain.kill(), carrying.kill()]));

describe.each(['legacy', 'modern'] as const)('in the %s era', (era) => {
  test('the trace context of a call is kept from its requests', async () => {
    const { api, seen } = await listening();
    plain.send(CALLS[era](++id, { requests: [api.url] }));
    await plain.answer(id);
    expect(seen.map(traceOf)).toEqual([{}]);
  });

  test('unless the operator has them carry it: every hop does, without the baggage', async () => {
    const { api, seen } = await listening();
    carrying.send(
      CALLS[era](++id, {
        base_url: api.url,
        requests: ['/from', { url: '/own', headers: { TraceParent: 'mine' } }],
        concurrency: 1,
      }),
    );
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
