import { isIP } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Resolve } from '../../../src/http/sockets/resolver.ts';
import { Guard } from '../../../src/http/guard/guard.ts';
import { idle, thrownBy } from '../../concurrency/support/async.ts';
import { Engine, failureOf, resolving, responseOf, type EngineOptions } from '../../support/engine.ts';
import { answer, behaves, rawServer, type RawServer } from '../../support/raw-server.ts';

/** The host of `http://written/` as a connection is asked for it: the URL parser's form, without brackets. */
function hostOf(written: string): string {
  return new URL(`http://${written}/`).hostname.replace(/^\[|\]$/g, '');
}

/** The message with which `guard` refuses a host that is, or resolves to, `addresses`; undefined if it does not. */
function refusal(guard: Guard, host: string, port: number, addresses: readonly string[] = [host]): string | undefined {
  return guard.checkAddresses(addresses, guard.allowsHost(host, port))?.failure('http:', host, port).message;
}

/** A resolver that answers with the next of `answers` each time it is asked, and counts. */
function changing(answers: readonly (readonly string[])[]): { resolve: Resolve; asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = (host, options, callback) => {
    const addresses = answers[Math.min(asked.push(host), answers.length) - 1] ?? [];
    resolving({ [host]: addresses })(host, options, callback);
  };
  return { resolve, asked };
}

/** What the URL parser makes of each is a literal that reaches this machine, or one that is no better. */
const SPELLINGS: readonly (readonly [written: string, host: string, what: string])[] = [
  ['127.0.0.1', '127.0.0.1', 'this machine'],
  ['127.1', '127.0.0.1', 'this machine'],
  ['127.0.1', '127.0.0.1', 'this machine'],
  ['127.0.0.1.', '127.0.0.1', 'this machine'],
  ['2130706433', '127.0.0.1', 'this machine'],
  ['0x7f.1', '127.0.0.1', 'this machine'],
  ['0x7F000001', '127.0.0.1', 'this machine'],
  ['0x7f.0x0.0x0.0x1', '127.0.0.1', 'this machine'],
  ['017700000001', '127.0.0.1', 'this machine'],
  ['0177.0.0.01', '127.0.0.1', 'this machine'],
  ['0177.0x0.1', '127.0.0.1', 'this machine'],
  ['①②⑦.0.0.1', '127.0.0.1', 'this machine'],
  ['１２７.0.0.1', '127.0.0.1', 'this machine'],
  ['127。0。0。1', '127.0.0.1', 'this machine'],
  ['%31%32%37.0.0.1', '127.0.0.1', 'this machine'],
  ['127.255.255.254', '127.255.255.254', 'this machine'],
  ['0', '0.0.0.0', 'this machine'],
  ['0x0', '0.0.0.0', 'this machine'],
  ['[::]', '::', 'this machine'],
  ['[::1]', '::1', 'this machine'],
  ['[0:0:0:0:0:0:0:1]', '::1', 'this machine'],
  ['[0000::0001]', '::1', 'this machine'],
  ['[::ffff:127.0.0.1]', '::ffff:7f00:1', 'this machine'],
  ['[::FFFF:7F00:0001]', '::ffff:7f00:1', 'this machine'],
  ['[64:ff9b::127.0.0.1]', '64:ff9b::7f00:1', 'this machine'],
  ['[::127.0.0.1]', '::7f00:1', 'not in the public IPv6 range'],
  ['[2002:7f00:1::]', '2002:7f00:1::', 'a 6to4 tunnel'],
  ['[2001:0:7f00:1::]', '2001:0:7f00:1::', 'reserved for protocol assignments (Teredo and others)'],
  ['[fe80::1]', 'fe80::1', 'not in the public IPv6 range'],
  ['10.0.257', '10.0.1.1', 'a private network'],
  ['0xa.1', '10.0.0.1', 'a private network'],
  ['3232235777', '192.168.1.1', 'a private network'],
];

