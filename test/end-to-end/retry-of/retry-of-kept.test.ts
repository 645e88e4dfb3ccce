import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { recorder } from '../../support/recorder.ts';
import { outcomesOf, recordOf, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer('--store-bytes', '0');

test('where no body is kept a GET is sent again, and a write that was done is not: its record says so', async () => {
  const api = await recorder((request, response) => json(response, { n: 1 }, request.method === 'GET' ? 200 : 201));
  const requests = ['/a', { url: '/b', json: {} }];
  const first = await server.write({ base_url: api.url, requests, select: 'm' });
  expect(outcomesOf(first)).toEqual(['select_error', 'select_error']);
  for (let time = 0; time < 2; time++) {
    const next = await server.write({ retry_of: first.summary.batch, select: time === 0 ? 'm' : 'n' });
    expect(outcomesOf(next)).toEqual([time === 0 ? 'select_error' : 'ok', 'select_error']);
    expect(recordOf(next, 1)).toMatchObject({ status: 201, url: `${api.url}/b` });
    expect(recordOf(next, 1).error).toMatch(
      /; the POST was done \(answered 201\): do not send it again; it was not sent again, and its answer could not be kept \(--store-bytes\)$/,
    );
  }
  expect(api.asked.toSorted()).toEqual(['GET /a', 'GET /a', 'GET /a', 'POST /b']);
});

test('what was ok and is not kept is not said to be read by read_result', async () => {
  const api = await recorder((request, response) => json(response, {}, request.url === '/no' ? 404 : 200));
  const { summary } = await server.run({ base_url: api.url, requests: ['/a', '/no'] });
  const never =
    /was ok: there is no body of it \(any more\), and what was ok is never sent again by retry_of; give it in requests/;
  expect(await server.refused({ retry_of: summary.batch, i: [0] })).toMatch(never);
  const all = await server.run({ base_url: api.url, requests: ['/a'] });
  expect(await server.refused({ retry_of: all.summary.batch })).toMatch(
    /nothing to run again; there is no body of it \(any more\)/,
  );
});
