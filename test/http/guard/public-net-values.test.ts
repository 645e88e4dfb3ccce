import { describe, expect, test } from 'vitest';
import { fullError } from '../../support/full-error.ts';
import { ALLOWS_ALL_INSIDE, HAS_OWN_NET, publicNet } from '../../support/public-net/visit.ts';

const INSIDE = 'http://localhost:3000';

/** A page there that says a text. */
function saying(from: string, text: string): string {
  return `${from}/says?${encodeURIComponent(text)}`;
}

/** A page, and a request whose variable `u` is what it says. */
function following(page: string, url: string, more: object = {}): object[] {
  return [
    { id: 'page', url: page },
    { id: 'led', url, vars: { u: { from: 'page', select: 'says' } }, ...more },
  ];
}

// As public-net.test.ts: only where a network of our own can be had.
describe.skipIf(!HAS_OWN_NET)('on a network with public addresses', () => {
  const visit = publicNet();

  test.each<[object, ...(readonly [what: string, text: string, url: string])[]]>([
    [
      {},
      ['the URL', `${INSIDE}/secret`, '{+u}'],
      ['the host', 'localhost:3000', 'http://{+u}/secret'],
      ['the port', '3000', 'http://localhost:{u}/secret'],
      ['an address', '2130706433', 'http://{u}:3000/secret'],
    ],
    [{ base_url: 'http://public.test' }, ['the host over base_url', '//localhost:3000/secret', '{+u}']],
  ])(
    'a body of a public page does not lead to this machine, though the operator allows it: call %j, and it says %j',
    async (call, ...cases) => {
      const requests = cases.flatMap(([, text, url], nth) => {
        return [
          { id: `page${nth}`, url: saying('http://public.test', text) },
          { url, vars: { u: { from: `page${nth}`, select: 'says' } } },
        ];
      });
      const { result, asked } = await visit(ALLOWS_ALL_INSIDE, { ...call, requests });
      for (const [nth, [what]] of cases.entries()) {
        expect(result.results[2 * nth], what).not.toHaveProperty('outcome');
        expect(result.results[2 * nth + 1]?.outcome, what).toBe('blocked');
        expect(fullError(result.results, 2 * nth + 1), what).toMatch(
          /blocked: http:\/\/public\.test leads to http:.*; a public page is never followed there, whatever --allow says/,
        );
      }
      expect(asked.filter((each) => each.endsWith('/secret'))).toEqual([]);
    },
  );

  test('nor does it by way of a request that passes the value on, a page of pages, or a redirect', async () => {
    const page = saying('http://public.test', `${INSIDE}/secret`);
    const passed = [
      { id: 'middle', url: 'http://other.test/says?1#{u}', vars: { u: { from: 'page', select: 'says' } } },
      { url: '{+u}{?n}', vars: { n: { from: 'middle', select: 'says' } } },
    ];
    const paged = { id: 'paged', url: page, paginate: { next: 'none', items: 'says' } };
    const redirected = `${INSIDE}/to?${encodeURIComponent(page)}`;
    const { result, asked } = await visit(ALLOWS_ALL_INSIDE, {
      requests: [
        { id: 'page', url: page },
        ...passed,
        paged,
        { url: '{+u}', vars: { u: { from: 'paged', select: '[]' } } },
        { id: 'away', url: redirected },
        { url: '{+u}', vars: { u: { from: 'away', select: 'says' } } },
      ],
    });
    expect(result.results.map(({ outcome }) => outcome ?? 'ok')).toEqual([
      'ok',
      'ok',
      'blocked',
      'ok',
      'blocked',
      'ok',
      'blocked',
    ]);
    expect(asked.filter((each) => each.startsWith(`${INSIDE}/secret`))).toEqual([]);
  });

  test('the caller may say the host itself, and a local page may lead anywhere', async () => {
    const { result } = await visit(ALLOWS_ALL_INSIDE, {
      requests: [
        ...following(saying('http://public.test', 'a'), `${INSIDE}/{u}`),
        { id: 'own', url: saying(INSIDE, `${INSIDE}/b`) },
        { url: '{+u}', vars: { u: { from: 'own', select: 'says' } } },
        // Equal to one that must not be sent.
        { id: 'out', url: saying('http://public.test', `${INSIDE}/a`) },
        { url: '{+u}', vars: { u: { from: 'out', select: 'says' } } },
      ],
    });
    expect(result.results.map(({ outcome }) => outcome ?? 'ok')).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'blocked']);
  });
});
