import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startApi, type Api } from '../../support/api.ts';
import { connect, type Connected } from '../../support/client.ts';
import { echo } from '../../support/echo.ts';
import { peopleApi } from '../../support/people-api.ts';
import { configFolder } from '../../support/profiles.ts';
import { shownForms } from '../../support/secret-forms.ts';
import { readerOf } from '../../support/read-result.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';

const SECRET = 'tok-0123456789abcdefXYZ';
const folder = configFolder();

/** A program that takes a value apart so that no redactor finds a secret in it any more. */
function split(value: string): string {
  return `JSON.stringify(${value} ?? null).split('').join('\\u200b')`;
}

describe('a server that keeps nothing', () => {
  const server = sharedServer('--store-bytes', '0');
  const { read } = readerOf(server);

  test('has the bodies for the program of the call, and not afterwards', async () => {
    const { url } = await peopleApi();
    const requests = [
      { url: '/people/{n}', vars: { n: [1, 99] } },
      { url: '/pages', paginate: { next: 'link' } },
      { url: '/page', extract: { title: 'h1' } },
      { url: '/people', select: 'all => all[5].name' },
    ];
    const js = 'records.map(r => r.body?.length ?? r.body ?? r.error_body)';
    const { value, summary } = await server.run({ base_url: url, requests, js: 'records.map(r => r.body ?? r.error_body)' });
    expect(value).toEqual([
      expect.objectContaining({ id: 1 }),
      { message: 'no such person' },
      expect.objectContaining({ length: 6 }),
      { title: 'People' },
      'Person 6',
    ]);
    const again = await read({ ref: summary.batch, js });
    expect(again).toMatchObject({ value: null, error: expect.stringContaining('the bodies of i 0, 1, 2, 3, 4 are not kept') });
    const counted = await read({ ref: summary.batch, js: 'ok.length' });
    expect(counted).toMatchObject({
      value: 4,
      notes: expect.arrayContaining([expect.stringContaining('js has read none of them')]),
    });
  });

  test('holds no more of them than it has room for, and says which it does not', async () => {
    const body = gzipSync(Buffer.alloc(9 * 2 ** 20, 'x'));
    const { url } = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' }).end(body);
    });
    const call = { base_url: url, requests: [{ url: '/{n}', vars: { n: '1..9' } }], concurrency: 1 };
    const { error } = await server.run({ ...call, js: 'ok.at(-1).body.length' });
    expect(error).toMatch(/^js failed: the bodies of i 7, 8 are not kept \(--store-bytes\); there is no room for so much/);
    expect(error).not.toContain('last read');
    const fewer = [{ url: '/{n}', vars: { n: '1..8' } }]; // more than it has room for still
    const { value } = await server.run({ ...call, requests: fewer, js: '[ok[0].body.length, ok.length]' });
    expect(value).toEqual([9 * 2 ** 20, 8]);
  }, 60_000);

  test('says of a value that is cut that the rest could not be kept', async () => {
    const { url } = await peopleApi();
    const { truncated, notes } = await server.run({
      base_url: url,
      requests: ['/people'],
      js: 'Array.from({ length: 2000 }, (_, i) => i)',
      max_tokens: 500,
    });
    expect(truncated).not.toHaveProperty('ref');
    expect(notes?.[0]).toContain('the rest could not be kept (--store-bytes)');
  });
});

describe('secrets of a profile', () => {
  let api: Api;
  let server: Connected;

  beforeAll(async () => {
    api = await startApi(echo);
    folder.write('token.txt', SECRET);
    const profile = { origin: api.url, headers: { authorization: 'Bearer ${file:token.txt}' } };
    server = await connect('--config', folder.write('config.json', { allow: '127.0.0.1', profiles: { local: profile } }));
  });
  afterAll(async () => {
    await server.close();
    await api.close();
  });

  test.each(['/json', '/text', '/html', '/csv', '/xml', '/error', '/headers', '/redirect', '/utf16', '/gzip'])(
    'are taken out before a program or function sees them: %s',
    async (path) => {
      const shown: string[] = [];
      for (const js of [
        split('records'),
        split('records.map(r => [r.headers, r.body, r.error_body, r.url, r.final_url, r.error])'),
      ]) {
        shown.push(String(resultOf(await server.fetchMany({ base_url: api.url, requests: [path], js })).value));
      }
      const select = `(...all) => ${split('all')}`;
      const { results } = resultOf(await server.fetchMany({ base_url: api.url, requests: [path], select }));
      shown.push(JSON.stringify(results));
      expect(shown[0]?.length).toBeGreaterThan(100);
      for (const text of shown) expect(shownForms(text.replaceAll('\u200b', ''), SECRET)).toEqual([]);
    },
  );
});
