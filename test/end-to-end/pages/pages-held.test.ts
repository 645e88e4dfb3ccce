import { expect, test } from 'vitest';
import { outcomesOf, serve, sharedServer } from '../../support/shared-server.ts';

const server = sharedServer('--max-per-host', '16');
const MIB = 2 ** 20;

test(
  'requests that hold large pages while they wait for the next ones are not joined by ever more of them',
  { timeout: 40_000 },
  async () => {
    const count = 12;
    const page = JSON.stringify(['x'.repeat(9 * MIB)]);
    const { url } = await serve((_, response, { pathname }) => {
      if (pathname !== '/next')
        response.writeHead(200, { 'content-type': 'application/json', link: '</next>; rel="next"' }).end(page);
    });
    const result = await server.run({
      base_url: url,
      requests: Array.from({ length: count }, (_, i) => ({ url: `/${i}`, paginate: { next: 'link' } })),
      concurrency: count,
      per_host: count,
      deadline_ms: 12_000,
    });
    // Eight of 9 MiB are more than 64 MiB: the eighth may still join seven.
    expect(outcomesOf(result).toSorted()).toEqual([
      ...Array.from({ length: count - 8 }, () => 'ok'),
      ...Array.from({ length: 8 }, () => 'timeout'),
    ]);
    expect(result.notes?.join('\n')).toContain(
      'stopped after page 1: the other requests hold pages of 64 MiB; follow fewer at a time (concurrency)',
    );
  },
);
