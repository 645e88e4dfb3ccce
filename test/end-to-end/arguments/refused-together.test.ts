import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { outcomesOf, recordOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();

function api(): Promise<Api> {
  return serve((_, response) => json(response, { id: 1 }));
}

describe('a call with several things wrong', () => {
  test('is told of all of them, whatever else cannot be read', async () => {
    const { url, asked } = await api();
    const said = await server.refused({
      requests: [url, '/relative'],
      retries: 9,
      headers: { 'bad name': 'x', Host: 'y' },
      select: '[',
      base_url: 'ftp://127.0.0.1',
    });
    for (const at of ['retries', 'headers."bad name"', 'headers.Host', 'select', 'base_url']) expect(said).toContain(`- ${at}: `);
    expect(said).toMatch(/base_url: ftp: is not fetched/);
    expect(said).not.toMatch(/requests\[/);
    expect(asked).toEqual([]);
  });

  test('is told that it has no requests, too', async () => {
    expect(await server.refused({ retries: 9 })).toMatch(/- retries: .*\n- requests: is required/);
  });

  test('is not told to give the base_url that it has given', async () => {
    const said = await server.refused({ requests: ['/a'], base_url: '/v1' });
    expect(said).toMatch(/- base_url: "\/v1" is not an absolute URL; write it in full$/);
  });
});

describe('an unknown key', () => {
  test.each([
    [{ frm: 'users', select: '[].id' }, 'frm', 'from'],
    [{ from: 'users', sel: '[].id' }, 'sel', 'select'],
  ])('in {"from": ...} is named with the nearest: %j', async (from, key, nearest) => {
    const { url } = await api();
    const result = await server.run({ requests: [{ url: `${url}/{id}`, vars: { id: from } }, `${url}/ok`] });
    expect(outcomesOf(result)).toEqual(['invalid', 'ok']);
    expect(recordOf(result, 0).error).toContain(`requests[0].vars.id.${key}: unknown argument; did you mean "${nearest}"?`);
  });
});

test('what is named __proto__ is refused, not left out', async () => {
  const { url, asked } = await api();
  const named: unknown = JSON.parse('{"__proto__": "1", "constructor": "2"}');
  const result = await server.run({
    base_url: url,
    requests: [{ url: '/a', query: named }, { url: '/b', headers: named }, { url: '/{constructor}', vars: named }, '/d'],
  });
  expect(outcomesOf(result)).toEqual(['invalid', 'invalid', 'invalid', 'ok']);
  for (const [i, at] of ['query', 'headers', 'vars'].entries()) {
    expect(recordOf(result, i).error).toContain(`requests[${i}].${at}.__proto__: cannot be used as a name`);
  }
  expect(await server.refused({ requests: [url], headers: named })).toContain('- headers.__proto__: ');
  expect(asked).toEqual(['GET /d']);
});