describe('a literal, however it is spelled, is refused without a rule', () => {
  test.each(SPELLINGS)('%s is %s, which is %s', (written, host, what) => {
    expect(hostOf(written)).toBe(host);
    expect(isIP(host)).not.toBe(0);
    const flag = host.includes(':') ? `[${host}]:3000` : `${host}:3000`;
    expect(refusal(new Guard([]), host, 3_000)).toBe(
      `blocked: http://${flag} is ${what}; start the server with --allow ${flag} to permit it`,
    );
    expect(refusal(new Guard([flag]), host, 3_000)).toBeUndefined();
    expect(refusal(new Guard([flag]), host, 3_001)).toEqual(expect.any(String));
  });

  test.each(['[::1%25lo]', '[fe80::1%25eth0]', '[::1%lo]', '256.0.0.1', '0x100000000', '127.0.0.0.1'])(
    'what the URL parser refuses never gets this far: %s',
    (written) => {
      expect(URL.canParse(`http://${written}/`)).toBe(false);
    },
  );

  test.each(['1.0.0.1', '[2000::1]', '[::ffff:1.0.0.1]', '[64:ff9b::1.0.0.1]', '16777217'])(
    'unless it is public: %s',
    (written) => {
      expect(refusal(new Guard([]), hostOf(written), 80)).toBeUndefined();
    },
  );
});

