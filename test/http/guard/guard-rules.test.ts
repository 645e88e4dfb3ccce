import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { Guard } from '../../../src/http/guard/guard.ts';
import { isMetadataName } from '../../../src/http/guard/metadata.ts';
import { ownAddresses } from '../../../src/http/guard/own-addresses.ts';
import { thrownBy } from '../../concurrency/support/async.ts';

/** What is said of a URL without a lookup; `fine` if nothing is. */
function said(url: string, allow: readonly string[] = [], hosts?: readonly string[]): string {
  const guard = new Guard(allow, { isOwn: () => false, ...(hosts ? { hosts } : {}) });
  return guard.refusal(new URL(url))?.message ?? 'fine';
}

describe('a port that is not for the web', () => {
  /** undici's own copy of the Fetch standard's list. */
  const constants: unknown = createRequire(import.meta.url)('undici/lib/web/fetch/constants.js');
  const bad = [...(constants as { badPortsSet: Set<string> }).badPortsSet].map(Number);

  test('is every one of the Fetch standard', () => {
    expect(bad.length).toBeGreaterThan(80);
    expect(bad.filter((port) => said(`http://one.test:${port}/`) === 'fine')).toEqual([]);
  });

  test.each([
    0, 22, 25, 445, 1433, 1521, 2181, 2375, 2376, 2379, 3306, 3389, 5432, 5672, 5858, 5984, 6379, 6443, 8500, 9042, 9092, 9200,
    9222, 9229, 9230, 9300, 10_250, 10_255, 11_211, 27_017,
  ])('%i is refused, also in TLS, by literal, and with rules that do not name it', (port) => {
    const allow = ['one.test', 'one.test:*', 'one.test:80', 'two.test:*', '0.0.0.0/0', '::/0', `two.test:${port || 1}`];
    for (const url of [
      `http://one.test:${port}/`,
      `https://one.test:${port}`,
      `http://8.8.8.8:${port}`,
      `http://[2003::1]:${port}`,
    ]) {
      expect(said(url)).toMatch(/^blocked: .* is on a port for .*, not for the web; start the server with --allow /);
      expect(said(url, allow)).toMatch(/is on a port for/);
    }
  });

  test.each([80, 81, 443, 591, 3000, 4000, 5000, 5173, 8000, 8008, 8080, 8081, 8088, 8443, 8888, 9000, 9090, 9443, 65_535])(
    '%i is none',
    (port) => {
      expect(said(`http://one.test:${port}/`)).toBe('fine');
      expect(said(`https://one.test:${port}/`)).toBe('fine');
    },
  );

  test('opens to a rule that names it, which is the line to add', () => {
    const refusal = said('http://localhost:6379/', ['localhost', 'localhost:*', '127.0.0.0/8']);
    expect(refusal).toBe(
      'blocked: http://localhost:6379 is on a port for Redis, not for the web; ' +
        'start the server with --allow localhost:6379 to permit exactly this port',
    );
    expect(said('http://localhost:6379/', ['localhost:6379'])).toBe('fine');
    expect(said('http://127.0.0.1:6379/', ['127.0.0.1:6379'])).toBe('fine');
    expect(said('http://[::1]:6379/', ['[::1]:6379'])).toBe('fine');
    expect(said('http://localhost:5432/', ['localhost:6379'])).toContain('PostgreSQL');
  });
});

describe('a metadata service by its name', () => {
  test.each([
    'metadata.google.internal',
    'METADATA.Google.Internal',
    'metadata.google.internal.',
    'metadata',
    'metadata.',
    'metadata.goog',
    'instance-data',
    'instance-data.ec2.internal',
    'instance-data.eu-west-1.compute.internal',
    'metadata.azure.internal',
    'metadata.tencentyun.com',
    'metadata%2Egoogle%2Einternal',
    'ｍetadata.google.internal',
    'metadata。google。internal',
    'rancher-metadata',
  ])('%s is never fetched, whatever the operator says', (host) => {
    const name = new URL(`http://${host}/`).hostname;
    for (const allow of [[], [name, `${name}:80`, '0.0.0.0/0', '169.254.169.254:80']]) {
      expect(said(`http://${host}/`, allow)).toBe(`blocked: http://${name}:80 is a cloud metadata service; it is never fetched`);
      expect(said(`https://${host}:6379/`, allow, ['*'])).toContain('it is never fetched');
    }
  });

  test.each([
    'metadata.test',
    'xmetadata.google.internal',
    'google.internal',
    'metadata.google.internal.test',
    'instance-data.test',
  ])('%s is another', (host) => expect(isMetadataName(host)).toBe(false));
});

