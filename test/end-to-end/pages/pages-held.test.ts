import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { json } from '../../support/api.ts';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer();
const MIB = 2 ** 20;
/** Together more than large bodies may take of the memory, 16 MiB. */
const COUNT = 4;

test(
  'requests that have large pages while they wait for the next ones keep them, out of memory',
  { timeout: 40_000 },
  async () => {
    const page = JSON.stringify(['x'.repeat(6 * MIB)]);
    // Next pages come once all first ones have been read.
    const waiting: ServerResponse[] = [];
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname !== '/next') {
        response.writeHead(200, { 'content-type': 'application/json', link: '</next>; rel="next"' }).end(page);
      } else if (waiting.push(response) === COUNT) {
        for (const each of waiting) json(each, ['the end']);
      }
    });
    const { results } = await server.run({
      base_url: url,
      requests: Array.from({ length: COUNT }, (_, i) => ({ url: `/${i}`, paginate: { next: 'link' } })),
      concurrency: COUNT,
      per_host: COUNT,
      max_tokens: 2_000,
    });
    expect(results.map(({ outcome, pages }) => [outcome, pages])).toEqual(Array.from({ length: COUNT }, () => [undefined, 2]));
    for (const { truncated } of results) expect(truncated?.ref).toEqual(expect.any(String));
  },
);
