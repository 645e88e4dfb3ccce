import { describe, expect, test } from 'vitest';
import { fullError } from '../../support/full-error.ts';
import { ALLOWS_ALL_INSIDE, HAS_OWN_NET, publicNet } from '../../support/public-net/visit.ts';

const PUBLIC = 'http://public.test';
const INSIDE = 'http://localhost:3000';

/** A page whose next one is `target`. */
function before(from: string, target: string): string {
  return `${from}/next?${encodeURIComponent(target)}`;
}

// As public-net.test.ts: only where a network of our own can be had.
describe.skipIf(!HAS_OWN_NET)('on a network with public addresses', () => {
  const visit = publicNet();

  /** The URLs of pages that were read, for each first page. */
  async function pagesFrom(flags: readonly string[], urls: readonly string[]): ReturnType<typeof visit> {
    const paginate = { next: 'link', items: 'asked' };
    return visit(flags, { requests: urls.map((url) => ({ url, paginate })), concurrency: 1 });
  }

  test('the next page of a public one may be at another public address', async () => {
    const [first, second] = [before(PUBLIC, 'http://9.9.9.7/b'), before(PUBLIC, before('http://other.test', '/c'))];
    const { result } = await pagesFrom([], [first, second]);
    expect(result.results.map(({ body }) => body)).toEqual([
      [first, 'http://9.9.9.7/b'],
      [second, before('http://other.test', '/c'), 'http://other.test/c'],
    ]);
  });

  test('it is not on this machine or its network, though the operator allows both', async () => {
    const targets = [`${INSIDE}/secret`, 'http://127.0.0.1:3000/secret', 'http://10.1.2.3/secret'];
    const urls = [
      ...targets.map((target) => before(PUBLIC, target)),
      before(PUBLIC, before('http://other.test', targets[0] ?? '')),
    ];
    const { result, asked } = await pagesFrom(ALLOWS_ALL_INSIDE, urls);
    expect(result.results).toHaveLength(urls.length);
    for (const [nth, record] of result.results.entries()) {
      expect(record).toMatchObject({ outcome: 'blocked', pages: nth === 3 ? 2 : 1 });
      expect(fullError(result.results, nth)).toMatch(
        /^page [23]: blocked: .*a public page is never followed there, whatever --allow says; page/,
      );
    }
    expect(asked.filter((url) => url.endsWith('/secret'))).toEqual([]);
  });

  test('nor does a local page that a public one has come from lead back', async () => {
    const url = before(INSIDE, before(PUBLIC, `${INSIDE}/secret`));
    const { result, asked } = await pagesFrom(ALLOWS_ALL_INSIDE, [url, before(INSIDE, '/more')]);
    expect(result.results).toMatchObject([
      { outcome: 'blocked', pages: 2, body: [url, before(PUBLIC, `${INSIDE}/secret`)] },
      { status: 200, pages: 2, body: [before(INSIDE, '/more'), `${INSIDE}/more`] },
    ]);
    expect(asked).not.toContain(`${INSIDE}/secret`);
  });
});
