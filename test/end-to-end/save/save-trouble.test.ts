import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { startApi, type Api } from '../../support/api.ts';
import { connect, connectTo, launchCommand, ROOT, type Connected } from '../../support/client.ts';
import { echo } from '../../support/echo.ts';
import { configFolder } from '../../support/profiles.ts';
import { folderForTests, saverOf, tree } from '../../support/save-result.ts';
import { resultOf, serve, sharedServer } from '../../support/shared-server.ts';
import { shownForms } from '../../support/secret-forms.ts';

const MIB = 2 ** 20;
const config = configFolder();

/** A folder that is removed after the test. */
function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'fetch-many-save-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

async function started(...flags: string[]): Promise<Connected> {
  const server = await connect('--allow', '127.0.0.1', ...flags);
  onTestFinished(() => server.close());
  return server;
}

/** What a row of a body has, unless writing it is to take its time: more rows would take no more memory. */
const ROW_BYTES = 1_000;

function bodies(bytes: number, rowBytes = ROW_BYTES): Promise<Api> {
  const items = Array.from({ length: Math.ceil(bytes / rowBytes) }, (_, id) => ({ id, text: 'x'.repeat(rowBytes - 20) }));
  const body = JSON.stringify(items);
  return serve((_, response) => void response.setHeader('content-type', 'application/json').end(body));
}

async function batchOf(server: Connected, args: Record<string, unknown>): Promise<string> {
  return resultOf(await server.fetchMany({ max_tokens: 500, ...args })).summary.batch ?? '';
}

test('a secret is not saved, however the bodies are, and a note says so', async () => {
  const KEY = 'key-0123456789abcdefXYZ';
  const api = await startApi(echo);
  onTestFinished(() => api.close());
  const directory = folder();
  const path = config.write('config.json', {
    allow: '127.0.0.1',
    'save-dir': directory,
    profiles: { local: { origin: api.url, headers: { 'x-api-key': '${file:key.txt}' } } },
  });
  config.write('key.txt', KEY);
  const server = await started('--config', path);
  const { save } = saverOf({ connected: server });
  const ref = await batchOf(server, {
    requests: [`${api.url}/1`, { url: `${api.url}/2`, vars: { n: [1] }, query: { n: '{n}' } }],
  });
  for (const args of [
    { ref: `${ref}/0`, to: 'raw.json' },
    { ref: `${ref}/0`, to: 'text.txt', as: 'text' },
    { ref, to: 'all.csv' },
    { ref, to: 'all.ndjson' },
    { ref, to: 'each/{i}.json' },
    { ref, to: 'js.json', js: 'records.map(r => JSON.stringify(r.body))' },
    {
      ref,
      to: 'split.txt',
      js: 'JSON.stringify(records[0].body.headers).replace("[redacted:local]", "key-0123456789" + "abcdefXYZ")',
    },
  ]) {
    const { notes } = await save(args);
    expect(notes?.join(), args.to).toContain('secrets of the operator were taken out');
  }
  const all = Object.values(tree(directory)).join('\n');
  expect(all).toContain('[redacted:local]');
  expect(shownForms(all, KEY)).toEqual([]);
});

/** Mounts 300 kB on a folder, and runs what follows. */
const SMALL_DISK = 'mount -t tmpfs -o size=300k none "$0" && mkdir "$0/there" && exec "$@"';
const HAS_OWN_MOUNTS = spawnSync('unshare', ['-Urm', 'true']).status === 0;

test.skipIf(!HAS_OWN_MOUNTS)('a disk that is full is an error, and leaves nothing', async () => {
  const { url } = await bodies(100 * 1_024);
  const directory = folder();
  const { command, args } = launchCommand();
  const server = await connectTo({
    command: 'unshare',
    args: ['-Urm', 'sh', '-c', SMALL_DISK, directory, command, ...args, '--allow', '127.0.0.1', '--save-dir', directory],
    cwd: fileURLToPath(ROOT),
  });
  onTestFinished(() => server.close());
  const { save, refusal } = saverOf({ connected: server });
  const ref = await batchOf(server, { requests: [{ url: `${url}/{n}`, vars: { n: '1..4' } }] });
  const before = { 'there/': '' };
  const inside = `/proc/${server.pid}/root${directory}`;
  expect(tree(inside)).toEqual(before);
  for (const to of ['all.json', 'all.csv', 'new/{n}.json', 'there/{n}.json']) {
    expect(await refusal({ ref, to }), to).toBe('the disk is full (ENOSPC); nothing was written');
    expect(tree(inside)).toEqual(before);
  }
  expect((await save({ ref: `${ref}/0`, to: 'there/one.json' })).total.files).toBe(1);
});

describe('a server of two tests', () => {
  const directory = folderForTests();
  const shared = sharedServer('--save-dir', directory);

  // First, while its memory is as it began.
  test.runIf(existsSync('/proc/self/status'))('fifty bodies of 1 MB take the memory of a few', { timeout: 120_000 }, async () => {
    const { url } = await bodies(MIB);
    mkdirSync(join(directory, 'a'));
    onTestFinished(() => rmSync(join(directory, 'a'), { recursive: true }));
    const server = shared.connected;
    const ref = await batchOf(server, { requests: [{ url: `${url}/{n}`, vars: { n: '1..50' } }] });
    const rss = (): number =>
      Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1_024;
    const before = rss();
    const { save } = saverOf({ connected: server });
    const { total } = await save({ ref, to: 'a/{n}.json' });
    expect(total.files).toBe(50);
    expect(await save({ ref, to: 'a/all.ndjson' })).toMatchObject({ total: { files: 1 }, files: [{ rows: 50 }] });
    const [csv] = (await save({ ref, to: 'a/all.csv' })).files;
    expect(csv?.rows).toBe(50 * Math.ceil(MIB / ROW_BYTES));
    expect(rss() - before).toBeLessThan(40);
  });

  // Last: it ends the server.
  test('a call that is cancelled leaves nothing, nor does a server that ends', async () => {
    const { url } = await bodies(1.5 * MIB, 50);
    const server = shared.connected;
    // So many that they are not all written before the server has heard of its end.
    const ref = await batchOf(server, { requests: [{ url: `${url}/{n}`, vars: { n: '1..12' } }] });
    const { client } = server;
    const stop = new AbortController();
    const args = { ref, to: 'deep/{i}/file.csv', select: '@' };
    const written: Promise<void>[] = [];
    const cancelled = client.callTool({ name: 'save_result', arguments: args }, undefined, {
      signal: stop.signal,
      onprogress: ({ progress }) => {
        if (progress >= 1) stop.abort(new Error('not wanted any more'));
      },
    });
    await expect(cancelled).rejects.toThrow('not wanted any more');
    await expect.poll(() => tree(directory)).toEqual({});

    const ended = new Promise<void>((resolve) => {
      const call = client.callTool({ name: 'save_result', arguments: args }, undefined, {
        onprogress: ({ progress }) => {
          if (progress >= 1 && Object.keys(tree(directory)).length > 0) resolve();
        },
      });
      written.push(
        call.then(
          () => Promise.reject(new Error('it should not have been written')),
          () => undefined,
        ),
      );
    });
    await ended;
    await server.close();
    await Promise.all(written);
    expect(Object.keys(tree(directory)).filter((path) => !path.endsWith('/'))).toEqual([]);
  });
});
