import { expect, test } from 'vitest';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
/** C1 controls, DEL, marks of direction, line separators. */
const UNSEEN = '\u007f\u0085\u009b31m\u200e\u200f\u061c\u202a\u202e\u2066\u2069\u2028\u2029';
// oxlint-disable-next-line no-control-regex -- it is controls that are looked for
const SEEN = /^[^\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/;

test('what a page has hidden in it is seen in the text of a result, and is the same in its value', async () => {
  const { url } = await serve((request, response) => {
    if (request.url === '/text') response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(`a${UNSEEN}b`);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ [UNSEEN]: UNSEEN }));
  });
  const { text, value } = await server.call({ requests: [`${url}/json`, `${url}/text`] });
  expect(text).toMatch(SEEN);
  expect(value?.results[0]?.body).toEqual({ [UNSEEN]: UNSEEN });
  expect(value?.results[1]?.body).toBe(`a${UNSEEN}b`);
  expect(JSON.parse(text)).toEqual(value);
});

test('also where it is read again, and where a call is refused', async () => {
  const { url } = await serve((_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(Array.from({ length: 2_000 }, () => UNSEEN)));
  });
  const { value } = await server.call({ requests: [url], max_tokens: 1_000 });
  const ref = value?.results[0]?.truncated?.ref ?? value?.results[0]?.ref;
  const read = await server.connected.client.callTool({ name: 'read_result', arguments: { ref, limit: 3 } });
  expect(JSON.stringify(read.structuredContent)).toContain(UNSEEN.at(-1));
  expect(Object(read.content)[0].text).toMatch(SEEN);
  expect(await server.refused({ requests: [url], [`x${UNSEEN}`]: 1 })).toMatch(SEEN);
});
