import { execFileSync } from 'node:child_process';
import { closeSync, open, openSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Resolver, type Resolve } from '../../../src/http/sockets/resolver.ts';
import { failureOf } from '../../concurrency/support/async.ts';
import { lookupError } from '../../support/engine.ts';

/** A resolver that answers when told to. */
function held(): { resolve: Resolve; asked: string[]; answer: (host: string, addresses?: string[], error?: Error) => void } {
  const asked: string[] = [];
  const waiting = new Map<string, Parameters<Resolve>[2]>();
  return {
    asked,
    resolve: (host, _, callback) => void (asked.push(host), waiting.set(host, callback)),
    answer: (host, addresses = ['127.0.0.1'], error) => {
      const callback = waiting.get(host);
      if (!callback) throw new Error(`${host} has not been asked for`);
      callback(
        error ?? null,
        addresses.map((address) => ({ address, family: 4 })),
      );
    },
  };
}

describe('a name', () => {
  test('that many ask for at once is looked up once, and the next time again', async () => {
    const { resolve, asked, answer } = held();
    const resolver = new Resolver({ resolve, timeoutMs: 5_000 });
    const first = Array.from({ length: 20 }, () => resolver.addressesOf('one.test'));
    await sleep(1);
    expect(asked).toEqual(['one.test']);
    answer('one.test', ['127.0.0.1', '127.0.0.2']);
    const addresses = [
      { address: '127.0.0.1', family: 4 },
      { address: '127.0.0.2', family: 4 },
    ];
    expect(new Set((await Promise.all(first)).map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(addresses)]));
    const again = resolver.addressesOf('one.test');
    await sleep(1);
    expect(asked).toEqual(['one.test', 'one.test']);
    answer('one.test', ['127.0.0.9']);
    expect(await again).toEqual([{ address: '127.0.0.9', family: 4 }]);
  });

  test('that fails fails for all who asked, and is looked up again', async () => {
    const { resolve, asked, answer } = held();
    const resolver = new Resolver({ resolve, timeoutMs: 5_000 });
    const errors = Promise.all([1, 2].map(() => failureOf(resolver.addressesOf('one.test'))));
    await sleep(1);
    answer('one.test', [], lookupError('ENOTFOUND', 'one.test'));
    for (const error of await errors) expect(error).toMatchObject({ code: 'ENOTFOUND' });
    void resolver.addressesOf('one.test');
    await sleep(1);
    expect(asked.length).toBe(2);
    answer('one.test');
  });

  test('without an address is an error', async () => {
    const resolver = new Resolver({ resolve: (_, __, callback) => callback(null, []), timeoutMs: 5_000 });
    expect(await failureOf(resolver.addressesOf('one.test'))).toMatchObject({ code: 'ENODATA' });
  });

  test('that is not answered in time is a timeout of kind dns, in words', async () => {
    const resolver = new Resolver({ resolve: () => {}, timeoutMs: 20 });
    const failures = await Promise.all(['one', 'two', 'three'].map((host) => failureOf(resolver.addressesOf(host))));
    for (const [nth, host] of ['one', 'two', 'three'].entries()) {
      expect(failures[nth]).toMatchObject({
        outcome: 'timeout',
        kind: 'dns',
        retryable: true,
        message: `the name ${host} was not looked up within 0.02 s; try again, or check this machine's DNS`,
      });
    }
  });
});

describe('threads', () => {
  test('two names are looked up at once; one that nobody waits for any more is not begun', async () => {
    const { resolve, asked, answer } = held();
    const resolver = new Resolver({ resolve, timeoutMs: 60 });
    const names = ['a', 'b', 'c', 'd'];
    const failures = await Promise.all(names.map((host) => failureOf(resolver.addressesOf(host))));
    expect(failures.map((failure) => (failure as { kind?: string }).kind)).toEqual(['dns', 'dns', 'dns', 'dns']);
    expect(asked).toEqual(['a', 'b']);
    // Their threads are occupied although nobody waits: what comes now waits for them.
    const next = resolver.addressesOf('e');
    await sleep(1);
    expect(asked).toEqual(['a', 'b']);
    answer('a');
    await sleep(1);
    expect(asked).toEqual(['a', 'b', 'e']);
    answer('e');
    expect(await next).toEqual([{ address: '127.0.0.1', family: 4 }]);
  });

  test('lookups that hang leave files and zlib alone', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fetch-many-'));
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    // To open a pipe that nobody writes to occupies a thread of libuv's pool, as a lookup does that hangs.
    const resolve: Resolve = (_, __, callback) => {
      open(pipe, 'r', (error, fd) => {
        if (!error) closeSync(fd);
        callback(error, [{ address: '127.0.0.1', family: 4 }]);
      });
    };
    const resolver = new Resolver({ resolve, timeoutMs: 60_000 });
    const lookups = Array.from({ length: 12 }, (_, nth) => resolver.addressesOf(`host-${nth}.test`));
    await sleep(1);
    await Promise.all([readFile(import.meta.filename), ...lookups.map(() => promisify(gzip)(Buffer.alloc(1_000)))]);
    const writer = openSync(pipe, 'r+');
    expect((await Promise.all(lookups)).length).toBe(12);
    closeSync(writer);
    await rm(folder, { recursive: true });
  });
});