describe('rules', () => {
  test.each([
    ['localhost', ['localhost', 'localhost:80', 'LOCALHOST:1'], ['localhost.', 'a.localhost', '127.0.0.1', '[::1]']],
    ['localhost:3000', ['localhost:3000', 'LocalHost:3000'], ['localhost:3001', 'localhost:80', 'localhost:300']],
    ['localhost:*', ['localhost:1', 'localhost:65535'], ['a.localhost:1']],
    ['LOCALHOST:3000', ['localhost:3000'], ['localhost:3001']],
    ['localhost.:3000', ['localhost.:3000'], ['localhost:3000']],
    ['Db.Corp.test:8080', ['db.corp.test:8080'], ['x.db.corp.test:8080', 'corp.test:8080']],
    ['münchen.test', ['xn--mnchen-3ya.test', 'MÜNCHEN.test'], ['munchen.test']],
    ['127.0.0.1:3000', ['127.0.0.1:3000', '127.1:3000', '2130706433:3000'], ['127.0.0.1:80', '127.0.0.2:3000']],
    ['127.1:3000', ['127.0.0.1:3000'], ['127.0.0.1:80']],
    ['0x7f.1', ['127.0.0.1:3000'], ['127.0.0.2']],
    ['[::1]:3000', ['[::1]:3000', '[0:0:0:0:0:0:0:1]:3000'], ['[::1]:80', '[::2]:3000', '127.0.0.1:3000']],
    ['[0:0:0:0:0:0:0:1]:3000', ['[::1]:3000'], ['[::1]:80']],
    ['[::1]', ['[::1]:3000', '[::1]'], ['[::2]']],
    ['[::1]:*', ['[::1]:3000', '[::1]'], ['[::2]']],
    ['::1', ['[::1]:3000', '[::1]'], ['[::2]']],
    ['0:0:0:0:0:0:0:1', ['[::1]:3000'], ['[::2]']],
    ['FD00::A', ['[fd00::a]:3000'], ['[fd00::b]:3000']],
    ['[::ffff:127.0.0.1]:3000', ['[::ffff:7f00:1]:3000'], ['127.0.0.1:3000']],
    ['127.0.0.1:080', ['127.0.0.1'], ['127.0.0.1:8080']],
    ['127.0.0.1/32', [], ['127.0.0.1:80', 'localhost']],
  ])('--allow %s names %j, not %j', (rule, named, others) => {
    const guard = new Guard([rule]);
    const allowsHost = (written: string): boolean => {
      return guard.allowsHost(hostOf(written), Number(new URL(`http://${written}/`).port) || 80);
    };
    expect(named.filter((written) => !allowsHost(written))).toEqual([]);
    expect(others.filter((written) => allowsHost(written))).toEqual([]);
  });

  test.each([
    ['10.0.0.0/8', ['10.0.0.1', '10.255.255.255', '::ffff:10.0.0.1', '64:ff9b::a00:1'], ['192.168.0.1', '::1']],
    ['127.0.0.0/8', ['127.0.0.1', '127.8.8.8', '::ffff:7f00:1'], ['::1', '0.0.0.0', '10.0.0.1']],
    ['127.0.0.1/32', ['127.0.0.1'], ['127.0.0.2', '::1']],
    ['fd00::/8', ['fd00::1', 'fdff::1'], ['fc00::1', 'fe80::1', '10.0.0.1']],
    ['FD12::/16', ['fd12::1'], ['fd13::1']],
    ['::1/128', ['::1'], ['::', '127.0.0.1']],
    ['0.0.0.0/0', ['127.0.0.1', '10.0.0.1', '255.255.255.255'], ['::1', 'fd00::1']],
    ['::/0', ['::1', 'fd00::1', '2002:7f00:1::'], ['127.0.0.1', '::ffff:127.0.0.1']],
  ])('--allow %s covers the addresses %j, not %j', (rule, covered, others) => {
    const guard = new Guard([rule]);
    expect(covered.filter((address) => guard.checkAddresses([address], false))).toEqual([]);
    expect(others.filter((address) => !guard.checkAddresses([address], false))).toEqual([]);
  });

  test('any one of them is enough', () => {
    const guard = new Guard(['localhost:3000', '127.0.0.1/32', '10.0.0.0/8', '[::1]:80']);
    expect(guard.checkAddresses(['127.0.0.1', '10.1.1.1'], false)).toBeUndefined();
    expect(guard.allowsHost('::1', 80)).toBe(true);
    expect(guard.allowsHost('localhost', 3_000)).toBe(true);
    expect(refusal(guard, '::1', 81)).toEqual(expect.any(String));
  });

  test.each([
    '',
    ' ',
    ':',
    ':80',
    '*',
    '*:80',
    '*.test',
    'a.*',
    'localhost:',
    'localhost:0',
    'localhost:65536',
    'localhost:99999',
    'localhost:http',
    'localhost:-1',
    'localhost:3000:1',
    'localhost:**',
    'local host',
    ' localhost',
    'localhost ',
    'user@localhost',
    'localhost?',
    'localhost#a',
    'localhost\\a',
    'a%',
    'a%40b',
    '[localhost]',
    '[localhost]:80',
    '[::1',
    '::1]',
    '[::1]80',
    '[::1]:',
    '[::1]:0',
    '[::1%lo]:80',
    'fe80::1%eth0',
    '1.2.3.4.5',
    '256.0.0.1',
    '127.0.0.1-127.0.0.9',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '/8',
    '::/129',
    '[::1]/128',
    'localhost/8',
    'http://localhost:3000',
    'https://localhost/',
    '//localhost',
    'localhost:3000/',
    'localhost/path',
  ])('"%s" is none, and the operator is told so', (entry) => {
    const error = thrownBy(() => new Guard(['127.0.0.1', entry]));
    expect(error).toBeInstanceOf(RangeError);
    expect(error).toHaveProperty('message', expect.stringMatching(/^expected .*ADDRESS\/PREFIX/));
    expect(String(error)).toContain(/^(?:10\.|::\/)/.test(entry) ? `got ${entry}` : `got ${JSON.stringify(entry)}`);
  });
});

