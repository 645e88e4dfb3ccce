import { describe, expect, test } from 'vitest';
import type { ResultRecord } from '../../../src/batch/args/result-schema.ts';
import { fullError } from '../../support/full-error.ts';
import { ALLOWS_ALL_INSIDE, HAS_OWN_NET, publicNet } from '../../support/public-net/visit.ts';

/** Where a request to `from` is sent on to `target`. */
function to(from: string, target: string): string {
  return `${from}/to?${encodeURIComponent(target)}`;
}

const PUBLIC = 'http://public.test';
const NEVER = 'a public page is never followed there, whatever --allow says';

// Public addresses that cannot leave this machine: a network namespace without routes. Elsewhere this cannot be shown.
describe.skipIf(!HAS_OWN_NET)('on a network with public addresses', () => {
  const visit = publicNet();

  /** The records of one call, in order, one request after the other, and what arrived anywhere. */
  async function visitAll(
    flags: readonly string[],
    requests: readonly unknown[],
  ): Promise<{ records: ResultRecord[]; asked: readonly string[] }> {
    const { result, asked } = await visit(flags, { requests, concurrency: 1, select: 'asked' });
    return { records: result.results, asked };
  }

  test('a public page is fetched, and may lead to another', async () => {
    const urls = [`${PUBLIC}/a`, 'http://9.9.9.7/b', to(PUBLIC, 'http://other.test/c'), to(PUBLIC, to('http://9.9.9.1', '/d'))];
    const { records } = await visitAll([], urls);
    expect(records.map(({ body }) => body)).toEqual([
      `${PUBLIC}/a`,
      'http://9.9.9.7/b',
      'http://other.test/c',
      'http://9.9.9.1/d',
    ]);
  });

  test('a public page does not lead to this machine or its network, though the operator allows both', async () => {
    const targets: readonly (readonly [url: string, said: string])[] = [
      ['http://localhost:3000', 'resolves to 127.0.0.1, which is this machine'],
      ['http://127.0.0.1:3000', 'is this machine'],
      ['http://0x7f.1:3000', 'is this machine'],
      ['http://[::ffff:127.0.0.1]:3000', 'is this machine'],
      ['http://inside.test:3000', 'resolves to 127.0.0.1, which is this machine'],
      ['http://10.1.2.3', 'is a private network'],
      ['http://7.7.7.7', 'is this machine'],
      ['http://mixed.test:3000', 'resolves to 127.0.0.1, which is this machine'],
    ];
    const { records, asked } = await visitAll(ALLOWS_ALL_INSIDE, [
      ...targets.map(([url]) => to(PUBLIC, `${url}/secret`)),
      to(PUBLIC, to('http://other.test', 'http://localhost:3000/secret')),
      // The same ones are fetched when they are asked for directly, and may lead anywhere.
      'http://localhost:3000/direct',
      'http://inside.test:3000/direct',
      to('http://localhost:3000', 'http://127.0.0.1:3000/inside'),
      to('http://localhost:3000', `${PUBLIC}/out`),
      to('http://localhost:3000', to(PUBLIC, 'http://localhost:3000/secret')),
    ]);
    for (const [nth, [url, said]] of targets.entries()) {
      expect(records[nth]?.outcome).toBe('blocked');
      expect(fullError(records, nth)).toBe(`blocked: ${PUBLIC} leads to ${new URL(url).origin}, which ${said}; ${NEVER}`);
    }
    const rest = records.slice(targets.length);
    expect(rest.map(({ outcome, body }) => outcome ?? body)).toEqual([
      'blocked',
      'http://localhost:3000/direct',
      'http://inside.test:3000/direct',
      'http://127.0.0.1:3000/inside',
      `${PUBLIC}/out`,
      'blocked',
    ]);
    expect(rest[0]?.error).toContain('http://other.test leads to http://localhost:3000');
    expect(asked.filter((url) => url.includes('/secret') && !url.includes('/to?'))).toEqual([]);
  });

  test('nor does it bring out what has been stored of it, or use its open connection', async () => {
    const secret = 'http://localhost:3000/stored';
    const { records, asked } = await visitAll(ALLOWS_ALL_INSIDE, [secret, secret, to(PUBLIC, secret)]);
    expect(records.map(({ outcome, body }) => outcome ?? body)).toEqual([secret, secret, 'blocked']);
    expect(records[2]?.error).toContain(NEVER);
    expect(asked.filter((url) => url === secret).length).toBe(1);
  });

  test('a public host that the operator has named is a public page all the same', async () => {
    const { records } = await visitAll(ALLOWS_ALL_INSIDE, [
      'http://named.test/a',
      to('http://named.test', 'http://localhost:3000/'),
      to('http://9.9.9.9', 'http://localhost:3000/'),
    ]);
    expect(records.map(({ outcome }) => outcome ?? 'ok')).toEqual(['ok', 'blocked', 'blocked']);
  });

  test("this machine's own public address is this machine", async () => {
    const { records, asked } = await visitAll([], ['http://7.7.7.7/a', 'http://[::ffff:7.7.7.7]/b', 'http://9.9.9.9/c']);
    expect(records[0]).toMatchObject({
      outcome: 'blocked',
      error: expect.stringMatching(/7\.7\.7\.7:80 is this machine; .*--allow 7\.7\.7\.7:80 /),
    });
    expect(records[1]).toMatchObject({ outcome: 'blocked' });
    expect(asked).toEqual(['http://9.9.9.9/c']);
  });

  test('a host with an empty label, or one too long, is no name: nothing is asked of anybody', async () => {
    const urls = ['http://a..b/', 'http://.a/', 'http://../', `http://${'a'.repeat(64)}.test/`];
    const { records } = await visitAll([], urls);
    for (const record of records)
      expect(record).toMatchObject({ outcome: 'network', kind: 'dns', error: expect.stringContaining('(ENOTFOUND)') });
    expect(records.length).toBe(urls.length);
  });

  test('a name with one bad answer among its addresses is refused as a whole', async () => {
    const { records, asked } = await visitAll([], ['http://mixed.test/a']);
    expect(records[0]?.error).toContain('mixed.test:80 resolves to 127.0.0.1, which is this machine');
    expect(asked).toEqual([]);
  });

  test('--hosts keeps to its list on every hop', async () => {
    const { records, asked } = await visitAll(
      ['--hosts', 'public.test,9.9.9.7'],
      [`${PUBLIC}/a`, 'http://9.9.9.7/b', 'http://other.test/c', 'http://9.9.9.9/d', to(PUBLIC, 'http://other.test/e')],
    );
    expect(records.map(({ outcome }) => outcome ?? 'ok')).toEqual(['ok', 'ok', 'blocked', 'blocked', 'blocked']);
    for (const nth of [2, 4]) expect(fullError(records, nth)).toContain('start the server with other.test:80 added to --hosts');
    expect(asked.filter((url) => /\/[cde]$/.test(url) && !url.includes('/to?'))).toEqual([]);
  });
});
