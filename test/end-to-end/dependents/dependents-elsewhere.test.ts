import { describe, expect, test } from 'vitest';
import { json, type Api } from '../../support/api.ts';
import { outcomesOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const HEADERS = { authorization: 'Bearer of-the-first', 'x-api-key': 'of-the-first', 'accept-language': 'de' };

/** An API that lists URLs, and answers whatever else it is asked. */
function listing(urls: () => readonly string[]): Promise<Api> {
  return serve((_, response, { pathname }) => json(response, pathname === '/list' ? urls() : { path: pathname }));
}

/** Two origins; the first lists a URL of each. */
async function two(): Promise<readonly [first: Api, other: Api]> {
  const other = await listing(() => []);
  const first: Api = await listing(() => [`${first.url}/a`, `${other.url}/b`]);
  return [first, other];
}

describe('requests to URLs that a body lists', () => {
  const led = { url: '{+u}', vars: { u: { from: 'list' } } };

  test("have the caller's headers within its origin, and only harmless ones at another; a note says so", async () => {
    const [first, other] = await two();
    const { results, notes } = await server.run({
      base_url: first.url,
      headers: HEADERS,
      requests: [{ id: 'list', url: '/list' }, led],
    });
    expect(results.map(({ outcome }) => outcome ?? 'ok')).toEqual(['ok', 'ok', 'ok']);
    expect(first.headers.at(-1)).toMatchObject(HEADERS);
    expect(other.headers).toHaveLength(1);
    expect(other.headers[0]).toMatchObject({ 'accept-language': 'de' });
    for (const name of ['authorization', 'x-api-key']) expect(other.headers[0]).not.toHaveProperty(name);
    expect(notes).toEqual([
      `requests[1]: authorization, x-api-key not sent to ${other.url}, to which a body of ${first.url} leads; write the origin into the template to send it there`,
    ]);
  });

  test('have them where the template says the origin', async () => {
    const [first, other] = await two();
    const requests = [
      { id: 'list', url: `${first.url}/list` },
      { url: `${other.url}/of?url={u}`, vars: { u: { from: 'list' } } },
    ];
    const { notes } = await server.run({ headers: HEADERS, requests });
    expect(other.headers).toHaveLength(2);
    for (const headers of other.headers) expect(headers).toMatchObject(HEADERS);
    expect(notes).toBeUndefined();
  });

  test('change nothing at another origin', async () => {
    const [first, other] = await two();
    const result = await server.write({
      base_url: first.url,
      requests: [
        { id: 'list', url: '/list' },
        { ...led, method: 'DELETE' },
      ],
    });
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'blocked']);
    expect(first.asked).toEqual(['GET /list', 'DELETE /a']);
    expect(other.asked).toEqual([]);
    expect(result.results[2]).toMatchObject({ url: `${other.url}/b`, error: expect.stringContaining('leads a DELETE to') });
  });

  test('nor in a second try', async () => {
    const [first, other] = await two();
    const { summary } = await server.write({
      base_url: first.url,
      requests: [
        { id: 'list', url: '/list' },
        { ...led, method: 'POST', json: {} },
      ],
    });
    expect(outcomesOf(await server.write({ retry_of: summary.batch }))).toEqual(['blocked']);
    expect(other.asked).toEqual([]);
  });
});