describe('what is said of a refusal', () => {
  test.each([
    ['http:', 'localhost', 3_000, '127.0.0.1', 'localhost:3000', 'resolves to 127.0.0.1, which is this machine'],
    ['https:', 'db.corp.test', 443, '10.0.0.7', 'db.corp.test:443', 'resolves to 10.0.0.7, which is a private network'],
    ['http:', 'localhost.', 80, '::1', 'localhost.:80', 'resolves to ::1, which is this machine'],
    ['http:', '127.0.0.1', 80, '127.0.0.1', '127.0.0.1:80', 'is this machine'],
    ['http:', '::1', 8_080, '::1', '[::1]:8080', 'is this machine'],
    ['http:', '::ffff:7f00:1', 80, '::ffff:7f00:1', '[::ffff:7f00:1]:80', 'is this machine'],
    ['http:', '192.168.0.1', 80, '192.168.0.1', '192.168.0.1:80', 'is a private network'],
  ])('%s//%s on %i, which is %s: paste --allow %s', (protocol, host, port, address, flag, what) => {
    const failure = new Guard([]).checkAddresses([address], false)?.failure(protocol, host, port);
    expect(failure).toMatchObject({ outcome: 'blocked', kind: undefined, retryable: false });
    expect(failure?.message).toBe(`blocked: ${protocol}//${flag} ${what}; start the server with --allow ${flag} to permit it`);
    expect(new Guard([flag]).allowsHost(host, port)).toBe(true);
  });

  test('the first bad answer is the one it names', () => {
    const guard = new Guard(['127.0.0.1/32']);
    const message = refusal(guard, 'x.test', 80, ['127.0.0.1', '10.0.0.1', '192.168.0.1']);
    expect(message).toContain('resolves to 10.0.0.1, which');
  });
});