describe('--hosts', () => {
  test.each<[string, string[], string[]]>([
    [
      'api.one.test',
      ['http://api.one.test/', 'https://API.one.test:8443/', 'http://api.one.test./'],
      ['http://one.test/', 'http://x.api.one.test/', 'http://api.one.test.evil.test/'],
    ],
    [
      '*.one.test',
      ['http://a.one.test/', 'https://a.b.one.test:81/'],
      ['http://one.test/', 'http://xone.test/', 'http://one.test.evil.test/'],
    ],
    ['one.test:8080', ['http://one.test:8080/'], ['http://one.test/', 'http://one.test:8081/']],
    ['*.one.test:443', ['https://a.one.test/'], ['http://a.one.test/', 'https://one.test/']],
    ['One.Test.', ['http://one.test/', 'http://one.test./'], ['http://one.test.x/']],
    ['8.8.8.8', ['http://8.8.8.8/', 'http://0x8.8.2056/'], ['http://8.8.4.4/', 'http://one.test/']],
    ['[2003::1]:8080', ['http://[2003:0::1]:8080/'], ['http://[2003::1]/', 'http://[2003::2]:8080/']],
    ['münchen.test', ['http://xn--mnchen-3ya.test/', 'http://MÜNCHEN.test/'], ['http://munchen.test/']],
    ['*', ['http://one.test/', 'https://8.8.8.8/'], []],
  ])('%s means %j, not %j', (entry, meant, others) => {
    for (const url of meant) expect([url, said(url, [], [entry])]).toEqual([url, 'fine']);
    for (const url of others)
      expect([url, said(url, [], [entry, 'other.test'])]).toEqual([url, expect.stringMatching(/ added to --hosts /)]);
  });

  test('opens nothing by itself, and --allow does not get round it', () => {
    expect(said('http://127.0.0.1:3000/', [], ['127.0.0.1'])).toContain('--allow 127.0.0.1:3000 ');
    expect(said('http://one.test:6379/', [], ['one.test:6379'])).toContain('--allow one.test:6379 ');
    expect(said('http://127.0.0.1:3000/', ['127.0.0.1:3000'], ['one.test'])).toBe(
      'blocked: http://127.0.0.1:3000 is not among the hosts of --hosts; start the server with 127.0.0.1:3000 added to --hosts to permit it',
    );
    expect(said('http://[2003::1]/', [], ['one.test'])).toContain('with [2003::1]:80 added to --hosts');
  });

  test.each([
    '',
    '*.',
    '*.*.test',
    '*test',
    'a.*',
    '.one.test',
    '*.127.0.0.1',
    '*.[::1]',
    'http://one.test',
    'one.test/',
    '10.0.0.0/8',
    'one.test:0',
    'one.test:x',
    'u@one.test',
  ])('"%s" is no host', (entry) => {
    const error = thrownBy(() => new Guard([], { hosts: ['one.test', entry] }));
    expect(error).toBeInstanceOf(RangeError);
    expect(String(error)).toContain(JSON.stringify(entry));
  });
});

test.each(['http://one.test:3000', 'https://one.test:3000/api'])('%s is told how a host is written', (entry) => {
  const written = `got "${entry}"; without scheme and path it is one.test:3000`;
  expect(String(thrownBy(() => new Guard([entry])))).toContain(`HOST, HOST:PORT, HOST:* or ADDRESS/PREFIX, ${written}`);
  expect(String(thrownBy(() => new Guard([], { hosts: [entry] })))).toContain(
    `HOST, *.HOST or one of them with :PORT, ${written}`,
  );
});

describe('an address of this machine', () => {
  const interfaces = { eth0: [{ address: '8.8.4.4' }, { address: '2003::0:5' }, { address: 'fe80::1' }], lo: undefined };
  const isOwn = ownAddresses({ interfaces: () => interfaces, now: () => 0 });

  test.each(['8.8.4.4', '2003::5', '2003:0:0:0:0:0:0:5', '::ffff:8.8.4.4', '64:ff9b::808:404'])(
    '%s is this machine, though it is public',
    (address) => {
      const guard = new Guard([], { isOwn });
      expect(guard.checkAddresses([address], false)?.failure('http:', 'me.test', 80).message).toBe(
        `blocked: http://me.test:80 resolves to ${address}, which is this machine; start the server with --allow me.test:80 to permit it`,
      );
      expect(guard.isPublic(address)).toBe(false);
      expect(guard.checkAddresses([address], true)).toBeUndefined();
      expect(guard.checkAddresses([address], true, true)).toMatchObject({ by: 'address' });
    },
  );

  test('a neighbour is not, and a CIDR opens it', () => {
    const guard = new Guard(['8.8.4.0/24'], { isOwn });
    expect(guard.checkAddresses(['8.8.4.5', '2003::6'], false)).toBeUndefined();
    expect(guard.checkAddresses(['8.8.4.4'], false)).toBeUndefined();
    expect(guard.checkAddresses(['2003::5'], false)).toMatchObject({ by: 'address' });
  });

  test('is known anew after 3 seconds, not at each question', () => {
    let now = 10_000;
    let read = 0;
    let address = '8.8.4.4';
    const owns = ownAddresses({ interfaces: () => ({ eth0: read++ < 100 ? [{ address }] : [] }), now: () => now });
    expect([owns('8.8.4.4'), owns('8.8.4.5'), read]).toEqual([true, false, 1]);
    address = '8.8.4.5';
    now += 2_999;
    expect([owns('8.8.4.5'), read]).toEqual([false, 1]);
    now += 1;
    expect([owns('8.8.4.4'), owns('8.8.4.5'), read]).toEqual([false, true, 2]);
  });

  test('as the system tells them: loopback, at least', () => {
    expect(ownAddresses()('127.0.0.1')).toBe(true);
    expect(ownAddresses()('8.8.8.8')).toBe(false);
  });
});
