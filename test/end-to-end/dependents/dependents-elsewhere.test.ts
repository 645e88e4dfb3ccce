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

/** An origin that gives a token, and lists a URL of its own and one of another. */
async function twoWithLogin(): Promise<readonly [first: Api, other: Api]> {
  const other = await serve((_, response) => json(response, {}));
  const first: Api = await serve((_, response, { pathname }) => {
    if (pathname === '/login') json(response, { token: 'of-first' });
    else json(response, pathname === '/list' ? [`${first.url}/a`, `${other.url}/b`] : {});
  });
  return [first, other];
}

describe('a header made of a value of an answer', () => {
  const token = { from: 'login', select: 'token' };

  test('goes to the origin that the value came from', async () => {
    const [first] = await twoWithLogin();
    const requests = [
      { id: 'login', url: '/login' },
      { url: '/me', headers: { authorization: 'Bearer {token}' }, vars: { token } },
    ];
    expect(outcomesOf(await server.run({ base_url: first.url, requests }))).toEqual(['ok', 'ok']);
    expect(first.headers[1]).toMatchObject({ authorization: 'Bearer of-first' });
  });

  test.each(['template', 'base_url'])('goes to another where the %s names it', async (where) => {
    const [first, other] = await twoWithLogin();
    const use = { headers: { authorization: 'Bearer {token}' }, vars: { token } };
    const requests = [
      { id: 'login', url: `${first.url}/login` },
      { url: where === 'template' ? `${other.url}/me` : '/me', ...use },
    ];
    expect(outcomesOf(await server.run({ base_url: other.url, requests }))).toEqual(['ok', 'ok']);
    expect(other.headers).toMatchObject([{ authorization: 'Bearer of-first' }]);
  });

  test.each(['x-token', 'accept-language'])('does not go to another to which an answer leads: %s', async (name) => {
    const [first, other] = await twoWithLogin();
    const requests = [
      { id: 'login', url: '/login' },
      { id: 'list', url: '/list' },
      { url: '{+u}', headers: { [name]: '{token}' }, vars: { u: { from: 'list' }, token } },
    ];
    const result = await server.run({ base_url: first.url, requests });
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'ok', 'blocked']);
    expect(result.results[3]).toMatchObject({
      url: `${other.url}/b`,
      error: expect.stringMatching(
        `^blocked: the header ${name} has a value of an answer of ${first.url}, .* leads it to ${other.url}`,
      ),
    });
    expect(first.headers.at(-1)).toMatchObject({ [name]: 'of-first' });
    expect(other.asked).toEqual([]);
  });

  test('nor by way of a second answer: what a request was made of has chosen its answer, too', async () => {
    const first: Api = await serve((_, response, { pathname }) => {
      json(response, pathname === '/seed' ? { next: `${relay.url}/go` } : {});
    });
    const relay: Api = await serve((_, response) => json(response, { url: `${relay.url}/end` }));
    const requests = [
      { id: 'seed', url: `${first.url}/seed` },
      { id: 'relay', url: '{+next}', vars: { next: { from: 'seed', select: 'next' } } },
      { url: '{+url}', method: 'POST', json: {}, vars: { url: { from: 'relay', select: 'url' } } },
    ];
    const result = await server.write({ requests });
    // The relay leads to itself only because the first has led to it.
    expect(outcomesOf(result)).toEqual(['ok', 'ok', 'blocked']);
    expect(result.results[2]?.error).toContain(`a body of ${first.url} leads a POST to ${relay.url}`);
    expect(relay.asked).toEqual(['GET /go']);
  });
});