describe('a cloud metadata service is refused whatever the operator says', () => {
  const everything = ['0.0.0.0/0', '::/0', 'metadata.test', '169.254.169.254', '169.254.169.254:80'];

  test.each([
    '169.254.169.254',
    '169.254.170.2',
    '169.254.170.23',
    '169.254.42.42',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
    'fd00:ec2::254',
    'fd00:ec2::23',
    'fd20:ce::254',
    'fd00:42::42',
    'fe80::a9fe:a9fe',
    '::ffff:169.254.169.254',
    '64:ff9b::a9fe:a9fe',
  ])('%s: as a literal, and behind a name', (address) => {
    const guard = new Guard([...everything, isIP(address) === 6 ? `[${address}]` : address]);
    const host = hostOf(isIP(address) === 6 ? `[${address}]` : address);
    expect(guard.allowsHost(host, 80)).toBe(true);
    const message = refusal(guard, host, 80);
    expect(message).toContain('is a cloud metadata service; it is never fetched');
    expect(message).not.toContain('--allow');
    expect(refusal(guard, 'metadata.test', 80, [address])).toBe(
      `blocked: http://metadata.test:80 resolves to ${address}, which is a cloud metadata service; it is never fetched`,
    );
    expect(refusal(guard, 'metadata.test', 80, ['127.0.0.1', address])).toContain('a cloud metadata service');
  });

  test.each(['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '①⑥⑨.254.169.254', '[::ffff:169.254.169.254]'])(
    'spelled %s',
    (written) => {
      const message = refusal(new Guard([...everything, written]), hostOf(written), 80);
      expect(message).toContain('a cloud metadata service; it is never fetched');
    },
  );
});

// Nothing below can leave this machine, however broken the guard: every literal and every answer of a resolver is an
// address of this machine, and the engine of the tests refuses to dial anything else besides.
describe('in front of every connection', () => {
  let server: RawServer;
  let engines: Engine[];

  beforeEach(async () => {
    engines = [];
    server = await rawServer(behaves);
  });
  afterEach(async () => {
    await Promise.all(engines.map(({ connections }) => connections.destroy()));
    await server.close();
  });

  function engine(allow: readonly string[], resolve: EngineOptions['resolve'] = resolving({})): Engine {
    const made = new Engine({ allow, resolve });
    engines.push(made);
    return made;
  }

  test.each(['127.0.0.1', '127.1', '2130706433', '0x7f.1', '017700000001', '①②⑦.0.0.1', '127.0.0.1.'])(
    'a literal is refused before a socket is made, and reached with a rule for what it stands for: %s',
    async (written) => {
      const url = `http://${written}:${server.port}/`;
      const { resolve, asked } = changing([['127.0.0.1']]);
      const failure = failureOf(await engine([], resolve).fetchOnce(url));
      expect(failure).toMatchObject({ outcome: 'blocked', retryable: false });
      expect(failure.message).toContain(`--allow 127.0.0.1:${server.port} to permit it`);
      expect(server.accepted).toBe(0);
      expect(responseOf(await engine([`127.0.0.1:${server.port}`], resolve).fetchOnce(url)).status).toBe(200);
      expect(asked).toEqual([]);
    },
  );

  test.each(['[::1]', '[::]', '[::ffff:127.0.0.1]', '0', '127.0.0.2'])(
    'a rule for one address does not open another that also reaches this machine: %s',
    async (written) => {
      const { resolve, asked } = changing([['127.0.0.1']]);
      const allowing = engine(['127.0.0.1', 'localhost'], resolve);
      expect(failureOf(await allowing.fetchOnce(`http://${written}:${server.port}/`)).outcome).toBe('blocked');
      expect([server.accepted, asked.length]).toEqual([0, 0]);
    },
  );

  test.each(['localhost', 'LOCALHOST', 'localhost.', 'anything.test', 'localtest.test.'])(
    'a name is judged by what it resolves to: %s',
    async (written) => {
      const { resolve } = changing([['127.0.0.1']]);
      const failure = failureOf(await engine([], resolve).fetchOnce(`http://${written}:${server.port}/`));
      const name = written.toLowerCase();
      expect(failure.message).toBe(
        `blocked: http://${name}:${server.port} resolves to 127.0.0.1, which is this machine; ` +
          `start the server with --allow ${name}:${server.port} to permit it`,
      );
      expect(server.accepted).toBe(0);
      const allowing = engine([`${name}:${server.port}`], resolve);
      expect(responseOf(await allowing.fetchOnce(`http://${written}:${server.port}/`)).status).toBe(200);
    },
  );

  test('a rule for localhost does not open a name that merely resolves to it', async () => {
    const { resolve } = changing([['127.0.0.1']]);
    const failure = failureOf(await engine(['localhost', '127.0.0.1:*'], resolve).fetchOnce(`http://evil.test:${server.port}/`));
    expect(failure.outcome).toBe('blocked');
    expect(server.accepted).toBe(0);
  });

  test('a subnet opens every name that resolves into it', async () => {
    const { resolve } = changing([['127.0.0.1']]);
    const reached = await engine(['127.0.0.1/32'], resolve).fetchOnce(`http://any.test:${server.port}/`);
    expect(responseOf(reached).status).toBe(200);
  });

  test.each([
    [['127.0.0.1', '::1']],
    [['::1', '127.0.0.1']],
    [['127.0.0.1', '127.0.0.1', '127.0.0.2']],
    [['127.0.0.1', '::ffff:127.0.0.2']],
    [['127.0.0.1', '0.0.0.0']],
    [['127.0.0.1', '::1%lo']],
  ])('one bad answer among good ones refuses the name: %j where 127.0.0.1 is allowed', async (answers) => {
    const { resolve, asked } = changing([answers]);
    const failure = failureOf(await engine(['127.0.0.1/32'], resolve).fetchOnce(`http://mixed.test:${server.port}/`));
    const bad = answers.find((address) => address !== '127.0.0.1');
    expect(failure).toMatchObject({ outcome: 'blocked', retryable: false });
    expect(failure.message).toContain(`resolves to ${bad}, which is`);
    expect([server.accepted, asked.length]).toEqual([0, 1]);
  });

  test('a name that is rebound is judged again for each connection, on its one lookup', async () => {
    const { resolve, asked } = changing([['127.0.0.1'], ['::1'], ['127.0.0.1', '127.0.0.2'], ['127.0.0.1']]);
    const rebound = engine(['127.0.0.1/32'], resolve);
    const outcomes: unknown[] = [];
    for (let times = 0; times < 4; times++) {
      const fetched = await rebound.fetchOnce(`http://rebound.test:${server.port}/`);
      outcomes.push(fetched.response?.status ?? failureOf(fetched).outcome);
      rebound.connections.closeIdle(`http://rebound.test:${server.port}`);
      await idle();
    }
    expect(outcomes).toEqual([200, 'blocked', 'blocked', 200]);
    expect([server.accepted, asked.length]).toEqual([2, 4]);
  });

  test('an open connection is used again without asking: what was dialled cannot be rebound', async () => {
    const { resolve, asked } = changing([['127.0.0.1'], ['::1']]);
    const reusing = engine(['127.0.0.1/32'], resolve);
    for (let times = 0; times < 3; times++) {
      expect(responseOf(await reusing.fetchOnce(`http://rebound.test:${server.port}/`)).status).toBe(200);
      await idle(); // undici gives a connection back a turn after the response
    }
    expect([server.accepted, server.requests.length, asked.length]).toEqual([1, 3, 1]);
  });

  test.each([
    ['a literal', 'http://127.0.0.2:PORT/', '127.0.0.2:PORT is this machine'],
    ['another spelling of a literal', 'http://%31%32%37.2:PORT/', '127.0.0.2:PORT is this machine'],
    ['an IPv6 literal', '//[::1]:PORT/', '[::1]:PORT is this machine'],
    ['a mapped one', 'http://[::ffff:127.0.0.1]:PORT/', '[::ffff:7f00:1]:PORT is this machine'],
    ['a name', 'http://evil.test:PORT/', 'evil.test:PORT resolves to ::1, which is this machine'],
    ['another port', 'http://127.0.0.1:2/', '127.0.0.1:2 is this machine'],
    ['a port that is not for the web', 'http://127.0.0.1:6379/', '127.0.0.1:6379 is on a port for Redis'],
  ])('a redirect is judged like the first URL: to %s', async (_, location, said) => {
    let port = 0;
    const at = (text: string): string => text.replace('PORT', String(port));
    const redirecting = await rawServer((socket) => {
      socket.write(answer('302 Found', [`Location: ${at(location)}`, 'Content-Length: 0']));
    });
    try {
      ({ port } = redirecting);
      const following = engine([`127.0.0.1:${port}`], resolving({ 'evil.test': '::1' }));
      const failure = failureOf(await following.fetchOnce(redirecting.origin));
      expect(failure.outcome).toBe('blocked');
      expect(failure.message).toContain(`blocked: http://${at(said)}`);
      expect(redirecting.requests.length).toBe(1);
    } finally {
      await redirecting.close();
    }
  });

  test('a refusal is not tried again', async () => {
    const { resolve, asked } = changing([['::1'], ['127.0.0.1']]);
    const trying = engine(['127.0.0.1/32'], resolve);
    const fetched = await trying.fetchOnce(`http://rebound.test:${server.port}/`, { retries: 2 });
    expect(failureOf(fetched).outcome).toBe('blocked');
    expect([asked.length, fetched.trace.attempts, fetched.trace.sent]).toEqual([1, 1, false]);
  });

  test.each([1, 20])('each of %i requests that wait for one refused name gets the refusal', async (count) => {
    const { resolve } = changing([['127.0.0.1']]);
    const refusing = engine([], resolve);
    const url = `http://refused.test:${server.port}/`;
    const fetched = await Promise.all(Array.from({ length: count }, () => refusing.fetchOnce(url)));
    expect(new Set(fetched.map((each) => failureOf(each).outcome))).toEqual(new Set(['blocked']));
    expect(server.accepted).toBe(0);
  });
});
