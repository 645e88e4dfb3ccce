import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

test('what request_many changes is asked for anew', async () => {
  let value = 1;
  const { url } = await serve((request, response) => {
    if (request.method === 'PUT') value++;
    response.setHeader('cache-control', 'max-age=600');
    json(response, value);
  });
  const put = async (path: string): Promise<unknown> => {
    const args = { requests: [{ url: url + path, method: 'PUT', json: {} }], cache: false };
    return server.connected.client.callTool({ name: 'request_many', arguments: args });
  };
  await server.one(`${url}/a`);
  await put('/b');
  expect(await server.one(`${url}/a`)).toMatchObject({ cached: true, body: 1 });
  await put('/a');
  expect(await server.one(`${url}/a`)).toEqual({ i: 0, status: 200, body: 3 });
});

test.each([
  ['no-store', undefined],
  ['max-age=600', true],
])('pages that are joined are cached if all are: the second is %s', async (last, cached) => {
  const { url } = await serve((request, response) => {
    const isFirst = request.url === '/1';
    response.setHeader('cache-control', isFirst ? 'max-age=600' : last);
    if (isFirst) response.setHeader('link', '</2>; rel="next"');
    json(response, [request.url]);
  });
  const request = { url: `${url}/1`, paginate: { next: 'link' } };
  await server.one(request);
  const record = await server.one(request);
  expect(record).toMatchObject({ pages: 2, body: ['/1', '/2'] });
  expect(record.cached).toBe(cached);
});
