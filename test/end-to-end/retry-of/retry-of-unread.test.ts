import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { standStill } from '../../support/children.ts';
import { readerOf } from '../../support/read-result.ts';
import { recorder } from '../../support/recorder.ts';
import { recordOf, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const { read } = readerOf(server);

/** It is stopped after 2 s. */
const ENDLESS = 'body => { for (;;); }';

test('an answer that has come, and that the deadline has left unread, is kept and not asked for again', async () => {
  const api = await recorder((request, response) => json(response, { n: request.method }, request.method === 'GET' ? 200 : 201));
  const until = { url: '/d', until: "n == 'GET'" };
  const requests = ['/a', { url: '/b', json: {} }, { url: '/c', as: 'none' }, until];
  const call = server.write({ base_url: api.url, requests, select: ENDLESS, deadline_ms: 1_000 });
  await standStill(server.connected.pid, 350, 900);
  const first = await call;
  for (const [i, status, done] of [
    [0, 200, ''],
    [1, 201, ' the POST was done (answered 201): do not send it again;'],
  ] as const) {
    const record = recordOf(first, i);
    expect(record).toMatchObject({ outcome: 'timeout', kind: 'deadline', status, ref: `${first.summary.batch}/${i}` });
    expect(record.error).toContain('it had been sent (its answer had come, and was being read)');
    expect(record.error).toContain(
      `;${done} the body is kept: read_result {"ref": "${first.summary.batch}/${i}"} costs no request`,
    );
    expect(await read({ ref: `${first.summary.batch}/${i}`, select: 'n' })).toMatchObject({
      body: status === 200 ? 'GET' : 'POST',
    });
  }
  expect(recordOf(first, 2)).toMatchObject({ status: 200 });
  const held = { outcome: 'timeout', kind: 'deadline', status: 200, ref: `${first.summary.batch}/3` };
  expect(recordOf(first, 3)).toMatchObject({ ...held, error: expect.stringMatching(/was being read\) \(as i 0\)$/) as unknown });
  const again = await server.write({ retry_of: first.summary.batch, select: 'n' });
  expect(again.results).toMatchObject([
    { i: 0, status: 200, body: 'GET' },
    { i: 1, status: 201, body: 'POST' },
    { i: 3, status: 200, body: 'GET' },
  ]);
  expect(api.asked.toSorted()).toEqual(['GET /a', 'GET /c', 'GET /d', 'POST /b']);
});
