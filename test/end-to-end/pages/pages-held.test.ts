import { expect, test } from 'vitest';
import { serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer('--max-per-host', '16');
const MIB = 2 ** 20;

test(
  'requests that have large pages while they wait for the next ones keep them, out of memory',
  { timeout: 40_000 },
  async () => {
    const count = 12;
    const page = JSON.stringify(['x'.repeat(9 * MIB)]);
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname === '/next') return;
      response.writeHead(200, { 'content-type': 'application/json', link: '</next>; rel="next"' }).end(page);
    });
    const { results } = await server.run({
      base_url: url,
      requests: Array.from({ length: count }, (_, i) => ({ url: `/${i}`, paginate: { next: 'link' } })),
      concurrency: count,
      per_host: count,
      deadline_ms: 12_000,
      max_tokens: 2_000,
    });
    expect(results.map(({ outcome, pages }) => [outcome, pages])).toEqual(Array.from({ length: count }, () => ['timeout', 1]));
    expect(results[0]?.error).toContain('page 1 is kept');
  },
);
